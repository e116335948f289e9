// The distributor registers that software insists on; there are no SPIs. What acts is EnableGrp1,
// the gate in front of every redistributor.
#pragma once
#include "common/reg_file.h"
#include "redistributor_config.h"
#include <functional>

namespace itstorm {

class Distributor {
public:
    Distributor(const RedistributorConfig& config, std::function<void(bool)> group1_changed);

    void read(std::uint32_t offset, unsigned bytes, std::uint64_t& value)
    {
        file_.read(offset, bytes, value);
    }
    void write(std::uint32_t offset, unsigned bytes, std::uint64_t value)
    {
        file_.write(offset, bytes, value);
    }

private:
    void write_ctlr(std::uint64_t before, std::uint64_t value);

    std::function<void(bool)> group1_changed_;
    RegFile<Distributor> file_;
};

} // namespace itstorm
