// SPDX-License-Identifier: Apache-2.0
// Wrong scenarios: the machine and its domains.
#include "wrong.h"

using namespace itstorm;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

TEST(Wrong, machine_without_pes_is_refused)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: 0"), "s.yaml:5:8", "must be 1 to 512");
}

TEST(Wrong, domain_without_vcpus_is_refused)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, vcpus: 0 }"),
                     "s.yaml:15:44", "must be 1 to 128");
}

TEST(Wrong, function_without_vectors_is_refused)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0000:02:00.0\", vectors: 0 }"),
                     "s.yaml:10:52", "must be 1 to 2048");
}

TEST(Wrong, too_many_vectors_are_refused)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0000:02:00.0\", vectors: 2049 }"),
                     "s.yaml:10:52", "must be 1 to 2048");
}

TEST(Wrong, more_vectors_than_events_are_refused)
{
    EXPECT_ONE_ERROR(with_line(7, "    - { name: its0, event_bits: 4 }"), "s.yaml:10:7",
                     "do not fit the event_bits 4 of its0");
}

TEST(Wrong, two_functions_of_one_device_id_are_refused)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0000:02:00.0\", device_id: 256 }"),
                     "s.yaml:10:27", "DeviceID 0x100 of disk0 is that of nic0 already");
}

TEST(Wrong, a_pin_without_an_spi_is_refused)
{
    const std::string text =
        with_line(10, "    - { name: disk0, bdf: \"0000:02:00.0\", intx: true }");
    std::string few = text;
    few.insert(few.find("  pes:"), "  spis: 32\n");
    EXPECT_ONE_ERROR(few, "s.yaml:11:7", "no SPI for the interrupt pin of function 1");
}

TEST(Wrong, number_of_spis_that_is_no_multiple_of_32_is_refused)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: 2\n  spis: 40"), "s.yaml:6:9", "multiple of 32, or 988");
}

TEST(Wrong, three_security_states_are_refused)
{
    EXPECT_ONE_ERROR(with_line(5, "  pes: 2\n  security_states: 3"), "s.yaml:6:20",
                     "must be 1 to 2");
}

TEST(Wrong, queue_that_is_no_multiple_of_4KiB_is_refused)
{
    EXPECT_ONE_ERROR(with_line(7, "    - { name: its0, command_queue: 6KiB }"), "s.yaml:7:36",
                     "multiple of 4KiB");
}

TEST(Wrong, queue_over_1MiB_is_refused)
{
    EXPECT_ONE_ERROR(with_line(7, "    - { name: its0, command_queue: 2MiB }"), "s.yaml:7:36",
                     "must be 4KiB to 1MiB");
}

TEST(Wrong, machine_without_its_is_refused)
{
    EXPECT_ONE_ERROR(with_line(7, "    []"), "s.yaml:7:5", "there is no ITS");
}

TEST(Wrong, devices_of_one_domain_on_two_its_are_refused)
{
    std::string text = with_line(7, "    [{ name: its0 }, { name: its1 }]");
    const std::string before = "devices: [nic0]", after = "devices: [nic0, disk0]";
    text.replace(text.find(before), before.size(), after);
    const auto errors = errors_of(text, { "disk0.its=its1" });
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0].find("s.yaml:14:"), 0u) << errors[0];
    EXPECT_NE(errors[0].find("'disk0' is on its1, but 'nic0' is on its0"), std::string::npos)
        << errors[0];
}

TEST(Wrong, unknown_its_is_refused)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0000:02:00.0\", its: its1 }"),
                     "s.yaml:10:48", "unknown ITS 'its1'; did you mean 'its0'?");
}

TEST(Wrong, unknown_device_is_refused)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, devices: [disk1] }"),
                     "s.yaml:15:47", "unknown device 'disk1'; did you mean 'disk0'?");
}

TEST(Wrong, duplicate_device_name_is_refused)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: nic0, bdf: \"0000:02:00.0\" }"), "s.yaml:10:15",
                     "duplicate name 'nic0', first given in line 9");
}

TEST(Wrong, duplicate_bdf_is_refused)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"01:00.0\" }"), "s.yaml:10:27",
                     "duplicate BDF 01:00.0, first given in line 9");
}

TEST(Wrong, misshapen_bdf_is_refused)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"2:0.0\" }"), "s.yaml:10:27",
                     "is written \"0000:01:00.0\"");
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0001:02:00.0\" }"), "s.yaml:10:27",
                     "segment");
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0000:02:20.0\" }"), "s.yaml:10:27",
                     "device above 1f");
}

TEST(Wrong, device_in_two_domains_is_refused)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, devices: [nic0] }"),
                     "s.yaml:15:47", "device 'nic0' already belongs to domain 'dom1'");
}

TEST(Wrong, device_id_beyond_the_device_bits_of_the_its_is_refused)
{
    EXPECT_ONE_ERROR(with_line(7, "    - { name: its0, device_bits: 9 }"), "s.yaml:10:27",
                     "DeviceID 0x200 needs 10 bits, but its0 has device_bits 9");
}

TEST(Wrong, unknown_link_is_refused)
{
    EXPECT_ONE_ERROR(with_line(10, "    - { name: disk0, bdf: \"0000:02:00.0\", link: gen3x3 }"),
                     "s.yaml:10:49", "such as gen3x4");
}

TEST(Wrong, pin_to_a_missing_pe_is_refused)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, pin: [2] }"),
                     "s.yaml:15:43", "there is no PE 2, only 0 to 1");
}

TEST(Wrong, pin_list_of_another_length_is_refused)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, vcpus: 2, pin: [1] }"),
                     "s.yaml:15:52", "'pin' has length 1, 'vcpus' is 2");
}

TEST(Wrong, unknown_program_is_refused)
{
    EXPECT_ONE_ERROR(
        with_line(14,
                  "  - { name: dom1, program: linus, devices: [nic0], pin: [0], handler: 2us }"),
        "s.yaml:14:28", "unknown program 'linus'; known: linux or compute; did you mean 'linux'?");
}

TEST(Wrong, name_of_the_machine_itself_is_refused)
{
    EXPECT_THAT(errors_of(with_line(10, "    - { name: pe0, bdf: \"0000:02:00.0\" }")),
                ElementsAre(AllOf(StartsWith("s.yaml:10:15: "),
                                  HasSubstr("is taken by the machine itself"))));
}

TEST(Wrong, more_memory_than_there_is_is_refused)
{
    EXPECT_ONE_ERROR(with_line(15, "  - { name: dom2, program: compute, ram: 4GiB }"),
                     "s.yaml:14:3", "leaves nothing");
}

// ---- needs of objects ----

namespace {

ObjectTables that_need(const std::vector<hv_need>& of_machine,
                       const std::vector<hv_need>& of_domain = {})
{
    ObjectTables tables = fake_tables();
    tables.needs = [of_machine](const sim_machine&, const ObjectTables::Knobs&) {
        return of_machine;
    };
    tables.guest_needs = [of_domain](const sim_domain_info& domain, const ObjectTables::Knobs&) {
        return domain.name == std::string("dom1") ? of_domain : std::vector<hv_need>{};
    };
    return tables;
}

std::string refusal(const std::string& text, const ObjectTables& tables)
{
    const auto problems = load_text(text, { "s.yaml", {}, "" }, tables).errors.sorted();
    return problems.size() == 1 ? problems[0].text() : std::to_string(problems.size()) + " errors";
}

const hv_need two_icid_bits{ "platform.its[].icid_bits", 0, 2, false, "a collection for each PE" };

} // namespace

TEST(Needs, are_compared_with_the_value_in_the_file)
{
    const std::string one = with_line(7, "    - { name: its0, icid_bits: 1 }");
    EXPECT_EQ(refusal(one, that_need({ two_icid_bits })),
              "s.yaml:7:32: error: 'icid_bits' is 1, but the hypervisor needs at least 2 here: a "
              "collection for each PE");
    EXPECT_EQ(
        refusal(with_line(7, "    - { name: its0, icid_bits: 2 }"), that_need({ two_icid_bits })),
        "0 errors");
}

TEST(Needs, of_a_default_are_told_at_the_element_or_the_part_it_belongs_to)
{
    const hv_need bits{ "platform.its[].icid_bits", 0, 17, false, "much" };
    EXPECT_THAT(refusal(good(), that_need({ bits })), StartsWith("s.yaml:7:7: error: 'icid_bits'"));
    const hv_need ram{ "platform.ram", 0, 5ull << 30, false, "much" };
    EXPECT_THAT(refusal(good(), that_need({ ram })),
                AllOf(StartsWith("s.yaml:5:3: error: 'ram' is 4GiB"), HasSubstr("at least 5GiB")));
}

TEST(Needs, of_a_flag_say_that_its_value_is_wrong)
{
    const hv_need flag{ "hypervisor.scheduler.wake_preempts", 0, 0, true, "true: else it waits" };
    EXPECT_THAT(
        refusal(good(), that_need({ flag })),
        HasSubstr("'wake_preempts' is false, but the hypervisor needs true: else it waits"));
}

TEST(Needs, of_an_unknown_key_are_a_mistake_of_the_object)
{
    const hv_need misspelt{ "hypervisor.scheduler.wake_prempts", 0, 0, true, "true" };
    EXPECT_THAT(refusal(good(), that_need({ misspelt })),
                HasSubstr("'hypervisor.scheduler.wake_prempts', but no scenario has such a key"));
}

TEST(Needs, of_a_program_are_those_of_its_domain)
{
    EXPECT_THAT(
        refusal(good(), that_need({}, { { "domains[].ram", 0, 1ull << 27, false, "rings" } })),
        AllOf(StartsWith("s.yaml:14:5: error: 'ram' is 64MiB, but program linux needs"),
              HasSubstr("at least 128MiB here: rings")));
}

TEST(Needs, of_a_list_count_its_elements)
{
    const std::string two = with_line(
        14, "  - { name: dom1, program: linux, devices: [nic0, disk0], pin: [0], handler: 2us }");
    EXPECT_EQ(refusal(two, that_need({}, { { "domains[].devices", 0, 1, true, "BARs" } })),
              "s.yaml:14:44: error: 'devices' is 2, but program linux needs at most 1 here: BARs");
}

TEST(Needs, are_not_asked_of_a_machine_with_other_errors)
{
    EXPECT_THAT(refusal(with_line(5, "  pes: 0"), that_need({ two_icid_bits })),
                HasSubstr("must be 1 to 512"));
}
