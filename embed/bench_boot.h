// SPDX-License-Identifier: Apache-2.0
// The software of a bench: what a driver does at boot (itstorm_bench_boot), and writing commands
// into the ring.
#pragma once
#include "arch/intid.h"
#include "arch/sysreg.h"
#include "bare_metal/bare_metal.h"

namespace itstorm {

class BenchSoftware {
public:
    explicit BenchSoftware(BareMetal& gic) : gic_(gic) {}

    bool boot(); // false: there is too little RAM
    void configure_lpi(std::uint32_t intid, std::uint8_t priority, bool enabled);
    std::size_t post(const std::uint64_t (*commands)[4], std::size_t count);

private:
    void boot_pe(unsigned pe);
    void boot_its();
    void map_collections();

    BareMetal& gic_;
};

} // namespace itstorm
