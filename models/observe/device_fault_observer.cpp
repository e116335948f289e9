// SPDX-License-Identifier: Apache-2.0
// DeviceFaultObserver: see device_fault_observer.h.
#include "device_fault_observer.h"

namespace itstorm {

namespace {

std::vector<std::string> fault_names()
{
    std::vector<std::string> names;
    for (std::size_t fault = 0; fault < static_cast<std::size_t>(DeviceFault::Count); ++fault)
        names.push_back(device_fault_name(static_cast<DeviceFault>(fault)));
    return names;
}

} // namespace

const StatTable<DeviceFaultObserver::Function> DeviceFaultObserver::table{
    { &Function::faults, "faults.*", "times", "what the device has done wrong: *", fault_names },
};

DeviceFaultObserver::DeviceFaultObserver(Stats& stats, const std::vector<FunctionConfig>& functions)
    : functions_(functions.size())
{
    for (std::size_t n = 0; n < functions.size(); ++n)
        if (functions[n].kind == DeviceType::Buggy)
            make_statistics(stats, table, functions[n].name, functions_[n]);
}

void DeviceFaultObserver::list(const FunctionConfig& function, std::vector<StatInfo>& list)
{
    if (function.kind == DeviceType::Buggy)
        list_statistics(table, function.name, list);
}

void DeviceFaultObserver::on(const DeviceFaultFact& fact)
{
    functions_.at(fact.function).faults.at(static_cast<std::size_t>(fact.fault))->add();
}

} // namespace itstorm
