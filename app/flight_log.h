// SPDX-License-Identifier: Apache-2.0
// The flight recorder of a run: attaches it to the probes, knows the names of what it records, and
// prints records as they are made (run --trace).
#pragma once
#include "observe/flight_recorder.h"
#include "platform/soc.h"
#include <iosfwd>

namespace itstorm {

std::string lock_name(const Machine& machine, unsigned index); // "dom1.lock.vgic"

class FlightLog {
public:
    explicit FlightLog(Soc& soc);

    // From now on records that match (flight_text.h) are lines of `out`, each after `prefix`.
    void print(const std::string& globs, const std::string& prefix, std::ostream& out);
    void label(const std::string& label); // of the timeline, which happens now
    void keep() { recorder_.keep(); }     // what led to this moment
    void write(std::ostream& out);        // what is kept

private:
    void attach_hardware();
    void attach_software();
    const FlightNames& names(); // adds the locks that were created since the last call
    std::vector<std::string>& names_of(FlightBlock block);

    Soc& soc_;
    FlightRecorder recorder_;
    FlightNames names_;
};

} // namespace itstorm
