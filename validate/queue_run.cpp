// QueueRun: see queue_run.h.
#include "queue_run.h"
#include "observe/ledger_check.h"

namespace itstorm {

namespace {

RigConfig with_service(RigConfig config, ValidationService service)
{
    config.its.validation_service = service;
    return config;
}

} // namespace

QueueRun::QueueRun(RigConfig config, ValidationService service)
    : rig(with_service(std::move(config), service)), meter(rig.its),
      producer("producer", rig, meter)
{
    rig.boot();
}

void QueueRun::play(double load, double mean_service_ps, Load what)
{
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
