// SPDX-License-Identifier: Apache-2.0
// Attaches the observers to the probes of a Soc. Whether there is a waveform is a matter of the
// scenario.
#pragma once
#include "observe/device_fault_observer.h"
#include "observe/gic_observers.h"
#include "observe/guest_observer.h"
#include "observe/hv_probe_observer.h"
#include "observe/journey_observer.h"
#include "observe/kind_observer.h"
#include "observe/pe_observer.h"
#include "observe/refusal_log.h"
#include "observe/series.h"
#include "observe/vcd_trace.h"
#include "observe/vlpi_observer.h"
#include "platform/soc.h"
#include "scenario.h"
#include <memory>

namespace itstorm {

class Observers {
public:
    Observers(Soc& soc, Stats& stats);

    // Before time zero; throws if it cannot be created.
    void trace_to(const std::string& path, const VcdRequest& request);
    void follow_spans(); // before time zero
    VcdTrace* trace() { return trace_.get(); }
    const JourneyObserver& journey() const { return journey_; }
    const VlpiObserver& vlpis() const { return vlpis_; }
    Series& series() { return series_; }

private:
    void attach_its(unsigned n);
    void attach_redistributors();
    void attach_functions();
    void attach_kind(KindProbes& probes);
    void attach_software();

    Soc& soc_;
    std::vector<std::unique_ptr<ItsObservers>> its_;    // the first one also observes the functions
    std::vector<std::unique_ptr<RefusalLog>> refusals_; // one for each ITS
    KindObserver kinds_;
    DeviceFaultObserver device_faults_;
    RedistributorObserver redistributors_;
    PeObserver pes_;
    VlpiObserver vlpis_;
    HvProbeObserver hv_probes_;
    GuestObserver guests_;
    JourneyObserver journey_;
    Series series_;
    std::unique_ptr<VcdTrace> trace_;
};

} // namespace itstorm
