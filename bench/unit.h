// SPDX-License-Identifier: Apache-2.0
// The yardstick of the benchmarks: timed `wait` resumptions of 64 SC_THREADs with distinct periods.
// That is what any SystemC model pays to let time pass once, so that results of different machines
// compare.
//
// SystemC elaborates once: create the unit before the first sc_start. Outside of measure() its
// threads sleep and take no time.
#pragma once
#include "stopwatch.h"
#include <systemc>

namespace itstorm {

class Unit : public sc_core::sc_module {
public:
    explicit Unit(sc_core::sc_module_name name);

    // Measures about `resumptions` of them. Everything else in the simulation goes on meanwhile, so
    // let nothing else be active.
    Speed measure(std::uint64_t resumptions);

private:
    static constexpr unsigned threads = 64;
    static sc_core::sc_time period(unsigned thread);

    void run(unsigned thread);

    sc_core::sc_event go_;
    bool on_ = false;
    std::uint64_t resumptions_ = 0;
};

} // namespace itstorm
