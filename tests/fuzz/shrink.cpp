// SPDX-License-Identifier: Apache-2.0
#include "shrink.h"
#include <chrono>

namespace itstorm {

namespace {

class Shrinker {
public:
    Shrinker(GeneratedScenario scenario, const std::string& fault, Trial& trial, double seconds)
        : best_(std::move(scenario)), fault_(fault), trial_(trial),
          end_(Clock::now() + std::chrono::milliseconds(static_cast<long>(seconds * 1000)))
    {
    }

    GeneratedScenario run()
    {
        shorten_waiting();
        while (pass())
            ;
        trial_.run(best_); // once more, so that the folder has the files of this scenario
        return best_;
    }

private:
    using Clock = std::chrono::steady_clock;

    bool still_fails(const GeneratedScenario& candidate)
    {
        return trial_.run(candidate).fault == fault_;
    }

    // Sets a shorter limit of real time, so that a hang is found sooner.
    void shorten_waiting()
    {
        GeneratedScenario candidate = best_;
        if (Document* limits = candidate.document.child("limits"))
            if (Document* wall_time = limits->child("wall_time"))
                wall_time->text = "1s";
        candidate.wall_time_s = 1;
        if (still_fails(candidate))
            best_ = candidate;
    }

    // Tries to leave out each value, large ones first, since most of a scenario has nothing to do
    // with a fault. True: something was left out.
    bool pass()
    {
        const std::size_t before = best_.document.nodes();
        for (std::size_t size = before; size != 0; size /= 2)
            leave_out(size);
        return best_.document.nodes() < before && Clock::now() < end_;
    }

    // The part of the scenario that is cut down. Of a calm scenario these are only the policies:
    // its timeline and expectations belong together.
    static Document& part(GeneratedScenario& scenario)
    {
        Document* policies = scenario.document.child("hypervisor");
        return scenario.ends_well && policies != nullptr ? *policies : scenario.document;
    }

    // Tries to leave out each part of `size` / 2 to `size` values.
    void leave_out(std::size_t size)
    {
        for (std::size_t n = 1; n < part(best_).nodes() && Clock::now() < end_;) {
            GeneratedScenario candidate = best_;
            const std::size_t erased = erase(part(candidate), n);
            if (erased <= size && erased > size / 2 && still_fails(candidate))
                best_ =
                    std::move(candidate); // the value at n is another one, which has not been tried
            else
                ++n;
        }
    }

    // Erases the n-th value in the order of the text. Returns how many values went with it.
    static std::size_t erase(Document& document, std::size_t n)
    {
        for (std::size_t i = 0; i < document.children.size(); ++i) {
            const std::size_t size = document.children[i].nodes();
            if (n == 1) {
                document.children.erase(document.children.begin() + static_cast<long>(i));
                return size;
            }
            if (n <= size)
                return erase(document.children[i], n - 1);
            n -= size;
        }
        return 0;
    }

    GeneratedScenario best_;
    const std::string fault_;
    Trial& trial_;
    const Clock::time_point end_;
};

} // namespace

GeneratedScenario shrink(GeneratedScenario scenario, const std::string& fault, Trial& trial,
                         double seconds)
{
    return Shrinker(std::move(scenario), fault, trial, seconds).run();
}

} // namespace itstorm
