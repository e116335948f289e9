// SPDX-License-Identifier: Apache-2.0
// Queueing laws in closed form: what a ring, a cache or a pipe must do on average if time in the
// model passes as it says. Pure arithmetic; the unit of time is the service time where nothing else
// is said. Called by the cases (what is expected), and tested by numbers from the literature.
#pragma once
#include <cstdint>
#include <vector>

namespace itstorm::laws {

// ---- Poisson ----
double poisson(unsigned k, double mean);      // P(A = k)
double poisson_tail(unsigned k, double mean); // P(A > k), accurate when tiny

// ---- one server, room for all ----
double md1_level(double load);                // M/D/1: mean number in the system
double md1_wait(double load);                 // mean time before service
double md1_at_least(double load, unsigned n); // P(N >= n)
double mm1_level(double load);                // M/M/1
double mm1_at_least(double load, unsigned n);
double batch_wait(double load, unsigned batch); // M^[b]/D/1

struct Kind {
    double share, time; // of commands; of one of them
};
// M/G/1 by Pollaczek and Khinchine, in the unit of `time`.
double mean_time(const std::vector<Kind>& mix);
double mix_wait(double load, const std::vector<Kind>& mix);

// ---- one server, `places` in the system, that in service included ----
// Share of time with 0, 1, ... places taken. The last one is the share of arrivals that are lost.
std::vector<double> mm1k(double load, unsigned places);
std::vector<double> md1k(double load, unsigned places);
double mean(const std::vector<double>& shares);

// A producer that holds one command while the ring is full, and stands still meanwhile. `shares`:
// of a system with one place more than the ring.
struct Stall {
    double of_commands; // that find the ring full
    double of_time;     // that the producer stands still
    double level;       // commands in the ring and held
};
Stall stall(const std::vector<double>& shares);

// The last `reserved` of the places are for critical arrivals; bulk ones are refused there. Loads
// of both; the share of each that is refused. Exponential and fixed service.
struct Refused {
    double bulk, critical;
};
Refused reserve_exp(double bulk, double critical, unsigned places, unsigned reserved);
Refused reserve_fixed(double bulk, double critical, unsigned places, unsigned reserved);

// Classes of Poisson arrivals at one server, no command interrupted, never idle with work: the sum
// of load times wait, in the unit of `time`, whatever the order between them.
struct Flow {
    double load, time;
};
double conserved_wait(const std::vector<Flow>& flows);

// An interrupt of `interrupt` at once, then `work` that interrupts interrupt: rate of completed
// work.
double livelock_rate(double rate, double interrupt, double work);

// ---- pipes and loops ----
// Stages of fixed times in a row, room between them: mean time inside.
double pipe_time(double per_time, const std::vector<double>& stages);
// `window` requests that come back after `round_trip`; the slowest stage takes `slowest`.
double closed_loop_rate(unsigned window, double round_trip, double slowest);

// ---- pending bits ----
// One LPI, triggers Poisson: `delay` from pending to acknowledged, `handler` from there to the end.
// Rate of handlers.
double merged_rate(double rate, double delay, double handler);
// n LPIs, `rate` in all, no delay: share of the triggers that find their bit set.
double merged_share(unsigned lpis, double rate, double handler);

// ---- caches ----
// Two ways, least recently used is replaced, set = number mod sets; references independent of each
// other, with these weights: share of hits.
double lru2_hits(const std::vector<double>& weights, unsigned sets);

} // namespace itstorm::laws
