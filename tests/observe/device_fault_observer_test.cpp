// SPDX-License-Identifier: Apache-2.0
// Faults of buggy devices: facts in, numbers by name out.
#include "observe/device_fault_observer.h"
#include "observe_support.h"
#include <set>

namespace itstorm {
namespace {

TEST(DeviceFaultObserver, faults_are_counted_by_function_and_kind)
{
    Stats stats;
    std::vector<FunctionConfig> functions(3);
    functions[0].name = "dev0";
    functions[1].name = "dev1";
    functions[2].name = "nic0";
    functions[0].kind = functions[1].kind = DeviceType::Buggy;
    DeviceFaultObserver observer(stats, functions);
    observer.on(DeviceFaultFact{ 1, DeviceFault::Stuck });
    observer.on(DeviceFaultFact{ 1, DeviceFault::Stuck });
    observer.on(DeviceFaultFact{ 0, DeviceFault::WrongEvent });
    const auto run = stats.run();
    EXPECT_EQ(value_of(run, "dev1.faults.stuck"), 2);
    EXPECT_EQ(value_of(run, "dev0.faults.wrong_event"), 1);
    EXPECT_EQ(value_of(run, "dev0.faults.stuck"), 0);
    EXPECT_FALSE(has(run, "nic0.faults.stuck")); // not buggy
}

TEST(DeviceFaultObserver, every_kind_has_a_name_of_its_own)
{
    std::set<std::string> names;
    for (unsigned n = 0; n < static_cast<unsigned>(DeviceFault::Count); ++n)
        names.insert(device_fault_name(static_cast<DeviceFault>(n)));
    EXPECT_EQ(names.size(), static_cast<std::size_t>(DeviceFault::Count));
}

} // namespace
} // namespace itstorm
