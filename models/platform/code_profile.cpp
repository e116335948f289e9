// SPDX-License-Identifier: Apache-2.0
// CodeProfile: see code_profile.h.
#include "code_profile.h"

namespace itstorm {

CodeProfile::CodeProfile(unsigned pes) : entries_(map_.functions().size()), running_(pes)
{
    nodes_.push_back({ 0, "", CodeMap::unknown, {}, std::vector<Usage>(pes) });
}

void CodeProfile::spend(unsigned pe, std::uint64_t now_ps)
{
    Running& running = running_[pe];
    if (now_ps <= running.since_ps)
        return;
    nodes_[running.node].usage[pe].self_ps += now_ps - running.since_ps;
    running.since_ps = now_ps;
}

unsigned CodeProfile::root_of(const std::string& who)
{
    const auto [place, is_new] = roots_.try_emplace(who, nodes_.size());
    if (is_new)
        nodes_.push_back({ 0, who, CodeMap::unknown, {}, std::vector<Usage>(pes()) });
    return place->second;
}

unsigned CodeProfile::node_of(unsigned parent, std::uint16_t function)
{
    const auto [place, is_new] = nodes_[parent].callees.try_emplace(function, nodes_.size());
    const unsigned node = place->second;
    if (is_new)
        nodes_.push_back({ parent, "", function, {}, std::vector<Usage>(pes()) });
    return node;
}

// The first block of a function that is ever reported is its entry.
bool CodeProfile::is_entry(std::uint16_t function, std::uintptr_t pc)
{
    if (entries_[function] == 0)
        entries_[function] = pc;
    return entries_[function] == pc;
}

void CodeProfile::switched(unsigned pe, CallStack& calls, const std::string& who,
                           std::uint64_t now_ps)
{
    spend(pe, now_ps);
    if (calls.root == 0)
        calls.root = root_of(who);
    running_[pe].calls = &calls;
    running_[pe].node = calls.open.empty() ? calls.root : calls.open.back().node;
}

void CodeProfile::block(unsigned pe, std::uintptr_t pc, std::uintptr_t stack_pointer,
                        std::uint64_t now_ps)
{
    spend(pe, now_ps);
    Running& running = running_[pe];
    std::vector<CallStack::Open>& open = running.calls->open;
    while (!open.empty() && open.back().stack_pointer < stack_pointer)
        open.pop_back();
    // pc - 1: the coverage call may be the last instruction of its function.
    const std::uint16_t function = map_.at(pc - 1);
    const bool begins = is_entry(function, pc);
    const bool goes_on = !begins && !open.empty() && open.back().function == function;
    if (goes_on)
        open.back().stack_pointer = stack_pointer;
    else {
        if (!open.empty() && open.back().stack_pointer == stack_pointer)
            open.pop_back(); // a function has returned, and its caller has called another one
        const unsigned caller = open.empty() ? running.calls->root : open.back().node;
        open.push_back({ function, stack_pointer, node_of(caller, function) });
    }
    running.node = open.back().node;
    if (begins)
        nodes_[running.node].usage[pe].calls++;
}

void CodeProfile::finish(std::uint64_t now_ps)
{
    for (unsigned pe = 0; pe < pes(); pe++)
        spend(pe, now_ps);
}

} // namespace itstorm
