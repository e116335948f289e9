// SPDX-License-Identifier: Apache-2.0
// One run of Poisson commands through the ring, for the cases of B.1 to B.6.
#pragma once
#include "cases.h"
#include "laws.h"
#include "producer.h"

namespace itstorm {

inline const char* service_name(ValidationService service)
{
    return service == ValidationService::Fixed ? "fixed" : "exponential";
}

// A machine, its producer and its meter. Load is in units of the mean service time of a command.
class QueueRun {
public:
    QueueRun(const Report& report, RigConfig config, ValidationService service);

    void play(double load, double mean_service_ps, Load what);
    void play(double load, Load what) { play(load, service_ps(), std::move(what)); }
    double service_ps() const { return static_cast<double>(rig.inv_time().value()); }
    void unbroken(Report& report); // reports the checks without tolerance, and the ledger

    Rig rig;
    QueueMeter meter;
    Producer producer;

private:
    const std::uint64_t seed_;
};

// "fixed, load 0.8"
std::string point(ValidationService service, double load, const std::string& more = "");

} // namespace itstorm
