// SPDX-License-Identifier: Apache-2.0
// Agenda: the queue of timed entries that all redistributors share.
#include "redistributor/agenda.h"
#include <gtest/gtest.h>
#include <string>

namespace itstorm {

namespace {

struct Recorder : Agenda::Client {
    std::vector<std::string> seen;
    std::function<void(std::uint64_t)> then = [](std::uint64_t) {};

    void due(std::uint64_t cookie) override
    {
        seen.push_back(std::to_string(cookie) + "@" +
                       std::to_string(sc_core::sc_time_stamp().value()));
        then(cookie);
    }
};

sc_core::sc_time ps(double n)
{
    return sc_core::sc_time(n, sc_core::SC_PS);
}

} // namespace

TEST(Agenda, entries_come_due_in_order_of_time_whatever_the_order_of_posting)
{
    Agenda agenda("agenda");
    Recorder client;
    agenda.post(ps(30), 0, client, 3);
    agenda.post(ps(10), 0, client, 1);
    agenda.post(ps(20), 0, client, 2);
    sc_core::sc_start();
    EXPECT_EQ(client.seen, (std::vector<std::string>{ "1@10", "2@20", "3@30" }));
}

TEST(Agenda, entries_of_one_instant_come_due_by_rank_and_then_in_order_of_posting)
{
    Agenda agenda("agenda");
    Recorder client;
    agenda.post(ps(10), 7, client, 3);
    agenda.post(ps(10), 2, client, 1);
    agenda.post(ps(10), 2, client, 2);
    sc_core::sc_start();
    EXPECT_EQ(client.seen, (std::vector<std::string>{ "1@10", "2@10", "3@10" }));
}

TEST(Agenda, entries_posted_from_due_come_due_as_well)
{
    Agenda agenda("agenda");
    Recorder client;
    client.then = [&](std::uint64_t cookie) {
        if (cookie == 1) {
            agenda.post(ps(5), 0, client, 3);
            agenda.post(ps(0), 0, client, 2);
        }
    };
    agenda.post(ps(10), 0, client, 1);
    sc_core::sc_start();
    EXPECT_EQ(client.seen, (std::vector<std::string>{ "1@10", "2@10", "3@15" }));
}

} // namespace itstorm
