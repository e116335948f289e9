// SPDX-License-Identifier: Apache-2.0
// Laws: see laws.h.
#include "laws.h"
#include <algorithm>
#include <cmath>
#include <numeric>

namespace itstorm::laws {

namespace {

// The number of terms of an infinite sum that are computed: later ones are below the precision of a
// double.
constexpr unsigned many = 400;

double sum_from(const std::vector<double>& values, std::size_t first)
{
    return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(first), values.end(), 0.0);
}

// M/D/1: p_j / p_0 for j = 0 ... n, by level crossing at departures. All terms are positive, so
// nothing cancels (the alternating sum of textbooks does).
std::vector<double> md1_ratios(double load, unsigned n)
{
    std::vector<double> tail, ratio{ 1.0 };
    for (unsigned j = 0; j <= n; j++)
        tail.push_back(poisson_tail(j, load));
    for (unsigned j = 0; j < n; j++) {
        double next = tail[j];
        for (unsigned k = 1; k <= j; k++)
            next += ratio[k] * tail[j - k + 1];
        ratio.push_back(next / std::exp(-load));
    }
    return ratio;
}

// The share of losses. If losses are rare, 1 - 1/d would lose its digits; the tail of M/D/1 is used
// instead.
double md1k_loss(double load, unsigned places, double d)
{
    const double loss = 1 - 1 / d;
    if (load >= 1 || loss >= 1e-9)
        return loss;
    const double q = md1_at_least(load, places);
    return (1 - load) * q / (1 - load * q);
}

} // namespace

double poisson(unsigned k, double mean)
{
    return std::exp(-mean + k * std::log(mean) - std::lgamma(k + 1.0));
}

double poisson_tail(unsigned k, double mean)
{
    double sum = 0;
    if (k < mean) {
        for (unsigned i = 0; i <= k; i++)
            sum += poisson(i, mean);
        return 1 - sum;
    }
    for (unsigned i = k + 1;; i++) {
        const double p = poisson(i, mean);
        sum += p;
        if (p < 1e-320 || (i > mean && p < sum * 1e-17))
            return sum;
    }
}

double md1_level(double load)
{
    return load + load * load / (2 * (1 - load));
}

double md1_wait(double load)
{
    return load / (2 * (1 - load));
}

double md1_at_least(double load, unsigned n)
{
    return (1 - load) * sum_from(md1_ratios(load, std::max(many, n + many / 2)), n);
}

double mm1_level(double load)
{
    return load / (1 - load);
}

double mm1_at_least(double load, unsigned n)
{
    return std::pow(load, n);
}

double batch_wait(double load, unsigned batch)
{
    return (load * batch / (1 - load) + (batch - 1)) / 2;
}

double mean_time(const std::vector<Kind>& mix)
{
    double sum = 0;
    for (const Kind& kind : mix)
        sum += kind.share * kind.time;
    return sum;
}

double mix_wait(double load, const std::vector<Kind>& mix)
{
    double second_moment = 0;
    for (const Kind& kind : mix)
        second_moment += kind.share * kind.time * kind.time;
    return load / mean_time(mix) * second_moment / (2 * (1 - load));
}

std::vector<double> mm1k(double load, unsigned places)
{
    std::vector<double> shares;
    for (unsigned n = 0; n <= places; n++)
        shares.push_back(std::pow(load, n));
    const double all = sum_from(shares, 0);
    for (double& share : shares)
        share /= all;
    return shares;
}

std::vector<double> md1k(double load, unsigned places)
{
    std::vector<double> shares = md1_ratios(load, places - 1);
    const double all = sum_from(shares, 0), d = 1 / all + load;
    for (double& share : shares)
        share /= all * d;
    shares.push_back(md1k_loss(load, places, d));
    return shares;
}

namespace {

// The rate of arrivals that are admitted while `taken` places are occupied.
std::vector<double> admitted(double bulk, double critical, unsigned places, unsigned reserved)
{
    std::vector<double> rates;
    for (unsigned taken = 0; taken <= places; taken++)
        rates.push_back(taken < places - reserved ? bulk + critical
                        : taken < places          ? critical
                                                  : 0);
    return rates;
}

Refused refused(const std::vector<double>& shares, unsigned reserved)
{
    Refused result{ 0, shares.back() };
    for (std::size_t n = shares.size() - 1 - reserved; n < shares.size(); n++)
        result.bulk += shares[n];
    return result;
}

// The arrivals during one service that begins with `taken` places: the distribution of taken places
// at its end, and the time spent with each number, by uniformisation.
struct Births {
    std::vector<double> end, time;
};
Births births(const std::vector<double>& rates, unsigned taken)
{
    const double fastest = rates.front();
    std::vector<double> now(rates.size()), next(rates.size());
    Births result{ std::vector<double>(rates.size()), std::vector<double>(rates.size()) };
    now[taken] = 1;
    for (unsigned step = 0; step < 60 + 10 * fastest; step++) {
        for (std::size_t n = 0; n < rates.size(); n++) {
            result.end[n] += poisson(step, fastest) * now[n];
            result.time[n] += poisson_tail(step, fastest) / fastest * now[n];
            const double out = rates[n] / fastest;
            next[n] = now[n] * (1 - out) + (n != 0 ? now[n - 1] * rates[n - 1] / fastest : 0);
        }
        std::swap(now, next);
    }
    return result;
}

// The stationary distribution of the chain at the ends of services: the shares of services that
// leave 0, 1, ... places taken.
std::vector<double> at_departures(const std::vector<Births>& service)
{
    std::vector<double> now(service.size(), 1.0 / static_cast<double>(service.size()));
    for (unsigned round = 0; round < 20000; round++) {
        std::vector<double> next(now.size());
        for (std::size_t left = 0; left + 1 < now.size(); left++)
            for (std::size_t n = 1; n < now.size(); n++)
                next[n - 1] += now[left] * service[std::max<std::size_t>(left, 1)].end[n];
        now = next;
    }
    return now;
}

} // namespace

Refused reserve_exp(double bulk, double critical, unsigned places, unsigned reserved)
{
    const std::vector<double> rates = admitted(bulk, critical, places, reserved);
    std::vector<double> shares{ 1 };
    for (unsigned n = 0; n < places; n++)
        shares.push_back(shares.back() * rates[n]);
    const double all = sum_from(shares, 0);
    for (double& share : shares)
        share /= all;
    return refused(shares, reserved);
}

Refused reserve_fixed(double bulk, double critical, unsigned places, unsigned reserved)
{
    const std::vector<double> rates = admitted(bulk, critical, places, reserved);
    std::vector<Births> service;
    for (unsigned taken = 0; taken <= places; taken++)
        service.push_back(births(rates, taken));
    const std::vector<double> left = at_departures(service);
    std::vector<double> shares(rates.size());
    shares[0] = left[0] / rates[0];
    for (std::size_t n = 0; n < left.size(); n++)
        for (std::size_t k = 0; k < shares.size(); k++)
            shares[k] += left[n] * service[std::max<std::size_t>(n, 1)].time[k];
    const double all = sum_from(shares, 0);
    for (double& share : shares)
        share /= all;
    return refused(shares, reserved);
}

double conserved_wait(const std::vector<Flow>& flows)
{
    double load = 0, residual = 0;
    for (const Flow& flow : flows) {
        load += flow.load;
        residual += flow.load * flow.time / 2;
    }
    return load * residual / (1 - load);
}

double livelock_rate(double rate, double interrupt, double work)
{
    return std::max(0.0, std::min(rate, (1 - rate * interrupt) / work));
}

double mean(const std::vector<double>& shares)
{
    double sum = 0;
    for (std::size_t n = 0; n < shares.size(); n++)
        sum += static_cast<double>(n) * shares[n];
    return sum;
}

Stall stall(const std::vector<double>& shares)
{
    const std::size_t held = shares.size() - 1;
    return { shares[held - 1] / (1 - shares[held]), shares[held], mean(shares) };
}

double pipe_time(double per_time, const std::vector<double>& stages)
{
    const double slowest = *std::max_element(stages.begin(), stages.end());
    return sum_from(stages, 0) + slowest * md1_wait(per_time * slowest);
}

double closed_loop_rate(unsigned window, double round_trip, double slowest)
{
    return std::min(window / round_trip, 1 / slowest);
}

// In a set, with q_i the share of its references that go to i: the two last different ones are
// (i, j) with probability q_i q_j / (1 - q_i), and then a hit has probability q_i + q_j.
double lru2_hits(const std::vector<double>& weights, unsigned sets)
{
    double hits = 0;
    for (unsigned set = 0; set < sets && set < weights.size(); set++) {
        std::vector<double> q;
        for (std::size_t i = set; i < weights.size(); i += sets)
            q.push_back(weights[i]);
        const double here = sum_from(q, 0);
        if (q.size() <= 2) {
            hits += here;
            continue;
        }
        double squares = 0, share = 0;
        for (double& x : q) {
            x /= here;
            squares += x * x;
        }
        for (const double x : q)
            share += x / (1 - x) * (x * (1 - x) + squares - x * x);
        hits += here * share;
    }
    return hits / sum_from(weights, 0);
}

// ---- pending bits ----

// A handler is followed by the next one at once if a trigger came during it, else after the next
// trigger.
double merged_rate(double rate, double delay, double handler)
{
    return 1 / (delay + handler + std::exp(-rate * handler) / rate);
}

namespace {

double binomial(unsigned n, unsigned k, double p)
{
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0)) *
           std::pow(p, k) * std::pow(1 - p, n - k);
}

} // namespace

// By the Markov chain of the number of pending LPIs at the ends of handlers: the LPI that is taken
// stops being pending when its handler begins; during the handler each LPI that is not pending is
// triggered with the same probability.
double merged_share(unsigned lpis, double rate, double handler)
{
    const double triggered = 1 - std::exp(-rate * handler / lpis);
    std::vector<double> at(lpis + 1, 1.0 / (lpis + 1));
    for (unsigned round = 0; round < 20'000; round++) {
        std::vector<double> next(lpis + 1, 0);
        for (unsigned j = 0; j <= lpis; j++) {
            const unsigned left = j == 0 ? 0 : j - 1;
            for (unsigned more = 0; more <= lpis - left; more++)
                next[left + more] += at[j] * binomial(lpis - left, more, triggered);
        }
        double change = 0;
        for (unsigned j = 0; j <= lpis; j++)
            change += std::fabs(next[j] - at[j]);
        at = next;
        if (change < 1e-13)
            break;
    }
    return 1 - 1 / (handler + at[0] / rate) / rate;
}

} // namespace itstorm::laws
