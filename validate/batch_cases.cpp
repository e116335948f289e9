// SPDX-License-Identifier: Apache-2.0
// B.8: commands of guests under the batch scheduler (vits.schedule = round_robin). As long as the
// server is never idle while commands wait and interrupts none, the sum of load times wait is the
// same for any order between guests: one guest gains what the others lose. Guests that always have
// commands get equal shares.
#define SC_INCLUDE_DYNAMIC_PROCESSES // sc_spawn: guests
#include "common/random_stream.h"
#include "common/simulated_time.h"
#include "host_ring.h"
#include "queue_run.h"
#include <boost/random/exponential_distribution.hpp>
#include <deque>

namespace itstorm {

namespace {

constexpr std::uint64_t million = 1'000'000;
constexpr unsigned round_robin = 1;      // word of vits.schedule
constexpr unsigned writes_and_reads = 3; // words of vits.batch_triggers

// An INV with cached table entries takes 40 ns, a SYNC 200 ns.
RigConfig machine()
{
    RigConfig config;
    set_inv_cycles(config, 20, 10, 10);
    config.its.sync_round_trip = 170;
    return config;
}

class Guests;

// A guest's queue, as the scheduler sees a virtual ITS.
struct Guest {
    batch_client client{}; // must be first: the scheduler's pointers to it are cast to Guest
    Guests* all = nullptr;
    its_cmd command{};
    double rate_per_ps = 0; // 0: always busy
    double service_ps = 0;
    std::deque<std::uint64_t> waiting; // the times at which its waiting commands came
    std::uint64_t served = 0, completed = 0;
    double waited_ps = 0;
};

class Guests {
public:
    Guests(Report& report, std::vector<Guest> guests, unsigned batch, unsigned slots)
        : report_(report), run_(report, machine(), ValidationService::Fixed),
          guests_(std::move(guests)), ring_(run_.rig, run_.meter,
                                            { { "vits.schedule", round_robin },
                                              { "vits.batch_commands", batch },
                                              { "vits.batch_triggers", writes_and_reads },
                                              { "host.usable_slots", slots },
                                              { "host.reserved_slots", 0 } })
    {
        static const batch_client_ops ops = { has_work, turn };
        for (Guest& guest : guests_) {
            guest.all = this;
            batch_add_client(&ring_.scheduler(), &guest.client, &ops);
        }
        run_.rig.its.probes.command.attach([this](const CommandFact& fact) { complete(fact); });
    }

    void play(std::uint64_t commands)
    {
        left_ = commands;
        for (Guest& guest : guests_)
            if (guest.rate_per_ps != 0)
                sc_core::sc_spawn([this, &guest] { arrive(guest); });
        sc_core::sc_spawn([this] { look(); });
        run_.meter.begin();
        completed_.notify(sc_core::SC_ZERO_TIME);
        sc_core::sc_start(); // until no event is left
        run_.meter.end_of_arrivals();
    }

    // The mean wait in picoseconds, weighted by load.
    double weighted_wait_ps() const
    {
        double sum = 0;
        for (const Guest& guest : guests_)
            sum += guest.rate_per_ps * guest.service_ps * guest.waited_ps /
                   static_cast<double>(guest.completed);
        return sum;
    }
    std::uint64_t largest_difference() const { return difference_; }
    void unbroken() { run_.unbroken(report_); }

private:
    static std::uint64_t now() { return sim::now_ps(); }
    static Guest& of(const batch_client* client)
    {
        return *reinterpret_cast<Guest*>(const_cast<batch_client*>(client));
    }
    static bool is_busy(const Guest& guest)
    {
        return guest.rate_per_ps == 0 && guest.all->left_ != 0;
    }
    static bool has_work(const batch_client* client)
    {
        return is_busy(of(client)) || !of(client).waiting.empty();
    }

    static batch_turn turn(pe*, batch_client* client, std::uint32_t max)
    {
        Guest& guest = of(client);
        batch_turn done{};
        while (done.executed < max && has_work(client) && !done.is_refused) {
            done.is_refused = !guest.all->post(guest);
            done.executed += !done.is_refused;
        }
        done.posted = done.executed;
        return done;
    }

    bool post(Guest& guest)
    {
        if (!ring_.post(CMDQ_NO_WAIT, guest.command))
            return false;
        const bool came = !guest.waiting.empty();
        in_ring_.push_back({ &guest, came ? guest.waiting.front() : now() });
        if (came)
            guest.waiting.pop_front();
        else
            --left_;
        ++guest.served;
        for (const Guest& other : guests_)
            if (guest.served > other.served)
                difference_ = std::max(difference_, guest.served - other.served);
        return true;
    }

    void arrive(Guest& guest)
    {
        RandomStream gaps = random_stream(report_.seed(), std::to_string(&guest - guests_.data()));
        boost::random::exponential_distribution<double> gap(guest.rate_per_ps);
        while (left_ != 0) {
            sc_core::wait(
                sc_core::sc_time::from_value(static_cast<std::uint64_t>(gap(gaps) + 0.5)));
            if (left_ != 0)
                --left_;
            guest.waiting.push_back(now());
            if (is_due())
                batch_trigger(ring_.self(), &guest.client, BATCH_ON_WRITE);
        }
    }

    void complete(const CommandFact& fact)
    {
        if (in_ring_.empty())
            return; // a command of Rig::boot()
        const InRing& command = in_ring_.front();
        command.of->waited_ps +=
            static_cast<double>(now() - command.since) - static_cast<double>(fact.service.value());
        ++command.of->completed;
        in_ring_.pop_front();
        if (is_due())
            completed_.notify(sc_core::SC_ZERO_TIME);
    }

    // A pass of the scheduler is due when only the command in service is left: any later and the
    // server would be idle, any earlier and there would be less room for whole turns.
    bool is_due() const { return in_ring_.size() <= 1; }

    void look()
    {
        for (;;) {
            sc_core::wait(completed_);
            batch_trigger(ring_.self(), &guests_.front().client, BATCH_ON_READ);
        }
    }

    struct InRing {
        Guest* of;
        std::uint64_t since;
    };
    Report& report_;
    QueueRun run_;
    std::vector<Guest> guests_;
    HostRing ring_;
    std::deque<InRing> in_ring_;
    std::uint64_t left_ = 0, difference_ = 0;
    sc_core::sc_event completed_{ "guests_completed" };
};

Guest guest(bool short_commands, double load)
{
    Guest one;
    one.command = short_commands ? its_cmd_inv(Rig::device, 0) : its_cmd_sync(0);
    one.service_ps = short_commands ? 40e3 : 200e3;
    one.rate_per_ps = load / one.service_ps;
    return one;
}

constexpr unsigned few_slots = 4; // of the host's ring: commands then wait in the guests' rings

void conservation(Report& report, double short_load, double long_load, unsigned batch,
                  double tolerance)
{
    Guests run(report, { guest(true, short_load), guest(false, long_load) }, batch, few_slots);
    run.play(report.size(4 * million));
    const double law = laws::conserved_wait({ { short_load, 40e3 }, { long_load, 200e3 } });
    report.within("sum of load times wait, ns", law / 1e3, run.weighted_wait_ps() / 1e3, tolerance);
    run.unbroken();
}

void fairness(Report& report, unsigned batch)
{
    Guests run(report, { guest(true, 0), guest(false, 0), guest(true, 0) }, batch, 4 * batch);
    run.play(report.size(million));
    report.at_most("largest difference of commands served", batch,
                   static_cast<double>(run.largest_difference()));
    run.unbroken();
}

} // namespace

std::vector<Case> batch_cases()
{
    std::vector<Case> cases;
    const auto add = [&](const std::string& point, bool quick, std::function<void(Report&)> run) {
        cases.push_back({ "B.8", point, quick, std::move(run) });
    };
    for (const unsigned batch : { 1u, 4u }) {
        const std::string turns = ", turns of " + std::to_string(batch);
        add("two guests, loads 0.2 and 0.5" + turns, batch == 4,
            [=](Report& report) { conservation(report, 0.2, 0.5, batch, 0.02); });
        add("two guests, loads 0.5 and 0.4" + turns, batch == 1,
            [=](Report& report) { conservation(report, 0.5, 0.4, batch, 0.04); });
    }
    for (const unsigned batch : { 1u, 4u, 8u })
        add("three guests, always busy, turns of " + std::to_string(batch), true,
            [=](Report& report) { fairness(report, batch); });
    return cases;
}

} // namespace itstorm
