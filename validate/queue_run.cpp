// SPDX-License-Identifier: Apache-2.0
// QueueRun: see queue_run.h.
#include "queue_run.h"
#include "observe/ledger_check.h"
#include <utility>

namespace itstorm {

namespace {

// Moves the time of the fetch into decode. A fetch keeps its port busy for its configured time, and
// the next fetch waits for that; with random times the service time of a command would then depend
// on the command before it.
RigConfig with_service(RigConfig config, ValidationService service, std::uint64_t seed)
{
    config.its.validation_seed = seed;
    if (service == ValidationService::Exponential)
        config.its.command_decode += std::exchange(config.its.command_fetch, 0);
    config.its.validation_service = service;
    return config;
}

} // namespace

QueueRun::QueueRun(const Report& report, RigConfig config, ValidationService service)
    : rig(with_service(std::move(config), service, report.seed())), meter(rig.its),
      producer("producer", rig, meter), seed_(report.seed())
{
    rig.boot();
}

void QueueRun::play(double load, double mean_service_ps, Load what)
{
    what.seed = seed_;
    what.gap_ps = what.batch * mean_service_ps / load;
    producer.play(what);
}

void QueueRun::unbroken(Report& report)
{
    std::vector<std::string> broken = meter.broken();
    if (!check_ledger(rig.gic.ledger, rig.gic.msis_in_flight(), rig.gic.commands_in_ring()).empty())
        broken.push_back("the ledger closes");
    report.unbroken(broken);
}

std::string point(ValidationService service, double load, const std::string& more)
{
    char text[64];
    std::snprintf(text, sizeof text, "%s, load %g%s", service_name(service), load, more.c_str());
    return text;
}

} // namespace itstorm
