// SPDX-License-Identifier: Apache-2.0
// The registers of one redistributor's RD_base frame as a table of rows. They hold no interrupt
// state. Its other frame is sgi_frame.h.
#pragma once
#include "common/reg_file.h"
#include "redistributor.h"

namespace itstorm {

class RedistributorRegs {
public:
    RedistributorRegs(Redistributor& redistributor, const RedistributorConfig& config);

    // Offsets from RD_base. What no register takes reads as zero and ignores writes.
    void read(std::uint32_t offset, unsigned bytes, std::uint64_t& value);
    void write(std::uint32_t offset, unsigned bytes, std::uint64_t value);

private:
    static std::vector<Reg<RedistributorRegs>> table(const Redistributor& redistributor,
                                                     const RedistributorConfig& config);

    std::uint64_t read_nothing(std::uint64_t stored);
    std::uint64_t read_ctlr(std::uint64_t stored);
    std::uint64_t read_syncr(std::uint64_t stored);
    std::uint64_t read_pendbaser(std::uint64_t stored);
    std::uint64_t read_waker(std::uint64_t stored);

    void write_ctlr(std::uint64_t before, std::uint64_t value);
    void write_waker(std::uint64_t before, std::uint64_t value);
    void write_propbaser(std::uint64_t before, std::uint64_t value);
    void write_pendbaser(std::uint64_t before, std::uint64_t value);
    void write_invlpir(std::uint64_t before, std::uint64_t value);
    void write_invallr(std::uint64_t before, std::uint64_t value);
    void write_setlpir(std::uint64_t before, std::uint64_t value);
    void write_clrlpir(std::uint64_t before, std::uint64_t value);

    void enable_lpis();
    bool tables_in_use() const;

    Redistributor& redistributor_;
    unsigned lpi_id_bits_;
    RegFile<RedistributorRegs> file_;
};

} // namespace itstorm
