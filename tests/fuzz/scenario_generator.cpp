// SPDX-License-Identifier: Apache-2.0
#include "scenario_generator.h"
#include "drawn_calm.h"
#include "drawn_story.h"

namespace itstorm {

namespace {

constexpr std::uint64_t ms = 1'000'000'000; // in ps

// Two runs that differ in one cost or one policy.
std::vector<std::string> draw_variants(Drawing& drawing, Document& scenario)
{
    if (!drawing.dice.chance(0.08))
        return {};
    const Parameter changed = drawing.dice.one_of(
        drawing.parameters.below(drawing.dice.chance(0.5) ? "timing." : "hypervisor."));
    Document variants = Document::map();
    variants.set("plain", Document::map());
    variants.set("changed", Document::map())
        .set(changed.path, draw(changed, drawing.dice, drawing.longest_ps));
    scenario.set("variants", variants);
    return { "plain", "changed" };
}

} // namespace

GeneratedScenario generate_scenario(const Parameters& parameters, std::uint64_t seed)
{
    Drawing drawing{ parameters, Dice(seed), 0, 0 };
    Dice& dice = drawing.dice;
    drawing.knobs = dice.one_of<double>({ 0, 0.03, 0.1, 0.3 });
    drawing.longest_ps = dice.one_of<std::uint64_t>({ ms, ms, ms, 2 * ms, 3 * ms });
    GeneratedScenario generated{ Document::map(), "", 4, 1, seed % 4 == 3 };
    Document& scenario = generated.document;
    scenario.set("scenario", "1");
    scenario.set("name", "seed" + std::to_string(seed));
    if (dice.chance(0.1))
        scenario.set("summary", "random");
    if (dice.chance(0.1)) {
        scenario.set("what_ifs", Document::list()).add(Document::scalar("S42"));
        scenario.set("takes", "1s");
    }
    scenario.set("seed", std::to_string(dice.between(1, 1000)));
    scenario.set_path("limits.sim_time",
                      duration_text(generated.ends_well ? 80 * ms : drawing.longest_ps));
    scenario.set_path("limits.wall_time", std::to_string(generated.wall_time_s) + "s");
    if (generated.ends_well) {
        draw_calm(drawing, scenario);
        return generated;
    }
    const DrawnMachine machine = draw_machine(drawing, scenario);
    const auto variants = draw_variants(drawing, scenario);
    generated.variants = variants.empty() ? 1 : static_cast<unsigned>(variants.size());
    generated.trace = draw_story(drawing, machine, variants, scenario);
    if (dice.chance(0.1))
        scenario.set("preset", dice.one_of<std::string>({ "seed", "xen", "xen-2015", "kvm-like" }));
    if (dice.chance(0.02))
        scenario.set("guests", Document::list()); // of its own: none
    return generated;
}

} // namespace itstorm
