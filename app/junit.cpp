// SPDX-License-Identifier: Apache-2.0
// JUnit: see junit.h.
#include "junit.h"
#include "common/printable.h"
#include "text_layout.h"
#include <algorithm>

namespace itstorm {

namespace {

std::string escaped(const std::string& text)
{
    std::string out;
    for (const char c : printable(text, text.size())) {
        switch (c) {
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '&': out += "&amp;"; break;
        case '"': out += "&quot;"; break;
        default: out += c;
        }
    }
    return out;
}

std::string attribute(const std::string& name, const std::string& value)
{
    return " " + name + "=\"" + escaped(value) + "\"";
}

std::string test_case(const std::string& suite, const std::string& name, const std::string& inside)
{
    const std::string head =
        "    <testcase" + attribute("classname", suite) + attribute("name", name);
    return inside.empty() ? head + "/>\n" : head + ">" + inside + "</testcase>\n";
}

std::string verdict_inside(const Verdict& v)
{
    if (v.passed())
        return "";
    const std::string type = v.outcome == Outcome::Failed ? "failed" : "undecided";
    return "<failure" + attribute("type", type) + attribute("message", v.text) + "/>";
}

std::string run_inside(const ReadResult& result)
{
    if (result.ending == Ending::Finished)
        return "";
    return "<error" + attribute("type", ending_name(result.ending)) +
           attribute("message", result.message) + "/>";
}

std::string counts(std::size_t tests, std::size_t failures, std::size_t errors, std::size_t skipped)
{
    return attribute("tests", std::to_string(tests)) +
           attribute("failures", std::to_string(failures)) +
           attribute("errors", std::to_string(errors)) +
           attribute("skipped", std::to_string(skipped));
}

std::string suite_text(const JunitSuite& suite)
{
    const Judgement& judgement = suite.result.judgement;
    const auto failures = std::count_if(judgement.verdicts.begin(), judgement.verdicts.end(),
                                        [](const Verdict& v) { return !v.passed(); });
    std::string cases = test_case(suite.name, "run", run_inside(suite.result));
    for (const Verdict& v : judgement.verdicts)
        cases += test_case(suite.name, v.id, verdict_inside(v));
    for (const std::string& id : judgement.skipped)
        cases += test_case(suite.name, id, "<skipped/>");
    return "  <testsuite" + attribute("name", suite.name) +
           counts(1 + judgement.verdicts.size() + judgement.skipped.size(),
                  static_cast<std::size_t>(failures), suite.result.ending != Ending::Finished,
                  judgement.skipped.size()) +
           attribute("time", exact_text(suite.wall_s)) + ">\n" + cases + "  </testsuite>\n";
}

} // namespace

JunitSuite junit_suite(const NamedResult& run)
{
    const Scenario& scenario = *run.scenario;
    return { scenario.name + (scenario.variant.empty() ? "" : "." + scenario.variant), run.result,
             run.wall_s };
}

std::string junit_text(const std::vector<JunitSuite>& suites)
{
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
    for (const JunitSuite& suite : suites)
        out += suite_text(suite);
    return out + "</testsuites>\n";
}

} // namespace itstorm
