// SPDX-License-Identifier: Apache-2.0
// keep_flight(): see flight_hint.h.
#include "flight_hint.h"
#include "quantity.h"
#include <algorithm>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

bool was_missed(const Expect& expect, const ReadResult& result)
{
    const auto& verdicts = result.judgement.verdicts;
    return std::any_of(verdicts.begin(), verdicts.end(), [&](const Verdict& verdict) {
        return verdict.id == expect.id && verdict.outcome == Outcome::Failed;
    });
}

std::string stretch(const NamedResult& named)
{
    for (const Expect& expect : named.scenario->expects) {
        const auto begin = named.result.labels_ps.find(expect.of);
        const bool is_known = begin != named.result.labels_ps.end();
        if (expect.kind != Expect::Kind::Within || !is_known || !was_missed(expect, named.result))
            continue;
        return " --from " + format_exact(begin->second, Dimension::Duration) + " --until " +
               format_exact(begin->second + expect.within_ps, Dimension::Duration);
    }
    return "";
}

} // namespace

std::string keep_flight(const NamedResult& result, bool passed, const fs::path& folder)
{
    const fs::path file = folder / "flight.bin";
    std::error_code error;
    if (passed) {
        fs::remove(file, error);
        return "";
    }
    return fs::exists(file, error)
               ? "what led to it: itstorm trace " + file.string() + stretch(result) + "\n"
               : "";
}

} // namespace itstorm
