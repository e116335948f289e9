// SPDX-License-Identifier: Apache-2.0
// Queueing laws in closed form: the averages that a ring, a cache or a pipe must have if its
// service times are those that the model is configured with. Pure arithmetic; the unit of time is
// the service time unless a comment names another. The cases take their expected values from here;
// tests/validate compares the functions with numbers from the literature.
#pragma once
#include <cstdint>
#include <vector>

namespace itstorm::laws {

// ---- Poisson ----
double poisson(unsigned k, double mean);      // P(A = k)
double poisson_tail(unsigned k, double mean); // P(A > k); accurate for tiny probabilities

// ---- one server, unlimited room ----
double md1_level(double load);                // M/D/1: mean number in the system
double md1_wait(double load);                 // mean time before service
double md1_at_least(double load, unsigned n); // P(N >= n)
double mm1_level(double load);                // M/M/1
double mm1_at_least(double load, unsigned n);
double batch_wait(double load, unsigned batch); // M^[b]/D/1

struct Kind {
    double share, time; // the share of commands of this kind; the service time of one
};
// M/G/1 by Pollaczek and Khinchine, in the unit of `time`.
double mean_time(const std::vector<Kind>& mix);
double mix_wait(double load, const std::vector<Kind>& mix);

// ---- one server, room for `places`, including the one in service ----
// The share of time with 0, 1, ... places taken. The last element is also the share of arrivals
// that are lost.
std::vector<double> mm1k(double load, unsigned places);
std::vector<double> md1k(double load, unsigned places);
double mean(const std::vector<double>& shares);

// A producer that finds the ring full holds its command, and produces no other until there is room.
// `shares`: those of a system with one place more than the ring.
struct Stall {
    double of_commands; // that find the ring full
    double of_time;     // for which the producer holds a command
    double level;       // mean number of commands in the ring and held
};
Stall stall(const std::vector<double>& shares);

// The last `reserved` of the places are for critical arrivals: a bulk arrival is refused if only
// these are free. `bulk`, `critical`: the loads. Returns the share of each that is refused, for
// exponential and for fixed service times.
struct Refused {
    double bulk, critical;
};
Refused reserve_exp(double bulk, double critical, unsigned places, unsigned reserved);
Refused reserve_fixed(double bulk, double critical, unsigned places, unsigned reserved);

// Several classes of Poisson arrivals at one server that is never idle while commands wait, and
// interrupts no command: the sum over the classes of load times mean wait, in the unit of `time`.
// It does not depend on the order in which the server takes classes.
struct Flow {
    double load, time;
};
double conserved_wait(const std::vector<Flow>& flows);

// Each arrival is an interrupt that takes `interrupt` at once and leaves `work`, which further
// interrupts interrupt. Returns the rate at which work is completed.
double livelock_rate(double rate, double interrupt, double work);

// ---- pipes and loops ----
// Stages of fixed times in a row, with unlimited room between them: mean time in the pipe.
double pipe_time(double per_time, const std::vector<double>& stages);
// The rate of a closed loop of `window` requests, each of which takes `round_trip` without waiting;
// the slowest stage takes `slowest`.
double closed_loop_rate(unsigned window, double round_trip, double slowest);

// ---- pending bits ----
// The rate of handlers of one LPI with Poisson triggers: `delay` is the time from pending to
// acknowledged, `handler` that from acknowledged to the end of the handler.
double merged_rate(double rate, double delay, double handler);
// The share of triggers that find their pending bit set: `lpis` LPIs, `rate` triggers in all, no
// delay.
double merged_share(unsigned lpis, double rate, double handler);

// ---- caches ----
// The share of hits of a cache with two ways that replaces the least recently used, where object n
// belongs to set n mod `sets`, for independent references with these weights.
double lru2_hits(const std::vector<double>& weights, unsigned sets);

} // namespace itstorm::laws
