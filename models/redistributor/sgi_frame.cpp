// SgiFrame: see sgi_frame.h. Source: reference "SGI_base map".
#include "sgi_frame.h"
#include "arch/gicr_regs.h"

namespace itstorm {

namespace {

constexpr std::uint64_t all = 0xffffffff, none = 0;

} // namespace

using Frame = SgiFrame;

// clang-format off
std::vector<Reg<Frame>> Frame::table()
{
    return {
        // offset        bytes  name              reset                          writable                on read                 on write
        { GICR_IGROUPR0,   4, "GICR_IGROUPR0",   0,                             all,                    &Frame::read_group,      &Frame::write_group },
        { GICR_ISENABLER0, 4, "GICR_ISENABLER0", 0,                             all,                    &Frame::read_enabled,    &Frame::set_enabled },
        { GICR_ICENABLER0, 4, "GICR_ICENABLER0", 0,                             all,                    &Frame::read_enabled,    &Frame::clear_enabled },
        { GICR_ISPENDR0,   4, "GICR_ISPENDR0",   0,                             all,                    &Frame::read_pending,    &Frame::set_pending },
        { GICR_ICPENDR0,   4, "GICR_ICPENDR0",   0,                             all,                    &Frame::read_pending,    &Frame::clear_pending },
        { GICR_ISACTIVER0, 4, "GICR_ISACTIVER0", 0,                             all,                    &Frame::read_active,     &Frame::set_active },
        { GICR_ICACTIVER0, 4, "GICR_ICACTIVER0", 0,                             all,                    &Frame::read_active,     &Frame::clear_active },
        { GICR_ICFGR0,     4, "GICR_ICFGR0",     0,                             none,                   &Frame::read_sgi_config, nullptr },
        { GICR_ICFGR1,     4, "GICR_ICFGR1",     0,                             all,                    &Frame::read_ppi_config, &Frame::write_ppi_config },
    };
}
// clang-format on

Frame::SgiFrame(Redistributor& redistributor)
    : redistributor_(redistributor), private_(redistributor.private_interrupts()),
      file_(*this, table())
{
}

// IPRIORITYR0-7 are the only registers that take bytes; Choice: 16-bit accesses are ignored.
bool Frame::is_priority(std::uint32_t offset, unsigned bytes) const
{
    return offset >= GICR_IPRIORITYR0 && offset < GICR_IPRIORITYR0 + INTID_SPI_FIRST &&
           (bytes == 1 || bytes == 4) && offset % bytes == 0;
}

void Frame::read(std::uint32_t offset, unsigned bytes, std::uint64_t& value)
{
    if (!is_priority(offset, bytes)) {
        file_.read(offset, bytes, value);
        return;
    }
    value = 0;
    for (unsigned n = 0; n < bytes; ++n)
        value |= static_cast<std::uint64_t>(private_.priority[offset - GICR_IPRIORITYR0 + n])
                 << 8 * n;
}

void Frame::write(std::uint32_t offset, unsigned bytes, std::uint64_t value)
{
    if (!is_priority(offset, bytes)) {
        file_.write(offset, bytes, value);
        return;
    }
    for (unsigned n = 0; n < bytes; ++n)
        sgi_ppi_set_priority(&private_, offset - GICR_IPRIORITYR0 + n,
                             static_cast<std::uint8_t>(value >> 8 * n));
    redistributor_.reconsider();
}

std::uint64_t Frame::read_group(std::uint64_t)
{
    return private_.group1;
}

std::uint64_t Frame::read_enabled(std::uint64_t)
{
    return private_.enabled;
}

std::uint64_t Frame::read_pending(std::uint64_t)
{
    return sgi_ppi_pending(&private_);
}

std::uint64_t Frame::read_active(std::uint64_t)
{
    return private_.active;
}

std::uint64_t Frame::read_sgi_config(std::uint64_t)
{
    return sgi_ppi_config(&private_, 0);
}

std::uint64_t Frame::read_ppi_config(std::uint64_t)
{
    return sgi_ppi_config(&private_, 1);
}

void Frame::write_group(std::uint64_t, std::uint64_t value)
{
    private_.group1 = static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Frame::set_enabled(std::uint64_t, std::uint64_t value)
{
    private_.enabled |= static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Frame::clear_enabled(std::uint64_t, std::uint64_t value)
{
    private_.enabled &= ~static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Frame::set_pending(std::uint64_t, std::uint64_t value)
{
    private_.latched |= static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Frame::clear_pending(std::uint64_t, std::uint64_t value)
{
    private_.latched &= ~static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Frame::set_active(std::uint64_t, std::uint64_t value)
{
    private_.active |= static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Frame::clear_active(std::uint64_t, std::uint64_t value)
{
    private_.active &= ~static_cast<std::uint32_t>(value);
    redistributor_.reconsider();
}

void Frame::write_ppi_config(std::uint64_t, std::uint64_t value)
{
    sgi_ppi_set_config(&private_, static_cast<std::uint32_t>(value));
    redistributor_.reconsider();
}

} // namespace itstorm
