/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The mistakes, by where they are made: one per run, chosen by the knob "case". Read by the
 * object and by its test.
 */
#pragma once

#define MISUSE_IN_CREATE(CASE)                                                                     \
    CASE(alloc_too_much)                                                                           \
    CASE(alloc_odd_alignment)                                                                      \
    CASE(alloc_without_end)                                                                        \
    CASE(task_before_time)                                                                         \
    CASE(jump_into_the_wild)                                                                       \
    CASE(overflow_in_create)                                                                       \
    CASE(log_null)                                                                                 \
    CASE(lock_without_name)                                                                        \
    CASE(lock_with_odd_name)                                                                       \
    CASE(lock_of_no_domain)                                                                        \
    CASE(locks_without_end)                                                                        \
    CASE(knob_without_row)                                                                         \
    CASE(vcpu_of_no_domain)                                                                        \
    CASE(vcpu_beyond_its_domain)                                                                   \
    CASE(vcpu_twice)                                                                               \
    CASE(index_of_no_pe)                                                                           \
    CASE(stack_without_entry)                                                                      \
    CASE(stack_with_wild_entry)                                                                    \
    CASE(stack_without_name)                                                                       \
    CASE(stacks_without_end)                                                                       \
    CASE(destroy_no_stack)                                                                         \
    CASE(destroy_no_vcpu)                                                                          \
    CASE(misaligned_vector)                                                                        \
    CASE(lost_stack_pointer)                                                                       \
    CASE(store_through_no_ram)                                                                     \
    CASE(illegal_instruction)                                                                      \
    CASE(breakpoint)                                                                               \
    CASE(division_by_zero)                                                                         \
    CASE(panic_in_create)                                                                          \
    CASE(return_null)

#define MISUSE_IN_BOOT(CASE)                                                                       \
    CASE(drop_a_free_lock)                                                                         \
    CASE(mistake_of_a_fifth_callee)                                                                \
    CASE(fault_of_a_fifth_callee)                                                                  \
    CASE(take_no_lock)                                                                             \
    CASE(take_a_stack_as_lock)                                                                     \
    CASE(switch_to_no_stack)                                                                       \
    CASE(switch_to_a_destroyed_stack)                                                              \
    CASE(run_no_vcpu)                                                                              \
    CASE(run_a_destroyed_vcpu)                                                                     \
    CASE(run_without_exit)                                                                         \
    CASE(destroy_own_stack)                                                                        \
    CASE(probe_without_row)                                                                        \
    CASE(probe_of_no_domain)                                                                       \
    CASE(probe_honest_without_row)                                                                 \
    CASE(probe_negative)                                                                           \
    CASE(mark_without_step)                                                                        \
    CASE(mark_of_no_domain)                                                                        \
    CASE(span_without_kind)                                                                        \
    CASE(span_ends_unbegun)                                                                        \
    CASE(span_ends_before_its_inner)                                                               \
    CASE(spans_without_end)                                                                        \
    CASE(delay_for_ever)                                                                           \
    CASE(map_nothing)                                                                              \
    CASE(map_without_end)                                                                          \
    CASE(map_around_the_end)                                                                       \
    CASE(unmap_nothing)                                                                            \
    CASE(attach_to_no_domain)                                                                      \
    CASE(read_to_nowhere)                                                                          \
    CASE(write_from_nowhere)                                                                       \
    CASE(log_from_nowhere)                                                                         \
    CASE(panic_from_nowhere)                                                                       \
    CASE(no_pe)                                                                                    \
    CASE(alloc_after_time_zero)                                                                    \
    CASE(overflow_by_one_frame)                                                                    \
    CASE(lost_stack_pointer_in_boot)                                                               \
    CASE(raise_a_signal)

#define MISUSE_IN_GUEST(CASE)                                                                      \
    CASE(guest_calls_the_hypervisor_s_import)                                                      \
    CASE(guest_reaches_for_physical_memory)                                                        \
    CASE(guest_is_another_vcpu)                                                                    \
    CASE(guest_reads_to_nowhere)                                                                   \
    CASE(guest_calls_without_arguments)                                                            \
    CASE(guest_state_without_end)                                                                  \
    CASE(guest_state_grows)                                                                        \
    CASE(guest_knob_without_row)                                                                   \
    CASE(guest_probe_without_row)                                                                  \
    CASE(guest_verdict_from_nowhere)                                                               \
    CASE(guest_spends_for_ever)                                                                    \
    CASE(guest_computes_for_ever)

#define MISUSE_AT_END(CASE)                                                                        \
    CASE(check_from_nowhere)                                                                       \
    CASE(check_never_returns)                                                                      \
    CASE(check_faults)                                                                             \
    CASE(check_with_escapes)                                                                       \
    CASE(destroy_faults)                                                                           \
    CASE(destroy_never_returns)

#define MISUSE_ENUMERATOR(name) MISUSE_##name,
enum misuse_case {
    MISUSE_none,
    MISUSE_IN_CREATE(MISUSE_ENUMERATOR) /* hv_create */
    MISUSE_IN_BOOT(MISUSE_ENUMERATOR)   /* hv_boot */
    MISUSE_IN_GUEST(MISUSE_ENUMERATOR)  /* the program's boot function */
    MISUSE_AT_END(MISUSE_ENUMERATOR)    /* hv_check, hv_destroy */
    MISUSE_CASES
};
