// SPDX-License-Identifier: Apache-2.0
// IrqRegs: see irq_regs.h. Source: Arm IHI 0069, GICD_I*R<n>, GICD_IPRIORITYR<n>, GICD_ICFGR<n> and
// their namesakes of the SGI_base frame.
#include "irq_regs.h"
#include "arch/gicd_regs.h"
#include "arch/icc_regs.h"
#include <algorithm>
#include <iterator>

namespace itstorm {

namespace {

// The fields that one access covers: interrupts [first, first + count) of a word.
struct Span {
    irq_word& state;
    unsigned first, count;
    bool non_secure;

    std::uint32_t mask() const
    {
        return static_cast<std::uint32_t>(bits_mask(first + count - 1, first));
    }
};

// ---- one bit for each ----

// Choice: with two Security states IGROUPR is RAZ/WI, and every interrupt is Non-secure Group 1.
std::uint32_t read_group(const Span& s)
{
    return s.non_secure ? 0 : s.state.group1;
}

void write_group(const Span& s, std::uint32_t value)
{
    if (!s.non_secure)
        s.state.group1 = value & s.state.present;
}

std::uint32_t read_enabled(const Span& s)
{
    return s.state.enabled;
}

void set_enabled(const Span& s, std::uint32_t value)
{
    s.state.enabled |= value & s.state.present;
}

void clear_enabled(const Span& s, std::uint32_t value)
{
    s.state.enabled &= ~value;
}

std::uint32_t read_pending(const Span& s)
{
    return irq_word_pending(&s.state);
}

void set_pending(const Span& s, std::uint32_t value)
{
    s.state.latched |= value & s.state.present;
}

void clear_pending(const Span& s, std::uint32_t value)
{
    s.state.latched &= ~value;
}

std::uint32_t read_active(const Span& s)
{
    return s.state.active;
}

void set_active(const Span& s, std::uint32_t value)
{
    s.state.active |= value & s.state.present;
}

void clear_active(const Span& s, std::uint32_t value)
{
    s.state.active &= ~value;
}

// ---- eight bits, two bits ----

std::uint32_t read_priority(const Span& s)
{
    std::uint32_t value = 0;
    for (unsigned n = 0; n < s.count; ++n) {
        const std::uint8_t priority = s.state.priority[s.first + n];
        value |= static_cast<std::uint32_t>(s.non_secure ? gic_priority_to_ns(priority) : priority)
                 << 8 * n;
    }
    return value;
}

void write_priority(const Span& s, std::uint32_t value)
{
    for (unsigned n = 0; n < s.count; ++n) {
        const auto written = static_cast<std::uint8_t>(value >> 8 * n);
        irq_word_set_priority(&s.state, s.first + n,
                              s.non_secure ? gic_priority_from_ns(written) : written);
    }
}

std::uint32_t read_config(const Span& s)
{
    return irq_word_config(&s.state, s.first);
}

void write_config(const Span& s, std::uint32_t value)
{
    irq_word_set_config(&s.state, s.first, value);
}

// ---- the table ----

struct Row {
    std::uint32_t offset; // of INTID 0
    unsigned bits;        // for each interrupt
    const char* name;
    std::uint32_t (*read)(const Span&);
    void (*write)(const Span&, std::uint32_t);
};

// clang-format off
constexpr Row rows[] = {
    // offset         bits  name          read            write
    { GIC_IGROUPR,     1, "IGROUPR",    read_group,     write_group },
    { GIC_ISENABLER,   1, "ISENABLER",  read_enabled,   set_enabled },
    { GIC_ICENABLER,   1, "ICENABLER",  read_enabled,   clear_enabled },
    { GIC_ISPENDR,     1, "ISPENDR",    read_pending,   set_pending },
    { GIC_ICPENDR,     1, "ICPENDR",    read_pending,   clear_pending },
    { GIC_ISACTIVER,   1, "ISACTIVER",  read_active,    set_active },
    { GIC_ICACTIVER,   1, "ICACTIVER",  read_active,    clear_active },
    { GIC_IPRIORITYR,  8, "IPRIORITYR", read_priority,  write_priority },
    { GIC_ICFGR,       2, "ICFGR",      read_config,    write_config },
};
// clang-format on

constexpr unsigned interrupts = 1024; // that an array has fields for

// Choice: IPRIORITYR takes bytes and words, the others words; 16-bit accesses are ignored.
const Row* find(std::uint32_t offset, unsigned bytes)
{
    const auto* row = std::find_if(std::begin(rows), std::end(rows), [&](const Row& r) {
        return offset >= r.offset && offset < r.offset + interrupts / 8 * r.bits;
    });
    if (row == std::end(rows) || offset % bytes != 0)
        return nullptr;
    return bytes == 4 || (bytes == 1 && row->bits == 8) ? row : nullptr;
}

unsigned intid_at(const Row& row, std::uint32_t offset)
{
    return (offset - row.offset) * 8 / row.bits;
}

} // namespace

IrqRegs::IrqRegs(Owner& owner, const RedistributorConfig& config)
    : owner_(owner), non_secure_(config.security_states == 2)
{
}

bool IrqRegs::read(std::uint32_t offset, unsigned bytes, std::uint64_t& value)
{
    const Row* row = find(offset, bytes);
    if (row == nullptr)
        return false;
    const unsigned intid = intid_at(*row, offset);
    irq_word* word = owner_.word(intid / 32);
    value =
        word == nullptr ? 0 : row->read({ *word, intid % 32, bytes * 8 / row->bits, non_secure_ });
    return true;
}

bool IrqRegs::write(std::uint32_t offset, unsigned bytes, std::uint64_t value)
{
    const Row* row = find(offset, bytes);
    if (row == nullptr)
        return false;
    const unsigned intid = intid_at(*row, offset);
    irq_word* word = owner_.word(intid / 32);
    if (word == nullptr)
        return true;
    const Span span{ *word, intid % 32, bytes * 8 / row->bits, non_secure_ };
    row->write(span, static_cast<std::uint32_t>(value));
    owner_.changed(intid / 32, span.mask() & word->present, row->write == clear_enabled);
    return true;
}

} // namespace itstorm
