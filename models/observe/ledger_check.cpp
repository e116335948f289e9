// SPDX-License-Identifier: Apache-2.0
// check_ledger: see ledger_check.h.
#include "ledger_check.h"
#include <vector>

namespace itstorm {

namespace {

struct Term {
    std::string name;
    std::uint64_t n;
};

std::uint64_t sum(const std::vector<Term>& terms)
{
    std::uint64_t total = 0;
    for (const Term& term : terms)
        total += term.n;
    return total;
}

std::string written(const std::vector<Term>& terms)
{
    std::string text;
    for (const Term& term : terms)
        text += (text.empty() ? "" : " + ") + term.name + " " + std::to_string(term.n);
    return text;
}

std::string equation(const std::string& what, const std::vector<Term>& in,
                     const std::vector<Term>& out)
{
    const std::uint64_t left = sum(in), right = sum(out);
    std::string text = what + ": " + written(in) + "\n  = " + written(out) + "\n";
    if (left == right)
        return text + "  balanced: " + std::to_string(left) + "\n";
    text += "  NOT balanced: " + std::to_string(left) + " against " + std::to_string(right) + ", ";
    return text + (left > right ? std::to_string(left - right) + " missing\n"
                                : std::to_string(right - left) + " too many\n");
}

std::vector<Term> ends_of_msis(const Ledger& ledger, std::uint64_t in_flight)
{
    std::vector<Term> terms{ { "acknowledged", ledger.acknowledged },
                             { "merged in device", ledger.merged_in_device },
                             { "merged in redistributor", ledger.merged_in_redistributor },
                             { "cleared", ledger.cleared } };
    for (std::size_t cause = 0; cause < ledger.dropped.size(); ++cause)
        terms.push_back({ std::string("dropped ") + drop_name(static_cast<Drop>(cause)),
                          ledger.dropped[cause] });
    terms.push_back({ "in flight", in_flight });
    return terms;
}

} // namespace

std::string check_ledger(const Ledger& ledger, std::uint64_t msis_in_flight,
                         std::uint64_t commands_in_ring)
{
    const std::vector<Term> messages{ { "sent", ledger.msis_sent },
                                      { "set by INT", ledger.set_by_int } };
    const std::vector<Term> message_ends = ends_of_msis(ledger, msis_in_flight);
    const std::vector<Term> commands{ { "written", ledger.commands_written } };
    const std::vector<Term> command_ends{ { "executed", ledger.commands_executed },
                                          { "skipped", ledger.commands_skipped },
                                          { "abandoned", ledger.commands_abandoned },
                                          { "in ring", commands_in_ring } };
    if (sum(messages) == sum(message_ends) && sum(commands) == sum(command_ends))
        return {};
    return "the books of the run do not balance\n" + equation("MSIs", messages, message_ends) +
           equation("commands", commands, command_ends);
}

} // namespace itstorm
