// SPDX-License-Identifier: Apache-2.0
// All possible outcomes of a batch of commands and the messages that race with it: see
// its_oracle.h.
#include "its_oracle_command.h"
#include <tuple>

namespace its_oracle {

void Oracle::batch(const std::vector<Command>& commands, const std::vector<Message>& messages)
{
    errors_.clear();
    drops_.clear();
    raced_ = !commands.empty() && !messages.empty();
    std::vector<Step> steps;
    for (const Command& command : commands) {
        steps.push_back(execute(command));
        errors_.push_back(steps.back().error);
    }
    std::vector<std::set<Arrival>> choices;
    for (const Message& message : messages)
        choices.push_back(arrivals(message, steps));
    std::set<Pending> outcomes;
    try_all(choices, {}, steps, outcomes);
    possible_.assign(outcomes.begin(), outcomes.end());
}

bool Oracle::Arrival::operator<(const Arrival& other) const
{
    return std::tie(before, pe, lpi) < std::tie(other.before, other.pe, other.lpi);
}

// All arrivals of a message. It reads its device and event before command `a` of the batch, its
// collection before `b`, and arrives before `c`. A command that drains waits for messages that have
// read before it.
std::set<Oracle::Arrival> Oracle::arrivals(const Message& message, const std::vector<Step>& steps)
{
    std::set<Arrival> all;
    const auto tables = [&](std::size_t n) -> const Tables& {
        return n < steps.size() ? steps[n].before : tables_;
    };
    const auto lost = [&](std::size_t n, const char* cause) {
        all.insert({ n, pes, 0 });
        if (!raced_)
            count_drop(cause);
    };
    for (std::size_t a = 0; a <= steps.size(); a++) {
        const Tables::Device* device = find(tables(a).devices, message.device);
        if (message.device >= device_ids || device == nullptr) {
            lost(a, device == nullptr && message.device < device_ids ? "unmapped_device"
                                                                     : "device_out_of_range");
            continue;
        }
        if (message.event >= 1u << device->event_bits) {
            lost(a, "event_out_of_range");
            continue;
        }
        const Tables::Entry* entry = find(device->events, message.event);
        if (entry == nullptr) {
            lost(a, "unmapped_event");
            continue;
        }
        std::size_t last = a;
        while (last < steps.size() && !steps[last].drains)
            ++last;
        for (std::size_t b = a; b <= last; b++) {
            const unsigned* pe = find(tables(b).collections, entry->icid);
            const char* cause = pe == nullptr ? "unmapped_collection" : refusal(*pe, entry->lpi);
            if (cause != nullptr)
                lost(b, cause);
            for (std::size_t c = b; cause == nullptr && c <= last; c++)
                all.insert({ c, *pe, entry->lpi });
        }
    }
    return all;
}

void Oracle::try_all(const std::vector<std::set<Arrival>>& choices, std::vector<Arrival> chosen,
                     const std::vector<Step>& steps, std::set<Pending>& outcomes) const
{
    if (chosen.size() < choices.size()) {
        for (const Arrival& arrival : choices[chosen.size()]) {
            chosen.push_back(arrival);
            try_all(choices, chosen, steps, outcomes);
            chosen.pop_back();
        }
        return;
    }
    Pending pending = possible_.front();
    for (std::size_t n = 0; n <= steps.size(); n++) {
        for (const Arrival& arrival : chosen)
            if (arrival.before == n && arrival.pe < pes)
                pending[arrival.pe].insert(arrival.lpi);
        if (n < steps.size())
            take_effect(steps[n], pending);
    }
    outcomes.insert(pending);
}

} // namespace its_oracle
