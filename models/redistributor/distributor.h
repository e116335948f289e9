// SPDX-License-Identifier: Apache-2.0
// The registers of the distributor: one Security state, or the Non-secure view of two; affinity
// routing always on. They hold no interrupt state; what they change is in spi_router.h.
#pragma once
#include "common/reg_file.h"
#include "spi_router.h"

namespace itstorm {

class Distributor {
public:
    Distributor(SpiRouter& spis, const RedistributorConfig& config);

    // What no register takes reads as zero and ignores writes.
    void read(std::uint32_t offset, unsigned bytes, std::uint64_t& value);
    void write(std::uint32_t offset, unsigned bytes, std::uint64_t value);

private:
    static std::vector<Reg<Distributor>> table(const RedistributorConfig& config);

    std::uint64_t read_ctlr(std::uint64_t stored);
    std::uint64_t write_only(std::uint64_t stored);
    void write_ctlr(std::uint64_t before, std::uint64_t value);
    void set_spi(std::uint64_t before, std::uint64_t value);
    void clear_spi(std::uint64_t before, std::uint64_t value);

    bool is_router(std::uint32_t offset, unsigned bytes) const;
    std::uint64_t read_router(std::uint32_t offset, unsigned bytes) const;
    void write_router(std::uint32_t offset, std::uint64_t value);

    SpiRouter& spis_;
    IrqRegs interrupts_;
    RegFile<Distributor> file_;
};

} // namespace itstorm
