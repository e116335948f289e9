// DeviceFaultObserver: see device_fault_observer.h.
#include "device_fault_observer.h"

namespace itstorm {

DeviceFaultObserver::DeviceFaultObserver(Stats& stats, const std::vector<std::string>& functions)
    : functions_(functions.size())
{
    for (std::size_t function = 0; function < functions.size(); ++function)
        for (std::size_t n = 0; n < functions_[function].size(); ++n) {
            const std::string name = device_fault_name(static_cast<DeviceFault>(n));
            functions_[function][n] =
                &stats.counter(functions[function] + ".faults." + name, "times",
                               "what the device has done wrong: " + name);
        }
}

void DeviceFaultObserver::on(const DeviceFaultFact& fact)
{
    functions_.at(fact.function).at(static_cast<std::size_t>(fact.fault))->add();
}

} // namespace itstorm
