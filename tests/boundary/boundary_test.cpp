// SPDX-License-Identifier: Apache-2.0
// The boundary by itself: time charged by blocks, interrupts at the exact time, EL2 stacks that
// move between PEs, guests, locks, and misuse.
#include "bench.h"
#include <platform/guest.h>
#include <tlm_utils/simple_target_socket.h>

namespace itstorm {

namespace {

constexpr std::uint64_t block = 4, irq_entry = 25, context = 150, virq_entry = 500; // ns at 1 GHz
const std::string object = BOUNDARY_OBJECT;
using Numbers = std::vector<std::uint64_t>;

TEST(Boundary, a_guest_block_payment_leaves_to_el2_at_the_exact_time)
{
    Bench bench(object, CASE_GUEST_BLOCK);
    bench.script.at(3333, [&] { bench.cpus[0]->raise(); });
    bench.run();
    ASSERT_EQ(bench.notes, (Numbers{ SIM_EXIT_IRQ, SIM_EXIT_OFF }));
    EXPECT_EQ(bench.times[0], 3333 + irq_entry + context);
    EXPECT_FALSE(bench.machine.faults.happened) << bench.machine.faults.message;
}

TEST(Boundary, a_guest_loop_without_calls_costs_its_blocks)
{
    Bench bench(object, CASE_GUEST_BLOCK);
    bench.run();
    ASSERT_EQ(bench.notes, (Numbers{ SIM_EXIT_OFF }));
    const auto blocks = bench.pes[0]->counts()[static_cast<std::size_t>(Cost::Block)];
    EXPECT_GE(blocks, 2000u);
    EXPECT_LE(blocks, 2100u);
    EXPECT_LE(bench.times[0], context + blocks * block + context);
    EXPECT_GE(bench.times[0], context + 2000 * block + context);
}

TEST(Boundary, a_virtual_interrupt_nests_in_the_guest_at_the_exact_time)
{
    Bench bench(object, CASE_VIRTUAL_INTERRUPT);
    bench.script.at(4444, [&] { bench.cpus[0]->raise_virtual(); });
    bench.run();
    ASSERT_EQ(bench.notes.size(), 5u);
    const std::uint64_t handled_at = bench.notes[1], runs = bench.notes[3];
    EXPECT_EQ(runs, 1u);
    EXPECT_GE(handled_at, 4444 + virq_entry);
    EXPECT_LE(handled_at, 4444 + virq_entry + 8 * block); // the handler's first blocks
}

TEST(Boundary, an_access_that_stage_2_does_not_map_is_answered_by_the_hypervisor)
{
    Bench bench(object, CASE_GUEST_MMIO);
    bench.run();
    EXPECT_EQ(bench.notes, (Numbers{ SIM_EXIT_MMIO, SIM_EXIT_HVC, 0x1235, SIM_EXIT_OFF }));
}

// Answers 7 after a wait of one microsecond.
class SlowDevice : public sc_core::sc_module {
public:
    explicit SlowDevice(sc_core::sc_module_name name) : sc_module(name)
    {
        socket.register_b_transport(this, &SlowDevice::b_transport);
    }
    tlm_utils::simple_target_socket<SlowDevice> socket{ "socket" };

private:
    void b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time&)
    {
        wait(sc_core::sc_time(1, sc_core::SC_US));
        *reinterpret_cast<std::uint32_t*>(trans.get_data_ptr()) = 7;
        trans.set_response_status(tlm::TLM_OK_RESPONSE);
    }
};

TEST(Boundary, a_pe_continues_as_itself_after_a_device_that_waits)
{
    Bench bench(object, CASE_FOREIGN_READ, 2);
    SlowDevice device("device");
    bench.bus.map(device.socket, FOREIGN_DEVICE, 4);
    bench.run();
    EXPECT_FALSE(bench.machine.faults.happened) << bench.machine.faults.message;
    ASSERT_EQ(bench.notes, (Numbers{ 7 }));
    EXPECT_GE(bench.times[0], 1000u);
    EXPECT_LE(bench.times[0], 1500u);
}

TEST(Boundary, a_guest_that_left_on_one_pe_continues_on_another_with_its_timer)
{
    Bench bench(object, CASE_FLOATING, 2);
    bench.run();
    EXPECT_EQ(bench.notes, (Numbers{ 77, 123456 }));
    EXPECT_FALSE(bench.machine.faults.happened) << bench.machine.faults.message;
}

// ---- orders: the guest notes { hypercall, what, last argument, time } for each, and at the end
// how often and when its interrupt handler ran ----

class Orders : public testing::Test {
protected:
    void give_at(std::uint64_t ns, std::uint32_t what)
    {
        bench.script.at(ns, [this, what] {
            guest::give_order(*bench.machine.find_guest(0, 0),
                              { what, { 0, 0, 0, 0, 0, 0, 0, what + 100 } });
        });
    }

    // The guest reads the counter at most four blocks after the order.
    void expect_seen_at(std::uint64_t seen_ns, std::uint64_t given_ns)
    {
        const std::uint64_t reading = bench.costs.ps(Cost::Sysreg) / 1000;
        EXPECT_GE(seen_ns, given_ns + reading);
        EXPECT_LE(seen_ns, given_ns + reading + 4 * block);
    }

    Bench bench{ object, CASE_ORDERS };
};

TEST_F(Orders, reach_a_guest_that_awaits_them_at_their_exact_time)
{
    give_at(3001, 7);
    give_at(20002, 8);
    give_at(70003, 9);
    bench.run();
    ASSERT_EQ(bench.notes.size(), 4 * 4u + 1);
    expect_seen_at(bench.notes[3], 3001);
    expect_seen_at(bench.notes[7], 20002);
    expect_seen_at(bench.notes[11], 70003);
    EXPECT_EQ(bench.notes.back(), static_cast<std::uint64_t>(SIM_EXIT_OFF));
}

TEST_F(Orders, are_taken_in_the_order_in_which_they_were_given)
{
    for (const std::uint32_t what : { 3u, 1u, 2u })
        give_at(5000, what);
    bench.run();
    ASSERT_EQ(bench.notes.size(), 4 * 4u + 1);
    for (const auto& [n, what] : { std::pair{ 0u, 3u }, { 4u, 1u }, { 8u, 2u } }) {
        EXPECT_EQ(bench.notes[n + 1], what);
        EXPECT_EQ(bench.notes[n + 2], what + 100);
    }
    expect_seen_at(bench.notes[3], 5000);
}

TEST_F(Orders, leave_a_waiting_guest_its_interrupts)
{
    bench.script.at(2000, [&] { bench.cpus[0]->raise(); });
    bench.script.at(4000, [&] { bench.cpus[0]->raise_virtual(); });
    for (const std::uint64_t ns : { 6000, 7000, 8000 })
        give_at(ns, 1);
    bench.run();
    ASSERT_EQ(bench.notes.size(), 1 + 4 * 4u + 1);
    EXPECT_EQ(bench.notes[0], static_cast<std::uint64_t>(SIM_EXIT_IRQ));
    EXPECT_EQ(bench.times[0], 2000 + irq_entry + context); // and the guest was entered again
    expect_seen_at(bench.notes[4], 6000);
    const std::uint64_t runs = bench.notes[14], handled_at = bench.notes[15];
    EXPECT_EQ(runs, 1u);
    EXPECT_GE(handled_at, 4000 + virq_entry);
    EXPECT_LE(handled_at, 4000 + virq_entry + 8 * block);
}

TEST_F(Orders, cost_nothing_while_they_are_awaited)
{
    const auto blocks = [&] {
        return bench.pes[0]->counts()[static_cast<std::size_t>(Cost::Block)];
    };
    std::uint64_t before = 0, after = 0;
    bench.script.at(1000, [&] { before = blocks(); });
    bench.script.at(900'000, [&] { after = blocks(); });
    bench.run(1000);
    EXPECT_GT(before, 0u);
    EXPECT_EQ(after, before);
}

TEST(Boundary, an_el2_stack_sleeps_and_resumes_on_another_pe)
{
    Bench bench(object, CASE_SLEEPER, 2);
    bench.run();
    ASSERT_EQ(bench.notes, (Numbers{ 100, 101 }));
    EXPECT_GE(bench.times[0], 2000u);
    EXPECT_LE(bench.times[0], 2000 + 40 * block);
    EXPECT_FALSE(bench.machine.faults.happened) << bench.machine.faults.message;
}

TEST(Boundary, hv_irq_nests_in_a_long_scan_at_the_exact_time)
{
    Bench bench(object, CASE_LONG_SCAN);
    bench.script.at(1700, [&] { bench.cpus[0]->raise(); });
    bench.script.at(5100, [&] { bench.cpus[0]->raise(); });
    bench.run();
    ASSERT_EQ(bench.times.size(), 4u); // begin, two interrupts, end
    for (const auto& [seen, raised] :
         { std::pair{ bench.times[1], 1700u }, { bench.times[2], 5100u } }) {
        EXPECT_GE(seen, raised + irq_entry + context);
        EXPECT_LE(seen, raised + irq_entry + context + 4 * block);
    }
}

TEST(Boundary, a_long_scan_costs_its_blocks_and_its_interruptions)
{
    Bench bench(object, CASE_LONG_SCAN);
    bench.run();
    ASSERT_EQ(bench.times.size(), 2u);
    EXPECT_NEAR(static_cast<double>(bench.times[1] - bench.times[0]), 2000.0 * block, 20.0 * block);
}

TEST(Boundary, a_masked_scan_is_not_interrupted_and_unmasking_takes_what_is_pending)
{
    Bench bench(object, CASE_MASKED_SCAN);
    bench.script.at(1700, [&] { bench.cpus[0]->raise(); });
    bench.run();
    ASSERT_EQ(bench.times.size(), 2u);
    EXPECT_GE(bench.times[0], 2000 * block);
    EXPECT_GT(bench.times[1], bench.times[0]);
    EXPECT_EQ(bench.notes, (Numbers{ 1 }));
}

TEST(Boundary, a_lock_is_held_in_simulated_time)
{
    Bench bench(object, CASE_CONTENTION, 3);
    std::vector<LockFact> facts;
    bench.machine.probes.lock.attach([&](const LockFact& f) { facts.push_back(f); });
    bench.run();
    ASSERT_EQ(bench.notes, (Numbers{ 0, 1, 2 })); // first come, first served
    EXPECT_GE(bench.times[1], bench.times[0] + 1000);
    EXPECT_GE(bench.times[2], bench.times[1] + 1000);
    ASSERT_EQ(facts.size(), 3u);
    EXPECT_FALSE(facts[0].contended);
    EXPECT_TRUE(facts[1].contended);
    EXPECT_GE(facts[2].waited, sc_core::sc_time(1900, sc_core::SC_NS));
}

// ---- misuse: a message that names object and place, and the run ends ----

std::string failure(boundary_case which, unsigned pes = 1)
{
    Bench bench(object, which, pes);
    bench.run();
    EXPECT_TRUE(bench.machine.faults.happened);
    return bench.machine.faults.message;
}

void expect_all(const std::string& text, std::initializer_list<const char*> parts)
{
    for (const char* part : parts)
        EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in: " << text;
}

TEST(BoundaryMisuse, a_panic_inside_a_fiber_ends_the_run)
{
    expect_all(failure(CASE_PANIC), { "pe0 at ", "case.stack", "as ordered", "object.c:4711" });
}

TEST(BoundaryMisuse, a_stack_overflow_names_stack_and_function)
{
    expect_all(failure(CASE_OVERFLOW),
               { "stack overflow", "case.stack", "recurse", "boundary_object.so" });
}

TEST(BoundaryMisuse, a_stack_overflow_of_a_guest_names_it)
{
    expect_all(failure(CASE_GUEST_OVERFLOW), { "stack overflow", "dom0.vcpu0", "recurse" });
}

TEST(BoundaryMisuse, a_lock_taken_twice_is_named)
{
    expect_all(failure(CASE_LOCK_TWICE), { "lock 'case'", "taken twice", "pe0.idle" });
}

TEST(BoundaryMisuse, a_lock_held_at_guest_entry_is_named)
{
    expect_all(failure(CASE_LOCK_AT_ENTRY), { "lock 'case'", "guest entry" });
}

TEST(BoundaryMisuse, a_lock_held_at_a_stack_switch_is_named)
{
    expect_all(failure(CASE_LOCK_AT_SWITCH), { "lock 'case'", "switch of EL2 stacks" });
}

TEST(BoundaryMisuse, a_null_dereference_names_the_function)
{
    expect_all(failure(CASE_NULL),
               { "invalid memory access", "NULL", "hv_boot", "boundary_object.so" });
}

TEST(BoundaryMisuse, the_handle_of_another_pe_is_refused)
{
    expect_all(failure(CASE_WRONG_PE), { "sim_now_ns", "another PE" });
}

TEST(BoundaryMisuse, hv_boot_must_not_return)
{
    expect_all(failure(CASE_BOOT_RETURNS), { "hv_boot returned" });
}

TEST(BoundaryMisuse, an_endless_hv_create_is_given_up)
{
    expect_all(failure(CASE_ENDLESS_CREATE),
               { "hv_create", "does not return", "boundary_object.so" });
}

TEST(BoundaryMisuse, a_stack_overflow_in_hv_create_is_reported)
{
    expect_all(failure(CASE_OVERFLOW_CREATE), { "hv_create", "stack overflow", "recurse" });
}

TEST(BoundaryMisuse, a_refusal_carries_the_log_line_of_the_hypervisor)
{
    expect_all(failure(CASE_REFUSE), { "refused", "no such thing" });
}

TEST(BoundaryMisuse, a_broken_invariant_at_the_end_is_a_fault)
{
    Bench bench(object, CASE_BROKEN);
    EXPECT_TRUE(bench.machine.create_hypervisor());
    EXPECT_FALSE(bench.machine.check_hypervisor());
    expect_all(bench.machine.faults.message, { "hv_check", "a count is off" });
}

TEST(BoundaryMisuse, an_endless_boot_lets_time_pass_and_ends_with_the_run)
{
    Bench bench(object, CASE_ENDLESS_BOOT);
    bench.run(50);
    EXPECT_FALSE(bench.machine.faults.happened);
    EXPECT_EQ(sc_core::sc_time_stamp(), sc_core::sc_time(50, sc_core::SC_US));
}

} // namespace

} // namespace itstorm
