// SPDX-License-Identifier: Apache-2.0
// The JSON Schema of the language. And a field that is added to the table of fields is known
// everywhere: the table is the only place to add it.
#include "all_fields.h"
#include "command_support.h"
#include "schema.h"
#include "support/knob_rows.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;
using testing::HasSubstr;

namespace {

using json = nlohmann::json;

json schema_of(const ObjectTables& tables)
{
    return json::parse(scenario_schema(tables));
}

// The part of the schema for a path of the table: "platform.its[].name".
json at(const json& schema, const std::string& path)
{
    json here = schema;
    for (const std::string& part : split(path, '.')) {
        const bool is_list = part.size() > 2 && part.compare(part.size() - 2, 2, "[]") == 0;
        const std::string key = is_list ? part.substr(0, part.size() - 2) : part;
        if (!here.contains("properties") || !here["properties"].contains(key))
            return {};
        here = json(here["properties"][key]);
        if (is_list)
            here = json(here["items"]);
    }
    return here;
}

} // namespace

TEST(Schema, has_every_field_of_the_table_with_its_sentence)
{
    const ObjectTables tables = fake_tables();
    const json schema = schema_of(tables);
    for (const FieldPart& part : all_fields(tables))
        for (const Field& f : part.rows) {
            const json own = at(schema, f.path);
            ASSERT_FALSE(own.is_null()) << f.path;
            const std::string text = json(f.text).dump(); // in quotes
            EXPECT_THAT(own.dump(), HasSubstr(text.substr(1, text.size() - 2))) << f.path;
        }
}

TEST(Schema, says_which_keys_are_required_and_allows_no_others)
{
    const json schema = schema_of(fake_tables());
    EXPECT_EQ(schema["required"], json({ "scenario", "name", "domains" }));
    EXPECT_EQ(schema["additionalProperties"], false);
    EXPECT_EQ(at(schema, "platform.its[]")["required"], json({ "name" }));
    EXPECT_EQ(at(schema, "platform")["additionalProperties"], false);
}

TEST(Schema, has_words_ranges_and_units)
{
    const json schema = schema_of(fake_tables());
    EXPECT_EQ(at(schema, "hypervisor.storm.detect")["enum"], json({ "none", "inflight" }));
    EXPECT_EQ(at(schema, "platform.pes")["maximum"], 512);
    EXPECT_EQ(at(schema, "limits.sim_time")["pattern"], "^[0-9]+(\\.[0-9]+)? *(ps|ns|us|ms|s)$");
}

// A knob that an object declares is in validation, default, override, params, explain, schema and
// completion, and the hypervisor gets its value by the number of its row. Docs: knobs_in_docs.sh.
TEST(OneTable, a_knob_that_is_added_is_everywhere)
{
    ObjectTables tables = fake_tables();
    tables.knobs.push_back(
        duration_knob("storm.patience", 7'000, { 1'000, 9'000 }, "how long nothing is done"));
    const auto load = [&](const std::vector<std::string>& overrides) {
        return load_text(good(), { "s.yaml", overrides, "" }, tables);
    };
    const Loaded by_default = load({});
    ASSERT_TRUE(by_default.errors.empty());
    EXPECT_EQ(by_default.variants[0].scenario.soc.hypervisor_knobs.back(), 7'000u);
    EXPECT_THAT(by_default.variants[0].effective, HasSubstr("patience: 7us"));
    EXPECT_EQ(
        load({ "hypervisor.storm.patience=2us" }).variants[0].scenario.soc.hypervisor_knobs.back(),
        2'000u);
    const Loaded wrong = load({ "hypervisor.storm.patience=2" });
    ASSERT_EQ(wrong.errors.count(), 1u);
    EXPECT_THAT(wrong.errors.sorted()[0].text(), HasSubstr("needs a unit"));
    EXPECT_THAT(load({ "hypervisor.storm.patienc=2us" }).errors.sorted()[0].text(),
                HasSubstr("did you mean 'patience'?"));
    EXPECT_EQ(at(schema_of(tables), "hypervisor.storm.patience")["type"], "string");

    // A line of params as the completion of bash reads it (tools/pages.sh).
    std::ostringstream listed, err;
    run_command(command(Options::Command::Params),
                { [&](const ObjectFiles&) { return tables; }, simulated, nullptr }, listed, err);
    EXPECT_THAT(listed.str(), HasSubstr("\nhypervisor.storm.patience = 7us  ["));

    for (const auto what : { Options::Command::Params, Options::Command::Explain }) {
        std::ostringstream out, err;
        Options options = command(what);
        options.files = { "storm.patience" };
        run_command(options, { [&](const ObjectFiles&) { return tables; }, simulated, nullptr },
                    out, err);
        EXPECT_THAT(out.str(), testing::AllOf(HasSubstr("hypervisor.storm.patience"),
                                              HasSubstr("how long nothing is done")));
    }
}
