// What buggy devices do wrong, counted by kind: <dev>.faults.<kind>.
#pragma once
#include "device_traffic/kind_facts.h"
#include "stats.h"
#include <array>

namespace itstorm {

class DeviceFaultObserver {
public:
    // functions: names by index.
    DeviceFaultObserver(Stats& stats, const std::vector<std::string>& functions);

    void on(const DeviceFaultFact& fact);

private:
    std::vector<std::array<Counter*, static_cast<std::size_t>(DeviceFault::Count)>> functions_;
};

} // namespace itstorm
