// SPDX-License-Identifier: Apache-2.0
// A second list-register state machine, written from the rules of Arm IHI 0069 ("Virtual
// interrupt handling and prioritization", "Maintenance interrupts") and from nothing else: decoded,
// with sets instead of bits, and with no regard for speed. list_register_model_test.cpp runs it
// beside the model.
#pragma once
#include <cstdint>
#include <set>
#include <utility>
#include <vector>

namespace itstorm::reference {

struct Entry {
    bool pending = false, active = false, hw = false, group1 = false;
    bool eoi = false;    // HW=0 only
    unsigned pintid = 0; // HW=1 only
    unsigned priority = 0;
    std::uint32_t vintid = 0;

    bool valid() const { return pending || active; }
};

struct Machine {
    Machine(unsigned list_registers, unsigned priority_bits, unsigned preemption_bits);

    // ---- as the hypervisor sets it ----
    void load(unsigned n, const Entry& entry); // drops bits that are not implemented
    void set_priority_mask(unsigned value);
    void set_point(unsigned group, unsigned value);
    void set_active_levels(unsigned group, std::uint32_t levels);

    // ---- as the guest uses it; 1023: nothing ----
    std::uint32_t acknowledge(unsigned group);
    std::uint32_t end(unsigned group, std::uint32_t vintid); // physical INTID to deactivate
    std::uint32_t deactivate(std::uint32_t vintid);

    // ---- what shows ----
    std::uint32_t highest(unsigned group) const;
    bool signals(unsigned group) const;
    unsigned running() const; // 255: idle
    std::uint32_t active_levels(unsigned group) const;
    std::uint32_t misr() const;
    std::uint32_t eisr() const;
    std::uint32_t elrsr() const;

    const unsigned priority_bits, preemption_bits;
    std::vector<Entry> entries;
    bool on = false;                          // ICH_HCR.En
    bool enabled[2] = { false, false };       // by group
    bool common_point = false, split = false; // VCBPR, VEOIM
    unsigned priority_mask = 0;
    unsigned point[2]; // as the registers hold them
    unsigned end_count = 0;
    bool wants_u = false, wants_lrenp = false, wants_np = false;
    bool wants_enabled[2] = { false, false }, wants_disabled[2] = { false, false };

private:
    const Entry* candidate() const;
    Entry* active(std::uint32_t vintid);
    unsigned group_part(unsigned priority, unsigned group) const;
    std::uint32_t release(Entry& entry);
    void count_end(std::uint32_t vintid);

    std::set<std::pair<unsigned, unsigned>> active_; // (group priority, group), highest first
};

} // namespace itstorm::reference
