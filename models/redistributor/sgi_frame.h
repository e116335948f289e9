// The registers of one redistributor's SGI_base frame: its private interrupts, as a table of rows.
// They hold no interrupt state.
#pragma once
#include "common/reg_file.h"
#include "redistributor.h"

namespace itstorm {

class SgiFrame {
public:
    explicit SgiFrame(Redistributor& redistributor);

    // Offsets from RD_base. What no register takes reads as zero and ignores writes.
    void read(std::uint32_t offset, unsigned bytes, std::uint64_t& value);
    void write(std::uint32_t offset, unsigned bytes, std::uint64_t value);

private:
    static std::vector<Reg<SgiFrame>> table();

    std::uint64_t read_group(std::uint64_t stored);
    std::uint64_t read_enabled(std::uint64_t stored);
    std::uint64_t read_pending(std::uint64_t stored);
    std::uint64_t read_active(std::uint64_t stored);
    std::uint64_t read_sgi_config(std::uint64_t stored);
    std::uint64_t read_ppi_config(std::uint64_t stored);

    void write_group(std::uint64_t before, std::uint64_t value);
    void set_enabled(std::uint64_t before, std::uint64_t value);
    void clear_enabled(std::uint64_t before, std::uint64_t value);
    void set_pending(std::uint64_t before, std::uint64_t value);
    void clear_pending(std::uint64_t before, std::uint64_t value);
    void set_active(std::uint64_t before, std::uint64_t value);
    void clear_active(std::uint64_t before, std::uint64_t value);
    void write_ppi_config(std::uint64_t before, std::uint64_t value);

    bool is_priority(std::uint32_t offset, unsigned bytes) const;

    Redistributor& redistributor_;
    sgi_ppi& private_;
    RegFile<SgiFrame> file_;
};

} // namespace itstorm
