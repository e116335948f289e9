// SPDX-License-Identifier: Apache-2.0
// The yardstick of the benchmarks: timed `wait` resumptions of 64 SC_THREADs with distinct periods.
// What any SystemC model pays to let time pass once, so that results of different machines compare.
//
// SystemC elaborates once: build it before the first sc_start. Its threads sleep, and cost nothing,
// outside of measure().
#pragma once
#include "stopwatch.h"
#include <systemc>

namespace itstorm {

class Unit : public sc_core::sc_module {
public:
    explicit Unit(sc_core::sc_module_name name);

    // About `resumptions` of them, all else going on as it does; let nothing else happen meanwhile.
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
