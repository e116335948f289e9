// SPDX-License-Identifier: Apache-2.0
// From which moment a guest can use a device that it has asked for, as a virtual ITS that is not
// ours tells it: the vGIC is called, and no command is sent. Through our own: assign_usable_test.
#include "hv_bench.h"

extern "C" {
#include "vgic/usable.h"
}

using namespace fake;

namespace {

// A device with two events that is assigned and awaited; none of them is mapped.
class UsableDevice : public testing::Test, public Bench {
protected:
    explicit UsableDevice(assign_word map = ASSIGN_WORD_upfront) : Bench(machine(map))
    {
        g.bring_up(0);
        remove();
        domain_await(pe(), the_device());
        g.assign();
        w.now += 1000;
    }

    static Config machine(assign_word map)
    {
        Config c;
        c.domains = { { 1, { 2 } } };
        c.knobs = { { "assign.map", map } };
        return c;
    }
    struct pe* pe() { return w.self(); }
    struct device* the_device() { return domain_device(&w.dom(), MiniGuest::device); }
    void remove() { ASSERT_EQ(remove_device(pe(), the_device()), HVC_OK); }
    void map(unsigned n)
    {
        const vlpi_mapping mapping = { MiniGuest::device, n, 0, &w.dom().vcpus[0], &plpi(n) };
        vgic_map(pe(), &w.dom(), INTID_LPI_FIRST + n, &mapping);
    }
    void enable(unsigned n, bool enabled = true)
    {
        g.set_config(INTID_LPI_FIRST + n, enabled);
        vgic_reload(pe(), &w.dom(), &vlpi(n));
    }
    std::uint64_t waited() { return w.counter(PROBE_ASSIGN_USABLE, 0); }
};

// Nothing is mapped on the physical ITS before a guest's MAPTI.
class NotOnTheIts : public UsableDevice {
protected:
    NotOnTheIts() : UsableDevice(ASSIGN_WORD_mapti) {}
};

} // namespace

TEST_F(UsableDevice, a_device_is_once_the_last_of_its_events_is_said_to_be_ready)
{
    map(0), map(1), enable(0), enable(1);
    usable_note_event(pe(), &plpi(1));
    EXPECT_GE(waited(), 1000u) << "what was ready before the first event is seen behind it";
    EXPECT_EQ(w.dom().awaited, 0u);
}

TEST_F(UsableDevice, a_device_is_not_while_an_event_is_disabled_or_not_mapped)
{
    map(0), enable(0);
    usable_note_event(pe(), &plpi(0));
    usable_note_event(pe(), &plpi(1));
    map(1);
    usable_note_event(pe(), &plpi(1));
    usable_note_all(pe(), &w.dom());
    EXPECT_EQ(waited(), 0u);
    EXPECT_EQ(w.dom().awaited, 1u);
}

TEST_F(NotOnTheIts, a_device_is_not_while_the_physical_its_does_not_know_its_events)
{
    map(0), map(1), enable(0), enable(1);
    usable_note_all(pe(), &w.dom());
    EXPECT_EQ(waited(), 0u);
}

TEST_F(UsableDevice, an_event_that_was_ready_once_counts_although_it_is_disabled_again)
{
    map(0), map(1), enable(1);
    usable_note_event(pe(), &plpi(1));
    enable(1, false), enable(0);
    usable_note_event(pe(), &plpi(0));
    EXPECT_GE(waited(), 1000u);
}

TEST_F(UsableDevice, all_events_may_become_ready_at_once)
{
    map(0), map(1), enable(0), enable(1);
    usable_note_all(pe(), &w.dom());
    EXPECT_GE(waited(), 1000u);
}

TEST_F(UsableDevice, the_time_is_told_once)
{
    map(0), map(1), enable(0), enable(1);
    usable_note_all(pe(), &w.dom());
    const std::uint64_t first = waited();
    w.now += 1000;
    usable_note_all(pe(), &w.dom());
    usable_note_event(pe(), &plpi(0));
    EXPECT_EQ(waited(), first);
}

TEST_F(UsableDevice, a_command_on_an_event_without_a_plpi_has_no_effect)
{
    usable_note_event(pe(), nullptr);
    EXPECT_EQ(w.dom().awaited, 1u);
}

TEST_F(UsableDevice, a_device_that_is_removed_is_not_awaited)
{
    remove();
    EXPECT_EQ(w.dom().awaited, 0u);
}
