// SPDX-License-Identifier: Apache-2.0
// What buggy devices do wrong, counted by kind: <dev>.faults.<kind>.
#pragma once
#include "device_traffic/device_config.h"
#include "device_traffic/kind_facts.h"
#include "stat_table.h"

namespace itstorm {

class DeviceFaultObserver {
public:
    DeviceFaultObserver(Stats& stats, const std::vector<FunctionConfig>& functions);
    static void list(const FunctionConfig& function, std::vector<StatInfo>& list);

    void on(const DeviceFaultFact& fact);

private:
    struct Function {
        std::vector<Counter*> faults; // by DeviceFault; empty if it is not buggy
    };

    static const StatTable<Function> table;

    std::vector<Function> functions_;
};

} // namespace itstorm
