// SPDX-License-Identifier: Apache-2.0
// Wrong scenarios: orders to guests and their arguments.
#include "wrong.h"

using namespace itstorm;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

// An order as line 18 of the scenario; its keys begin in column 33.
static std::string ordering(const std::string& keys)
{
    return with_line(18, "  - { at: 1us, do: guest.order, " + keys + ", label: storm }");
}

TEST(Wrong, unknown_order_is_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: brust"), "s.yaml:18:54",
                     "program linux knows no order 'brust'; known: quiet, burst or move; did you "
                     "mean 'burst'?");
}

TEST(Wrong, order_by_number_is_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: 1"), "s.yaml:18:54", "begins with a letter");
}

TEST(Wrong, order_to_a_program_that_takes_none_is_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: dom2, order: burst"), "s.yaml:18:54",
                     "program compute takes no orders");
}

TEST(Wrong, order_to_an_unknown_domain_is_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: dom3, order: burst, args: { commands: 0 }"), "s.yaml:18:41",
                     "unknown domain 'dom3'");
}

TEST(Wrong, order_to_an_unknown_program_is_said_once_at_the_domain)
{
    std::string text = ordering("domain: dom2, order: burst, args: { commands: 7 }");
    text.replace(text.find("compute"), 7, "computer");
    EXPECT_ONE_ERROR(text, "s.yaml:15:28", "unknown program 'computer'");
}

TEST(Wrong, order_without_domain_or_name_is_refused)
{
    EXPECT_ONE_ERROR(ordering("order: burst"), "s.yaml:18:5",
                     "'domain' is missing (guest.order needs it)");
    EXPECT_ONE_ERROR(ordering("domain: dom1"), "s.yaml:18:5",
                     "'order' is missing (guest.order needs it)");
}

TEST(Wrong, vcpu_that_the_domain_does_not_have_is_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: quiet, vcpu: 1"), "s.yaml:18:67",
                     "there is no vCPU 1 in dom1, only 0 to 0");
}

TEST(Wrong, pe_or_domain_that_the_machine_does_not_have_is_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: move, args: { pe: 2 }"), "s.yaml:18:72",
                     "there is no PE 2, only 0 to 1");
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: move, args: { which: 2 }"), "s.yaml:18:75",
                     "there is no domain 2, only 0 to 1");
    EXPECT_TRUE(
        errors_of(ordering("domain: dom1, order: move, args: { pe: 1, which: 1 }")).empty());
}

TEST(Wrong, unknown_argument_is_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: burst, args: { comands: 7 }"), "s.yaml:18:69",
                     "unknown key 'comands' in timeline[].args; did you mean 'commands'?");
}

TEST(Wrong, argument_out_of_range_is_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: burst, args: { commands: 2048 }"),
                     "s.yaml:18:79", "'commands' is 2048, but must be 1 to 2047");
}

TEST(Wrong, argument_without_unit_or_with_the_wrong_one_is_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: burst, args: { pause: 5 }"), "s.yaml:18:76",
                     "needs a unit");
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: burst, args: { pause: 5KiB }"), "s.yaml:18:76",
                     "'pause' is wrong");
}

TEST(Wrong, argument_that_is_none_of_the_choices_is_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: burst, args: { kind: invall_ }"),
                     "s.yaml:18:75", "is one of inv or invall, not 'invall_'");
}

TEST(Wrong, arguments_as_a_list_are_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: burst, args: [100]"), "s.yaml:18:67",
                     "'args' is a map with keys of its own: commands, pause or kind");
}

TEST(Wrong, arguments_of_an_order_without_any_are_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: dom1, order: quiet, args: { commands: 7 }"), "s.yaml:18:61",
                     "order 'quiet' takes no args");
}

TEST(Wrong, arguments_of_something_else_than_an_order_are_refused)
{
    EXPECT_ONE_ERROR(
        with_line(18, "  - { at: 1us, do: mark, label: storm, args: { commands: 7 } }"),
        "s.yaml:18:40", "'args' belongs to do: guest.order, not to mark");
}

TEST(Wrong, order_to_all_domains_that_none_knows_is_refused)
{
    EXPECT_ONE_ERROR(ordering("domain: all, order: brust"), "s.yaml:18:53",
                     "no domain's program knows an order 'brust'");
}

TEST(Wrong, vcpu_that_one_of_all_domains_does_not_have_is_refused)
{
    std::string text = ordering("domain: all, order: quiet, vcpu: 1");
    text.replace(text.find("pin: [0]"), 8, "vcpus: 2");
    text.replace(text.find("program: compute"), 16, "program: linux");
    EXPECT_ONE_ERROR(text, "s.yaml:18:66", "there is no vCPU 1 in dom2, only 0 to 0");
}

TEST(Wrong, domain_called_all_is_refused)
{
    std::string text = good();
    text.replace(text.find("name: dom2"), 10, "name: all");
    EXPECT_THAT(errors_of(text), testing::Contains(HasSubstr("is taken by the machine itself")));
}

// ---- needs of an object for an order ----

namespace {

std::string refusal_of(const std::string& text, const hv_need& need)
{
    ObjectTables tables = fake_tables();
    tables.order_needs = [need](const sim_domain_info&, const ObjectTables::Knobs&,
                                const sim_order&) { return std::vector<hv_need>{ need }; };
    const auto problems = load_text(text, { "s.yaml", {}, "" }, tables).errors.sorted();
    return problems.size() == 1 ? problems[0].text() : std::to_string(problems.size()) + " errors";
}

const hv_need at_most_8{ "timeline[].args.commands", 0, 8, true, "no more than it has" };

} // namespace

TEST(Wrong, argument_that_the_domain_cannot_take_is_refused)
{
    EXPECT_EQ(
        refusal_of(ordering("domain: dom1, order: burst, args: { commands: 9 }"), at_most_8),
        "s.yaml:18:79: error: 'commands' is 9, but program linux needs at most 8 here: no more "
        "than it has");
    EXPECT_EQ(refusal_of(ordering("domain: dom1, order: burst, args: { commands: 8 }"), at_most_8),
              "0 errors");
}

TEST(Wrong, default_of_an_argument_that_the_domain_cannot_take_is_said_at_the_entry)
{
    EXPECT_THAT(refusal_of(ordering("domain: dom1, order: burst"), at_most_8),
                StartsWith("s.yaml:18:5: error: 'commands' is 100"));
}

TEST(Wrong, order_that_needs_something_of_its_domain_is_refused)
{
    const hv_need handler{ "domains[].handler", 0, 5000, false, "what takes so long" };
    EXPECT_THAT(refusal_of(ordering("domain: dom1, order: burst"), handler),
                StartsWith("s.yaml:14:"));
}

TEST(Wrong, override_of_nothing_is_refused)
{
    EXPECT_THAT(
        errors_of(good(), { "nic1.link=gen3x1" }),
        ElementsAre("-C nic1.link=gen3x1: error: nothing is called 'nic1'; did you mean 'nic0'?"));
}

TEST(Wrong, override_of_an_unknown_key_is_refused)
{
    EXPECT_THAT(errors_of(good(), { "timing.tabel_read=50" }),
                ElementsAre("-C timing.tabel_read=50: error: unknown key 'tabel_read' in timing; "
                            "did you mean 'table_read'?"));
}

TEST(Wrong, override_out_of_range_is_refused)
{
    EXPECT_THAT(errors_of(good(), { "its0.command_queue=5KiB" }),
                ElementsAre(HasSubstr("must be a multiple of 4KiB")));
}

TEST(Wrong, override_without_unit_is_refused)
{
    EXPECT_THAT(errors_of(good(), { "dom1.handler=5" }),
                ElementsAre(AllOf(StartsWith("-C dom1.handler=5: "), HasSubstr("needs a unit"))));
}

TEST(Wrong, unknown_variant_argument_is_refused)
{
    EXPECT_THAT(
        errors_of(good() + "variants: { fair: {}, storm: {} }\n", {}, "fiar"),
        ElementsAre(
            "--variant fiar: error: no such variant; known: fair or storm; did you mean 'fair'?"));
}

TEST(Wrong, unknown_variant_in_only_is_refused)
{
    EXPECT_ONE_ERROR(
        with_line(
            23,
            "  - { id: innocent, at_end: \"dom2.progress >= 1G/s\", in: during, only: [fiar] }") +
            "variants: { fair: {} }\n",
        "s.yaml:23:73", "unknown variant 'fiar'; did you mean 'fair'?");
}

TEST(Wrong, unknown_variant_in_a_reference_is_refused)
{
    EXPECT_ONE_ERROR(with_line(23, "  - { id: innocent, at_end: \"dom2.progress >= 90%\", in: "
                                   "during, relative_to: fiar/during }") +
                         "variants: { fair: {} }\n",
                     "s.yaml:23:78", "unknown variant 'fiar'; did you mean 'fair'?");
}

TEST(Wrong, value_of_one_variant_stands_at_its_place_and_names_the_variant)
{
    EXPECT_THAT(errors_of(good() + "variants:\n  a: {}\n  b: { dom1.handler: 5 }\n"),
                ElementsAre(AllOf(StartsWith("s.yaml:26:22: "), HasSubstr("needs a unit"),
                                  HasSubstr("(in variant b)"))));
}
