// SPDX-License-Identifier: Apache-2.0
// The table of fields itself.
#include "app_support.h"
#include "decode.h"
#include "fields.h"
#include "known_stats.h"
#include "object_rows.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

using namespace itstorm;

TEST(Fields, every_default_is_valid_for_its_row)
{
    for (const Field& f : scenario_rows())
        for (const std::string& text : f.defaults) {
            if (text.empty())
                continue;
            Diagnostics errors;
            decode_value(make_scalar(text, {}), f, errors);
            EXPECT_TRUE(errors.empty()) << f.path << " = " << text;
        }
}

TEST(Fields, a_default_for_one_profile_is_one_for_all)
{
    for (const Field& f : scenario_rows())
        EXPECT_TRUE(f.defaults[0].empty() == f.defaults[1].empty() &&
                    f.defaults[1].empty() == f.defaults[2].empty())
            << f.path;
}

TEST(Fields, every_path_is_there_once)
{
    std::set<std::string> paths;
    for (const Field& f : scenario_rows())
        EXPECT_TRUE(paths.insert(f.path).second) << f.path;
}

TEST(Fields, every_row_of_timing_has_a_tag_a_setter_and_a_sentence)
{
    unsigned rows = 0;
    for (const Field& f : scenario_rows()) {
        EXPECT_FALSE(f.text.empty()) << f.path;
        if (f.path.compare(0, 7, "timing.") != 0)
            continue;
        ++rows;
        EXPECT_NE(f.tag, Tag::None) << f.path;
        EXPECT_NE(f.set, nullptr) << f.path;
        EXPECT_FALSE(f.tag != Tag::Assumed && f.source.empty())
            << f.path << ": documented or derived from what?";
    }
    EXPECT_EQ(rows, 44u); // 2 clocks, 16 of the ITS, 10 of the redistributors, 16 of the PEs
}

TEST(Fields, rows_of_an_object_follow_its_knobs)
{
    const ObjectTables tables = fake_tables();
    const auto rows = object_rows("hypervisor.", tables.knobs.data(), tables.knobs.size());
    ASSERT_EQ(rows.size(), tables.knobs.size());
    EXPECT_EQ(rows[0].path, "hypervisor.storm.detect");
    EXPECT_EQ(rows[0].defaults[0], "inflight");
    EXPECT_EQ(rows[3].defaults[0], "1ms");
    EXPECT_EQ(rows[4].defaults[0], "false");
}

TEST(KnownStats, include_the_probes_of_the_object_and_the_names_of_the_scenario)
{
    const Scenario s = scenario_of(good());
    const auto stats = known_stats(s.soc, fake_tables());
    std::string error;
    EXPECT_NE(find_result(stats, "host.cmdq.wait.critical.p99", false, error).stat, nullptr);
    EXPECT_NE(find_result(stats, "dom2.vits.queue.mean", false, error).stat, nullptr);
    EXPECT_NE(find_result(stats, "gicr1.lpi.delivered", false, error).stat, nullptr);
    EXPECT_NE(find_result(stats, "gicr1.irq.delivered", false, error).stat, nullptr);
    EXPECT_NE(find_result(stats, "dom1.lock.vgic.wait.max", false, error).stat, nullptr);
    EXPECT_NE(find_result(stats, "lock.host.cmdq.wait.p99", false, error).stat, nullptr);
    EXPECT_NE(find_live(stats, "dom1.storm.detections", error).stat, nullptr);
    EXPECT_NE(find_result(stats, "its0.cmd.mapti.executed", false, error).stat, nullptr);
    EXPECT_NE(find_result(stats, "gicr0.lpi.pending.last", false, error).stat, nullptr);
    EXPECT_NE(find_result(stats, "host.vlpi.discarded", false, error).stat, nullptr);
    EXPECT_EQ(find_result(stats, "gicr2.lpi.delivered", false, error).stat, nullptr);
    EXPECT_EQ(find_result(stats, "its0.cmd.mapit.executed", false, error).stat, nullptr);
    EXPECT_EQ(find_result(stats, "its0.msi.dropped.nonsense", false, error).stat, nullptr);
    EXPECT_EQ(find_result(stats, "nic0.rx.missed", false, error).stat, nullptr); // a generator
    EXPECT_EQ(find_live(stats, "pe0.share.guest", error).stat, nullptr);
}
