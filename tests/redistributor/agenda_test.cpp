// SPDX-License-Identifier: Apache-2.0
// The shared queue of appointments.
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

TEST(Agenda, appointments_come_in_order_of_time_whatever_the_order_of_posting)
{
    Agenda agenda("agenda");
    Recorder client;
    agenda.post(ps(30), 0, client, 3);
    agenda.post(ps(10), 0, client, 1);
    agenda.post(ps(20), 0, client, 2);
    sc_core::sc_start();
    EXPECT_EQ(client.seen, (std::vector<std::string>{ "1@10", "2@20", "3@30" }));
}

TEST(Agenda, at_one_instant_ranks_go_first_and_then_posts)
{
    Agenda agenda("agenda");
    Recorder client;
    agenda.post(ps(10), 7, client, 3);
    agenda.post(ps(10), 2, client, 1);
    agenda.post(ps(10), 2, client, 2);
    sc_core::sc_start();
    EXPECT_EQ(client.seen, (std::vector<std::string>{ "1@10", "2@10", "3@10" }));
}

TEST(Agenda, what_is_posted_while_due_is_served_too)
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
