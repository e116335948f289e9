// Names of what kind_facts.h enumerates.
#include "kind_facts.h"

namespace itstorm {

const char* device_fault_name(DeviceFault fault)
{
    switch (fault) {
    case DeviceFault::Stuck: return "stuck";
    case DeviceFault::Spurious: return "spurious";
    case DeviceFault::Lost: return "lost";
    case DeviceFault::WrongEvent: return "wrong_event";
    case DeviceFault::IgnoredMask: return "ignored_mask";
    case DeviceFault::AfterDisable: return "after_disable";
    case DeviceFault::StuckLine: return "stuck_line";
    case DeviceFault::Count: break;
    }
    return "?";
}

} // namespace itstorm
