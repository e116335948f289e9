// SPDX-License-Identifier: Apache-2.0
// The report of a run, section by section.
#include "report/page.h"
#include "report/run_report.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <iterator>
#include <regex>
#include <sstream>

using namespace itstorm;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

namespace {

RunData some_run()
{
    RunData run;
    run.name = "none";
    ReadResult::Meta& meta = run.result.meta;
    meta.scenario = "30-storm";
    meta.variant = "none";
    meta.summary = "A storm.";
    meta.profile = "server";
    meta.version = "0.1.0";
    meta.object = "hv.so";
    meta.seed = 7;
    run.result.end_s = 0.012;
    return run;
}

void add_duration(RunData& run, const std::string& name, double count, double seconds)
{
    Numbers& numbers = run.result.numbers.run.numbers;
    numbers[name + ".count"] = { count, "1", "" };
    for (const char* suffix : { ".mean", ".p50", ".p90", ".p99", ".p999", ".max" })
        numbers[name + suffix] = { seconds, "s", "" };
}

// The section with that heading; empty if there is none.
std::string section_of(const std::string& page, const std::string& heading)
{
    const std::size_t begin = page.find("<h2>" + heading + "</h2>");
    return begin == std::string::npos ? ""
                                      : page.substr(begin, page.find("</section>", begin) - begin);
}

// The statistics after writing and reading result.json.
VariantNumbers read_back(const std::vector<Scalar>& statistics)
{
    RunOutput output;
    output.stats = statistics;
    return read_result(result_json({}, output, {}, {}))->numbers;
}

} // namespace

TEST(RunReport, verdicts_come_first)
{
    RunData run = some_run();
    run.result.judgement.verdicts = { { "starves", Outcome::Failed, "3 % (x <= 2 %)", 0.03, "1" } };
    const std::string page = run_report(run);
    const std::size_t first = page.find("<h2>"), second = page.find("<h2>", first + 1);
    ASSERT_NE(second, std::string::npos);
    EXPECT_LT(page.find("starves"), second);
    EXPECT_THAT(page, AllOf(HasSubstr("class=\"fail\">FAIL<"), HasSubstr("3 % (x &lt;= 2 %)")));
}

TEST(RunReport, a_fault_is_told_with_its_message)
{
    RunData run = some_run();
    run.result.ending = Ending::Fault;
    run.result.message = "hv.so: panic";
    EXPECT_THAT(run_report(run), HasSubstr("The run ended with a fault at 12 ms: hv.so: panic"));
}

TEST(RunReport, waits_are_sorted_by_total_time)
{
    RunData run = some_run();
    add_duration(run, "host.cmdq.wait.bulk.slot", 2, 2e-6);
    add_duration(run, "lock.sched.wait", 1000, 1e-6);
    const std::string waits = section_of(run_report(run), "What waited");
    ASSERT_THAT(waits, AllOf(HasSubstr("lock.sched.wait"), HasSubstr("host.cmdq.wait.bulk.slot")));
    EXPECT_LT(waits.find("lock.sched.wait"), waits.find("host.cmdq.wait.bulk.slot"));
}

TEST(RunReport, commands_for_guests_and_storms_are_counted_once)
{
    RunData run = some_run();
    Numbers& numbers = run.result.numbers.run.numbers;
    numbers["host.cmdq.issued.boot"] = { 2, "commands", "" };
    numbers["host.cmdq.issued.guest"] = { 9, "commands", "" };
    numbers["host.cmdq.issued.storm"] = { 40, "commands", "" };
    numbers["dom1.vits.host_commands"] = { 9, "commands", "" };
    numbers["dom1.vits.host_commands.inv"] = { 9, "commands", "" };
    numbers["dom1.storm.host_commands"] = { 30, "commands", "" };
    numbers["dom2.storm.host_commands"] = { 7, "commands", "" };
    const std::string page = run_report(run);
    const std::size_t begin = page.find("Physical commands, by who caused them");
    const std::string causes = page.substr(begin, page.find("</table>", begin) - begin);
    std::istringstream cells(std::regex_replace(causes, std::regex("<[^>]*>"), " "));
    std::vector<std::string> words{ std::istream_iterator<std::string>(cells), {} };
    double commands = 0;
    for (const std::string& word : words)
        commands += std::atof(word.c_str());
    EXPECT_EQ(commands, 2 + 9 + 40);
    EXPECT_THAT(causes, Not(HasSubstr("guest"))); // all are dom1's
    EXPECT_THAT(causes, HasSubstr(">30<"));
    EXPECT_THAT(causes, HasSubstr(">3<")); // against storms of nobody
}

TEST(RunReport, a_device_called_block_is_no_lock_that_somebody_waits_for)
{
    RunData run = some_run();
    add_duration(run, "block.wait", 3, 1e-6);
    const std::string page = run_report(run);
    EXPECT_THAT(section_of(page, "What waited"), Not(HasSubstr("block.wait")));
    EXPECT_THAT(section_of(page, "Latencies"), HasSubstr("block.wait"));
}

TEST(RunReport, shares_are_shown_in_percent_and_counts_of_a_domain_called_shared_are_not)
{
    RunData run = some_run();
    run.result.numbers =
        read_back({ { "shared.irq.dir_writes", 40, "1", "" }, { "pe0.share.el2", 0.25, "1", "" } });
    const std::string all = section_of(run_report(run), "All statistics");
    EXPECT_THAT(all, AllOf(HasSubstr(">40<"), HasSubstr(">25 %<")));
}

TEST(RunReport, a_list_that_is_cut_says_so)
{
    RunData run = some_run();
    for (int n = 0; n < 20; ++n)
        add_duration(run, "lock." + std::to_string(n) + ".wait", 1, 1e-6);
    EXPECT_THAT(section_of(run_report(run), "What waited"), HasSubstr("The first 16 of 20 waits"));
}

TEST(RunReport, each_section_has_an_address_of_its_own)
{
    Page page("title", "", "");
    page.section("a b", [](Html& html) { html.text("1"); });
    page.section("a-b", [](Html& html) { html.text("2"); });
    EXPECT_THAT(page.text(),
                AllOf(HasSubstr("href=\"#s1\""), HasSubstr("href=\"#s2\""),
                      HasSubstr("<section id=\"s1\">"), HasSubstr("<section id=\"s2\">")));
}

TEST(RunReport, the_slowest_vlpis_are_bars_of_their_hops)
{
    RunData run = some_run();
    run.result.slowest = {
        { "dom1", 8192, 5'000'000, { { "link", 300'000, {} }, { "pending", 700'000, {} } } }
    };
    EXPECT_THAT(run_report(run),
                AllOf(HasSubstr("dom1 8192 at 5 us: pending 700 ns"), HasSubstr("class=\"hop1\"")));
}

TEST(RunReport, a_name_of_the_scenario_is_only_text)
{
    RunData run = some_run();
    run.result.meta.summary = "<img src=x>";
    run.effective = "name: \"<b>\" # s.yaml:1\n";
    EXPECT_THAT(run_report(run), AllOf(Not(HasSubstr("<img")), Not(HasSubstr("<b>")),
                                       HasSubstr("&lt;img src=x&gt;")));
}

TEST(RunReport, the_page_has_the_command_that_repeats_the_run)
{
    RunData run = some_run();
    run.command = "itstorm run s.yaml --variant none";
    EXPECT_THAT(run_report(run), HasSubstr("itstorm run s.yaml --variant none"));
}

TEST(RunReport, the_page_requests_no_other_file)
{
    const std::string page = run_report(some_run());
    EXPECT_THAT(page, HasSubstr("default-src &#39;none&#39;"));
    EXPECT_THAT(page, Not(HasSubstr("src=\"http")));
    EXPECT_THAT(page, Not(HasSubstr("href=\"http")));
    EXPECT_THAT(page, Not(HasSubstr("@import")));
}
