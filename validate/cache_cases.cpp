// SPDX-License-Identifier: Apache-2.0
// B.13: the event cache, 512 sets of two ways, under references that are uniform, Zipf, or cyclic.
// A reference is an INV; it hits if the ITS does not read the ITT for it.
#include "cases.h"
#include "common/random_stream.h"
#include "laws.h"
#include "rig.h"
#include <algorithm>
#include <boost/random/uniform_01.hpp>
#include <cmath>

namespace itstorm {

namespace {

constexpr unsigned sets = 512;

std::vector<double> uniform(unsigned objects)
{
    return std::vector<double>(objects, 1.0);
}

std::vector<double> zipf(unsigned objects)
{
    std::vector<double> weights;
    for (unsigned n = 1; n <= objects; n++)
        weights.push_back(1.0 / n);
    return weights;
}

// Draws numbers by their weights.
class Draw {
public:
    Draw(const std::vector<double>& weights, std::uint64_t seed)
        : random_(random_stream(seed, "references"))
    {
        double sum = 0;
        for (const double weight : weights)
            upto_.push_back(sum += weight);
    }

    std::uint32_t operator()()
    {
        const double at = boost::random::uniform_01<double>()(random_) * upto_.back();
        const auto found = std::upper_bound(upto_.begin(), upto_.end() - 1, at);
        return static_cast<std::uint32_t>(found - upto_.begin());
    }

private:
    RandomStream random_;
    std::vector<double> upto_;
};

unsigned log2_of(unsigned objects)
{
    return static_cast<unsigned>(std::lround(std::log2(objects)));
}

RigConfig machine(unsigned objects)
{
    RigConfig config;
    config.events_log2 = log2_of(objects);
    config.its.event_cache_sets = sets;
    return config;
}

// Measures the share of hits after a warm-up. Compares it with the time that the commands took,
// since an INV that misses waits for a read.
double hits(Report& report, Rig& rig, std::uint64_t references,
            const std::function<std::uint32_t(std::uint64_t)>& event)
{
    rig.play(references / 4, [&](std::uint64_t n) { return rig.inv(event(n)); });
    rig.restart();
    rig.play(references, [&](std::uint64_t n) { return rig.inv(event(n)); });
    const std::uint64_t misses = rig.itt_reads();
    const sc_core::sc_time read = rig.cycles(rig.config.its.table_read);
    const std::uint64_t expected = references * rig.inv_time().value() + misses * read.value();
    report.exactly("time of all: hits and reads, us", static_cast<double>(expected) / 1e6,
                   static_cast<double>(rig.service().value()) / 1e6);
    return 1 - static_cast<double>(misses) / static_cast<double>(references);
}

void random(Report& report, const std::vector<double>& weights)
{
    Rig rig(machine(static_cast<unsigned>(weights.size())));
    rig.boot();
    Draw draw(weights, report.seed());
    const double measured =
        hits(report, rig, report.size(1'000'000), [&](std::uint64_t) { return draw(); });
    if (weights.size() <= 2 * sets)
        report.exactly("share of hits", 1, measured);
    else
        report.within("share of hits", laws::lru2_hits(weights, sets), measured, 0.03);
}

void cyclic(Report& report, unsigned objects)
{
    Rig rig(machine(objects));
    rig.boot();
    const double measured = hits(report, rig, 20 * objects, [&](std::uint64_t n) {
        return static_cast<std::uint32_t>(n % objects);
    });
    report.exactly("share of hits", objects <= 2 * sets, measured);
}

} // namespace

std::vector<Case> cache_cases()
{
    std::vector<Case> cases;
    for (const unsigned objects : { 512, 1024, 2048, 4096, 8192 }) {
        const std::string many = ", " + std::to_string(objects) + " events";
        const bool quick = objects == 1024 || objects == 4096;
        cases.push_back({ "B.13", "uniform" + many, quick,
                          [=](Report& report) { random(report, uniform(objects)); } });
        cases.push_back({ "B.13", "Zipf(1)" + many, quick,
                          [=](Report& report) { random(report, zipf(objects)); } });
        cases.push_back(
            { "B.13", "cyclic" + many, quick, [=](Report& report) { cyclic(report, objects); } });
    }
    return cases;
}

} // namespace itstorm
