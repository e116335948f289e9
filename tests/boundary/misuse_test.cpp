// SPDX-License-Identifier: Apache-2.0
// The message for every mistake of misuse_cases.h. Each mistake runs in a forked child, since
// SystemC elaborates once; a mistake that kills its process is reported too.
#include "bench.h"
#include "misuse_cases.h"
#include <platform/setup_call.h>
#include <sys/wait.h>
#include <unistd.h>

namespace itstorm {

namespace {

struct Mistake {
    const char* name;
    misuse_case which;
    std::vector<const char*> said; // parts of the message, beside the object's name
};

std::ostream& operator<<(std::ostream& out, const Mistake& mistake)
{
    return out << mistake.name;
}

void run_to_the_end(Bench& bench)
{
    bench.run(10);
    if (!bench.machine.faults.happened && bench.machine.check_hypervisor())
        bench.machine.destroy_hypervisor();
}

// Long enough for sanitizers and busy machines, but for the two mistakes that never end.
double patience_s(misuse_case which)
{
    return which == MISUSE_check_never_returns || which == MISUSE_destroy_never_returns ? 0.5 : 30;
}

[[noreturn]] void make(misuse_case which, int to)
{
    std::string text = "the simulator threw an exception";
    set_up_patience_s = patience_s(which);
    try {
        Bench bench(MISUSE_OBJECT, which);
        run_to_the_end(bench);
        text = bench.machine.faults.message;
    } catch (const std::exception& error) {
        text += std::string(": ") + error.what();
    }
    if (write(to, text.data(), text.size()) < 0)
        _exit(1);
    _exit(0);
}

std::string read_all(int from)
{
    std::string text;
    char part[512];
    for (ssize_t n; (n = read(from, part, sizeof part)) > 0;)
        text.append(part, static_cast<std::size_t>(n));
    return text;
}

// The report of a run in which this mistake is made.
std::string report_of(misuse_case which)
{
    int ends[2];
    if (pipe(ends) != 0)
        return "no pipe";
    const pid_t child = fork();
    if (child == 0)
        make(which, ends[1]);
    close(ends[1]);
    const std::string text = read_all(ends[0]);
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return status == 0 ? text : "the process died, status " + std::to_string(status);
}

class Misuse : public testing::TestWithParam<Mistake> {
protected:
    const std::string report = report_of(GetParam().which);

    void expect_said(const char* part)
    {
        EXPECT_NE(report.find(part), std::string::npos) << "'" << part << "' is not in: " << report;
    }
};

TEST_P(Misuse, ends_the_run_with_a_message_that_names_error_and_place)
{
    for (const char* part : GetParam().said)
        expect_said(part);
    expect_said("misuse.so");
    EXPECT_EQ(report.find('\033'), std::string::npos);
}

#define SAID(name, ...)                                                                            \
    Mistake                                                                                        \
    {                                                                                              \
#name, MISUSE_##name,                                                                      \
        {                                                                                          \
            __VA_ARGS__                                                                            \
        }                                                                                          \
    }
#define SAID_AT(name, ...) SAID(name, #name "+0x", __VA_ARGS__)

const std::string name_of(const testing::TestParamInfo<Mistake>& info)
{
    return info.param.name;
}

INSTANTIATE_TEST_SUITE_P(
    InCreate, Misuse,
    testing::Values(
        SAID_AT(alloc_too_much, "hv_create: sim_alloc", "1152921504606846976 bytes", "4 GiB"),
        SAID_AT(alloc_odd_alignment, "alignment of 3", "power of two"),
        SAID_AT(alloc_without_end, "sim_alloc", "4 GiB"),
        SAID_AT(task_before_time, "sim_read is called outside of simulated time"),
        SAID_AT(jump_into_the_wild, "hv_create", "jump to 0xdeadbeef"),
        SAID(overflow_in_create, "stack overflow", "recurse"), SAID_AT(log_null, "sim_log", "NULL"),
        SAID_AT(lock_without_name, "sim_lock_create", "NULL"),
        SAID_AT(lock_with_odd_name, "sim_lock_create", "\\x1b[31m"),
        SAID_AT(lock_of_no_domain, "sim_lock_create", "domain 5"),
        SAID_AT(locks_without_end, "sim_lock_create", "65536 locks"),
        SAID_AT(knob_without_row, "sim_knob", "row 1000000 of 1"),
        SAID_AT(vcpu_of_no_domain, "sim_vcpu_create", "domain 77"),
        SAID_AT(vcpu_beyond_its_domain, "vCPU 99 of dom0, which has 1"),
        SAID_AT(vcpu_twice, "dom0.vcpu0, which exists"),
        SAID_AT(index_of_no_pe, "sim_pe_index", "no PE"),
        SAID_AT(stack_without_entry, "sim_el2_create", "entry"),
        SAID_AT(stack_with_wild_entry, "sim_el2_create", "entry"),
        SAID_AT(stack_without_name, "sim_el2_create", "NULL"),
        SAID_AT(stacks_without_end, "sim_el2_create", "8192 EL2 stacks"),
        SAID_AT(destroy_no_stack, "sim_el2_destroy", "0x123456, which is no EL2 stack"),
        SAID_AT(destroy_no_vcpu, "sim_vcpu_destroy", "0x123456, which is no vCPU"),
        SAID_AT(misaligned_vector, "misaligned"),
        SAID_AT(lost_stack_pointer, "stack pointer is not on its stack"),
        SAID_AT(store_through_no_ram, "invalid memory access to NULL"),
        SAID_AT(illegal_instruction, "illegal instruction"), SAID_AT(breakpoint, "breakpoint"),
        SAID_AT(division_by_zero, "arithmetic fault"),
        SAID_AT(panic_in_create, "hv_create: panic: as ordered (misuse.c:1)")),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    InBoot, Misuse,
    testing::Values(
        SAID_AT(drop_a_free_lock, "lock 'lock' is dropped by EL2 stack pe0.idle", "pe0 at"),
        SAID(mistake_of_a_fifth_callee, "sim_lock_take", "by callee_5+0x", "called by callee_4+0x",
             ", callee_3+0x", ", callee_2+0x", ", callee_1+0x"),
        SAID(fault_of_a_fifth_callee, "invalid memory access", "at callee_5+0x",
             "on its stack: callee_4+0x", ", callee_3+0x", ", callee_2+0x", ", callee_1+0x"),
        SAID_AT(take_no_lock, "sim_lock_take", "0x123456, which is no lock"),
        SAID_AT(take_a_stack_as_lock, "sim_lock_take", "no lock"),
        SAID_AT(switch_to_no_stack, "sim_el2_switch", "no EL2 stack"),
        SAID_AT(switch_to_a_destroyed_stack, "no EL2 stack", "destroyed"),
        SAID_AT(run_no_vcpu, "sim_vcpu_run", "no vCPU"),
        SAID_AT(run_a_destroyed_vcpu, "sim_vcpu_run", "destroyed"),
        SAID_AT(run_without_exit, "NULL"),
        SAID(destroy_own_stack, "sim_el2_destroy", "'own', which runs on pe0", "destroys_itself"),
        SAID_AT(probe_without_row, "row 1000000 of 1 statistics"),
        SAID_AT(probe_of_no_domain, "domain 5000"),
        SAID_AT(probe_honest_without_row, "row 1000000, which is no counter"),
        SAID_AT(probe_negative, "18446744073709551615 for 'count'"),
        SAID_AT(mark_without_step, "step 99"), SAID_AT(mark_of_no_domain, "domain 5000"),
        SAID_AT(span_without_kind, "kind 99"),
        SAID_AT(span_ends_unbegun, "ends 'trap', but none is the innermost"),
        SAID_AT(span_ends_before_its_inner, "ends 'trap', but 'decode' is the innermost"),
        SAID_AT(spans_without_end, "inside 16 spans"),
        SAID_AT(delay_for_ever, "sim_delay_ns", "18446744073709551615 ns"),
        SAID_AT(map_nothing, "sim_stage2_map"), SAID_AT(map_without_end, "sim_stage2_map"),
        SAID_AT(map_around_the_end, "sim_stage2_map"), SAID_AT(unmap_nothing, "sim_stage2_unmap"),
        SAID_AT(attach_to_no_domain, "domain 500"),
        SAID_AT(read_to_nowhere, "invalid memory access to 0x123456"),
        SAID_AT(write_from_nowhere, "invalid memory access to 0x123456"),
        SAID_AT(log_from_nowhere, "invalid memory access to 0x123456"),
        SAID_AT(panic_from_nowhere, "invalid memory access to 0x123456"),
        SAID_AT(no_pe, "sim_dsb is called with NULL as PE"),
        SAID_AT(alloc_after_time_zero, "sim_alloc is called after time zero"),
        SAID_AT(overflow_by_one_frame, "stack overflow"),
        SAID_AT(lost_stack_pointer_in_boot, "stack pointer is not on its stack", "pe0 at"),
        SAID_AT(raise_a_signal, "sends itself the signal SIGSEGV")),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    InGuest, Misuse,
    testing::Values(
        SAID_AT(guest_calls_the_hypervisor_s_import, "sim_now_ns is called by a guest program"),
        SAID_AT(guest_reaches_for_physical_memory, "sim_ram is called by a guest program"),
        SAID_AT(guest_is_another_vcpu, "sim_guest_wfi", "not the caller's own", "dom0.vcpu0"),
        SAID_AT(guest_reads_to_nowhere, "invalid memory access to 0x123456"),
        SAID_AT(guest_calls_without_arguments, "NULL"),
        SAID_AT(guest_state_without_end, "sim_guest_state", "4294967295 bytes"),
        SAID_AT(guest_state_grows, "sim_guest_state", "more bytes"),
        SAID_AT(guest_knob_without_row, "row 1000 of 0"),
        SAID_AT(guest_probe_without_row, "row 1000 of 0"),
        SAID_AT(guest_verdict_from_nowhere, "with NULL as text"),
        SAID_AT(guest_spends_for_ever, "18446744073709551615 ns"),
        SAID_AT(guest_computes_for_ever, "18446744073709551615 cycles")),
    name_of);

INSTANTIATE_TEST_SUITE_P(
    AtEnd, Misuse,
    testing::Values(SAID(check_never_returns, "hv_check: does not return", "never_returns"),
                    SAID(check_faults, "hv_check", "invalid memory access to 0x123456"),
                    SAID(destroy_faults, "hv_destroy", "invalid memory access to 0x123456"),
                    SAID(destroy_never_returns, "hv_destroy: does not return", "never_returns")),
    name_of);

TEST(MisuseReports, name_the_call_that_handed_over_a_wild_pointer)
{
    EXPECT_EQ(report_of(MISUSE_check_from_nowhere),
              "hv_check: invalid memory access to 0x123456, in what it hands over");
}

TEST(MisuseReports, show_control_characters_as_text)
{
    EXPECT_EQ(report_of(MISUSE_check_with_escapes), "hv_check: \\x1b[31mbad\\n\"x");
}

TEST(MisuseReports, are_empty_for_an_object_without_mistakes)
{
    EXPECT_EQ(report_of(MISUSE_none), "");
}

TEST(MisuseReports, say_that_hv_create_refused)
{
    EXPECT_EQ(report_of(MISUSE_return_null), "hv_create refused this machine");
}

} // namespace

} // namespace itstorm
