// SPDX-License-Identifier: Apache-2.0
// Where the time of instrumented C goes, by function and by its callers: a basic block lasts until
// the next block of the same PE begins. The C need not be changed or compiled differently. A PE
// reports its blocks and what it switches to; app/profile_files.h writes the result.
//
// The stack pointer at a block tells who called whom: a lower one belongs to a function that was
// called, a higher one to a caller to which a function has returned.
#pragma once
#include "code_map.h"
#include <map>

namespace itstorm {

// The functions that are active on one EL2 stack, or in one guest.
struct CallStack {
    struct Open {
        std::uint16_t function;
        std::uintptr_t stack_pointer;
        unsigned node;
    };
    unsigned root = 0; // 0: it has not run
    std::vector<Open> open;
};

class CodeProfile {
public:
    explicit CodeProfile(unsigned pes);

    // From `now_ps` on this PE runs the stack or guest whose calls these are. `who`: its name,
    // "guest dom1.vcpu0".
    void switched(unsigned pe, CallStack& calls, const std::string& who, std::uint64_t now_ps);
    // A basic block begins. `pc`: where the coverage call returns to.
    void block(unsigned pe, std::uintptr_t pc, std::uintptr_t stack_pointer, std::uint64_t now_ps);
    void finish(std::uint64_t now_ps);

    struct Usage {
        std::uint64_t self_ps = 0, calls = 0;
    };
    // A function, reached by one path of calls. A node without a function stands for a guest or an
    // EL2 stack as a whole.
    struct Node {
        unsigned parent;
        std::string who;
        std::uint16_t function;
        std::map<std::uint16_t, unsigned> callees; // node by function
        std::vector<Usage> usage;                  // by PE
    };
    const std::vector<Node>& nodes() const { return nodes_; } // parents first; [0] is the root
    const CodeMap& map() const { return map_; }
    unsigned pes() const { return static_cast<unsigned>(running_.size()); }

private:
    struct Running {
        CallStack* calls = nullptr;
        unsigned node = 0;
        std::uint64_t since_ps = 0;
    };
    void spend(unsigned pe, std::uint64_t now_ps);
    unsigned node_of(unsigned parent, std::uint16_t function);
    unsigned root_of(const std::string& who);
    bool is_entry(std::uint16_t function, std::uintptr_t pc);

    const CodeMap map_;
    std::vector<Node> nodes_;
    std::map<std::string, unsigned> roots_;
    std::vector<std::uintptr_t> entries_; // by function: its first block; 0: it has not run
    std::vector<Running> running_;        // by PE
};

} // namespace itstorm
