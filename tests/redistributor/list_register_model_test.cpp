// SPDX-License-Identifier: Apache-2.0
// Long random sequences of what a hypervisor writes and a guest does, on the model and on the
// second state machine of list_register_reference.h: after each step every register that software
// can read must be the same.
#include "arch/sysreg.h"
#include "list_register_reference.h"
#include "redistributor/ich.h"
#include "support/property.h"

namespace itstorm {

namespace {

enum class Do {
    Load,
    Control,
    Vmcr,
    Active,
    Ack,
    End,
    Deactivate,
    Mask,
    Point,
    Enable,
    Mode,
    Count
};

// One step; `what` decides which of the numbers it uses.
struct Step {
    Do what;
    unsigned group, n;
    std::uint32_t vintid;
    std::uint64_t word;
};

std::ostream& operator<<(std::ostream& out, const Step& s)
{
    static const char* const names[] = { "load", "hcr", "vmcr", "apr",    "iar", "eoir",
                                         "dir",  "pmr", "bpr",  "igrpen", "ctlr" };
    return out << names[static_cast<unsigned>(s.what)] << " group " << s.group << " n " << s.n
               << " vINTID " << s.vintid << " word 0x" << std::hex << s.word << std::dec;
}

// Few vINTIDs, so that ends often meet a list register; the limits of each kind are among them.
const std::uint32_t vintids[] = { 5, 27, 40, 41, 1019, 1020, 1023, 1024, 8191, 8192, 8200 };

// The physical INTIDs of HW list registers; those from 1020 on are not deactivated.
const unsigned pintids[] = { 27, 80, 1019, 1020, 1023 };

rc::Gen<std::uint32_t> any_vintid()
{
    return rc::gen::map(rc::gen::inRange<std::size_t>(0, std::size(vintids)),
                        [](std::size_t n) { return vintids[n]; });
}

// Mostly loads, acknowledgements and ends.
rc::Gen<Do> any_kind()
{
    return rc::gen::weightedOneOf<Do>(
        { { 6, rc::gen::just(Do::Load) },
          { 6, rc::gen::just(Do::Ack) },
          { 6, rc::gen::just(Do::End) },
          { 2, rc::gen::just(Do::Deactivate) },
          { 3, rc::gen::map(rc::gen::inRange(0, static_cast<int>(Do::Count)),
                            [](int n) { return static_cast<Do>(n); }) } });
}

rc::Gen<Step> any_step()
{
    return rc::gen::build<Step>(
        rc::gen::set(&Step::what, any_kind()), rc::gen::set(&Step::group, rc::gen::inRange(0u, 2u)),
        rc::gen::set(&Step::n, rc::gen::inRange(0u, 16u)),
        rc::gen::set(&Step::vintid, any_vintid()),
        rc::gen::set(&Step::word, rc::gen::resize(100, rc::gen::arbitrary<std::uint64_t>())));
}

bool bit_of(std::uint64_t word, unsigned n)
{
    return (word >> n & 1u) != 0;
}

// Model and reference side by side; take() does one step on both.
class Pair {
public:
    Pair(unsigned list_registers, unsigned pri_bits, unsigned pre_bits)
        : reference_(list_registers, pri_bits, pre_bits)
    {
        ich_init(&model_, list_registers, pri_bits, pre_bits, 16);
    }

    void take(const Step& step);
    void compare() const;

private:
    void load(const Step& step);
    void control(std::uint64_t word);
    void vmcr(std::uint64_t word);
    void active(const Step& step);
    void end(const Step& step);
    void guest_register(const Step& step);

    void write(std::uint16_t sysreg, std::uint64_t value)
    {
        RC_ASSERT(ich_write(&model_, sysreg, value));
    }
    void write_virtual(std::uint16_t sysreg, std::uint64_t value)
    {
        RC_ASSERT(ich_icv_write(&model_, sysreg, value));
    }
    std::uint64_t read(std::uint16_t sysreg) const
    {
        std::uint64_t value = 0;
        RC_ASSERT(ich_read(&model_, sysreg, &value));
        return value;
    }
    std::uint64_t read_virtual(std::uint16_t sysreg) const
    {
        std::uint64_t value = 0;
        RC_ASSERT(ich_icv_read(&model_, sysreg, &value));
        return value;
    }
    void compare_entry(unsigned n) const;
    void compare_hypervisors_view() const;
    void compare_guests_view() const;

    ich model_;
    reference::Machine reference_;
};

void Pair::load(const Step& step)
{
    const unsigned n = step.n % static_cast<unsigned>(reference_.entries.size());
    reference::Entry e;
    e.pending = bit_of(step.word, 0);
    e.active = bit_of(step.word, 1) && bit_of(step.word, 2); // rarer: most are written pending
    e.hw = bit_of(step.word, 3);
    e.group1 = bit_of(step.word, 4);
    e.eoi = bit_of(step.word, 5);
    e.pintid = pintids[(step.word >> 8 & 0xff) % std::size(pintids)];
    e.priority = static_cast<unsigned>(step.word >> 24 & 0xff);
    e.vintid = step.vintid;
    reference_.load(n, e);
    const std::uint64_t low = e.hw ? std::uint64_t{ e.pintid } << 32 : std::uint64_t{ e.eoi } << 41;
    write(ICH_LR_EL2(n), std::uint64_t{ e.pending } << 62 | std::uint64_t{ e.active } << 63 |
                             std::uint64_t{ e.hw } << 61 | std::uint64_t{ e.group1 } << 60 |
                             std::uint64_t{ e.priority } << 48 | low | e.vintid);
}

void Pair::control(std::uint64_t word)
{
    const std::uint64_t value = word | 1u << (word >> 40 & 1u ? 0 : 8); // En in most
    reference_.on = bit_of(value, 0);
    reference_.wants_u = bit_of(value, 1);
    reference_.wants_lrenp = bit_of(value, 2);
    reference_.wants_np = bit_of(value, 3);
    for (unsigned group = 0; group < 2; group++) {
        reference_.wants_enabled[group] = bit_of(value, 4 + 2 * group);
        reference_.wants_disabled[group] = bit_of(value, 5 + 2 * group);
    }
    reference_.end_count = static_cast<unsigned>(value >> 27 & 31);
    write(ICH_HCR_EL2, value);
}

void Pair::vmcr(std::uint64_t word)
{
    reference_.enabled[0] = bit_of(word, 0);
    reference_.enabled[1] = bit_of(word, 1);
    reference_.common_point = bit_of(word, 4);
    reference_.split = bit_of(word, 9);
    reference_.set_point(1, static_cast<unsigned>(word >> 18 & 7));
    reference_.set_point(0, static_cast<unsigned>(word >> 21 & 7));
    reference_.set_priority_mask(static_cast<unsigned>(word >> 24 & 0xff));
    write(ICH_VMCR_EL2, word);
}

void Pair::active(const Step& step)
{
    const auto levels = static_cast<std::uint32_t>(step.word & step.word >> 32);
    reference_.set_active_levels(step.group, levels);
    write(step.group == 0 ? ICH_AP0R0_EL2 : ICH_AP1R0_EL2, levels);
}

// Half of the ends name what a list register holds, as a guest's do.
void Pair::end(const Step& step)
{
    const auto& entry = reference_.entries[step.n % reference_.entries.size()];
    const std::uint32_t vintid = bit_of(step.word, 0) ? entry.vintid : step.vintid;
    if (step.what == Do::Deactivate)
        RC_ASSERT(ich_deactivate(&model_, vintid) == reference_.deactivate(vintid));
    else
        RC_ASSERT(ich_end(&model_, step.group, vintid) == reference_.end(step.group, vintid));
}

void Pair::guest_register(const Step& step)
{
    const auto low = static_cast<unsigned>(step.word & 0xff);
    switch (step.what) {
    case Do::Mask: reference_.set_priority_mask(low); return write_virtual(ICC_PMR_EL1, low);
    case Do::Point:
        if (step.group == 0 || !reference_.common_point)
            reference_.set_point(step.group, low & 7);
        return write_virtual(step.group == 0 ? ICC_BPR0_EL1 : ICC_BPR1_EL1, low);
    case Do::Enable:
        reference_.enabled[step.group] = bit_of(low, 0);
        return write_virtual(step.group == 0 ? ICC_IGRPEN0_EL1 : ICC_IGRPEN1_EL1, low);
    default:
        reference_.common_point = bit_of(low, 0);
        reference_.split = bit_of(low, 1);
        return write_virtual(ICC_CTLR_EL1, low);
    }
}

void Pair::take(const Step& step)
{
    switch (step.what) {
    case Do::Load: return load(step);
    case Do::Control: return control(step.word);
    case Do::Vmcr: return vmcr(step.word);
    case Do::Active: return active(step);
    case Do::Ack:
        RC_ASSERT(ich_acknowledge(&model_, step.group) == reference_.acknowledge(step.group));
        return;
    case Do::End:
    case Do::Deactivate: return end(step);
    default: return guest_register(step);
    }
}

void Pair::compare_entry(unsigned n) const
{
    const reference::Entry& e = reference_.entries[n];
    const std::uint64_t word = read(ICH_LR_EL2(n));
    RC_ASSERT(bit_of(word, 62) == e.pending);
    RC_ASSERT(bit_of(word, 63) == e.active);
    RC_ASSERT(bit_of(word, 61) == e.hw);
    RC_ASSERT(bit_of(word, 60) == e.group1);
    RC_ASSERT((word >> 48 & 0xff) == e.priority);
    RC_ASSERT((word >> 32 & 0x1fff) == (e.hw ? e.pintid : (e.eoi ? 0x200u : 0u)));
    RC_ASSERT((word & 0xffffffff) == e.vintid);
}

void Pair::compare_hypervisors_view() const
{
    const std::uint64_t hcr = read(ICH_HCR_EL2), vmcr = read(ICH_VMCR_EL2);
    RC_ASSERT(hcr >> 27 == reference_.end_count);
    RC_ASSERT(bit_of(vmcr, 0) == reference_.enabled[0]);
    RC_ASSERT(bit_of(vmcr, 1) == reference_.enabled[1]);
    RC_ASSERT((vmcr >> 18 & 7) == reference_.point[1]);
    RC_ASSERT((vmcr >> 21 & 7) == reference_.point[0]);
    RC_ASSERT(vmcr >> 24 == reference_.priority_mask);
    RC_ASSERT(read(ICH_AP0R0_EL2) == reference_.active_levels(0));
    RC_ASSERT(read(ICH_AP1R0_EL2) == reference_.active_levels(1));
    RC_ASSERT(read(ICH_MISR_EL2) == reference_.misr());
    RC_ASSERT(read(ICH_EISR_EL2) == reference_.eisr());
    RC_ASSERT(read(ICH_ELRSR_EL2) == reference_.elrsr());
    RC_ASSERT(ich_maintenance(&model_) == (reference_.on && reference_.misr() != 0));
}

void Pair::compare_guests_view() const
{
    RC_ASSERT(ich_signals(&model_, 0) == reference_.signals(0));
    RC_ASSERT(ich_signals(&model_, 1) == reference_.signals(1));
    RC_ASSERT(read_virtual(ICC_HPPIR0_EL1) == reference_.highest(0));
    RC_ASSERT(read_virtual(ICC_HPPIR1_EL1) == reference_.highest(1));
    RC_ASSERT(read_virtual(ICC_RPR_EL1) == reference_.running());
    RC_ASSERT(read_virtual(ICC_PMR_EL1) == reference_.priority_mask);
    RC_ASSERT(read_virtual(ICC_BPR0_EL1) == reference_.point[0]);
    RC_ASSERT(
        read_virtual(ICC_BPR1_EL1) ==
        (reference_.common_point ? std::min(reference_.point[0] + 1, 7u) : reference_.point[1]));
    RC_ASSERT((read_virtual(ICC_CTLR_EL1) & 3) ==
              static_cast<unsigned>(reference_.common_point) + 2u * reference_.split);
}

void Pair::compare() const
{
    for (unsigned n = 0; n < reference_.entries.size(); n++)
        compare_entry(n);
    compare_hypervisors_view();
    compare_guests_view();
}

} // namespace

TEST(ListRegisterModel, every_visible_register_follows_the_reference)
{
    expect_property("ich agrees with list_register_reference.h", [] {
        const auto list_registers = *rc::gen::inRange(1u, 17u);
        const auto pri_bits = *rc::gen::inRange(4u, 6u);
        const auto pre_bits = *rc::gen::inRange(4u, pri_bits + 1);
        const auto steps = *rc::gen::container<std::vector<Step>>(any_step());
        Pair pair(list_registers, pri_bits, pre_bits);
        pair.take({ Do::Control, 0, 0, 0, 1 });
        pair.take({ Do::Vmcr, 0, 0, 0, 0xf8000003 });
        pair.compare();
        for (const Step& step : steps) {
            pair.take(step);
            pair.compare();
        }
    });
}

} // namespace itstorm
