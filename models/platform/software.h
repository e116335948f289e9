// SPDX-License-Identifier: Apache-2.0
// The state of EL2 stacks, guest contexts and spin locks. No behaviour: what software may do with
// them is in el2.h and guest.h.
#pragma once
#include "code_profile.h"
#include "common/coroutine.h"
#include "pe_facts.h"
#include "spans.h"
#include <deque>
#include <itstorm/guest.h>
#include <memory>
#include <string>
#include <vector>

namespace itstorm {

class Pe;
struct El2Stack;
struct GuestObject;

struct SpinLock {
    unsigned index;
    std::string name;
    std::uint16_t domain; // SIM_NO_DOMAIN: a lock of the hypervisor as a whole
    El2Stack* owner = nullptr;
    std::uint64_t free_at_ps = 0; // when it was dropped; may be ahead of simulated time
    std::uint64_t taken_at_ps = 0, waited_ps = 0;
    const Pe* user = nullptr; // the PE of the last attempt
    unsigned streak = 0;      // attempts of that PE in a row
    bool contended = false;
    std::deque<El2Stack*> queue; // stacks that spin, in order of arrival
};

struct El2Stack {
    std::string name;
    std::unique_ptr<Coroutine> coroutine;
    bool masked = true; // physical interrupts, while this stack runs
    Pe* pe = nullptr;   // the PE that runs it; nullptr: suspended
    std::vector<SpinLock*> held;
    OpenSpans spans;
    CallStack calls;
};

struct GuestContext {
    sim_vcpu* handle = nullptr; // as the hypervisor and the program know it
    std::uint16_t domain, index;
    std::string name; // "dom1.vcpu0"
    const guest_program* program;
    const GuestObject* object; // the object with the program
    const sim_domain_info* info;
    const std::vector<std::uint64_t>* knobs;
    std::unique_ptr<Coroutine> coroutine;
    bool masked = true; // virtual interrupts
    bool off = false;
    bool is_ready = false;
    std::string last_log;    // printable
    Pe* pe = nullptr;        // the PE that runs it; nullptr: suspended
    El2Stack* el2 = nullptr; // the stack that entered it
    sim_exit exit{};
    std::uint64_t timer_ctl = 0, timer_cval = 0; // CNTV while it is loaded on no PE
    Pe* timer_pe = nullptr;                      // the PE on which it is loaded; nullptr: none
    std::deque<sim_order> orders;
    bool awaits_order = false;        // its PE waits until an order is given
    std::vector<std::uint64_t> state; // the program's own, zeroed
    OpenSpans spans;
    CallStack calls;
};

} // namespace itstorm
