// SPDX-License-Identifier: Apache-2.0
// The parts of the table of fields, one file each, in the order in which `itstorm params` lists
// them; fields.cpp joins them.
#pragma once
#include "fields.h"

namespace itstorm {

std::vector<Field> joined_rows(const std::vector<std::vector<Field>>& parts);

std::vector<Field> run_rows();      // name, seed, limits
std::vector<Field> platform_rows(); // PEs, interrupt controller, memory, ITSs
std::vector<Field> pci_rows();      // platform.pci: what every function has
std::vector<Field> software_rows(); // software: what its code costs
std::vector<Field> timing_rows();   // timing: what the hardware costs
std::vector<Field> domain_rows();   // domains
std::vector<Field> kind_rows();     // platform.pci: kinds of device
std::vector<Field> fault_rows();    // platform.pci: devices that go wrong
std::vector<Field> traffic_rows();  // timeline: what devices do
std::vector<Field> timeline_rows(); // timeline: everything else
std::vector<Field> question_rows(); // measure, expect, table
std::vector<Field> waveform_rows(); // trace
std::vector<Field> sweep_rows();    // variants, sweep
std::vector<Field> self_test_rows();

} // namespace itstorm
