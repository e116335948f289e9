// SPDX-License-Identifier: Apache-2.0
// For rows that need many devices and events: 10 devices with 100 events each, with consecutive
// LPIs spread over all PEs. ICID n is PE n.
#pragma once
#include "fixture.h"
#include <map>

namespace itstorm {

struct Crowd {
    static constexpr std::uint32_t devices = 10, events = 100, first_device = 10, first_lpi = 9000;
    static constexpr unsigned event_bits = 7;

    // `config` is the configuration byte of every LPI.
    explicit Crowd(Fixture& fixture, std::uint8_t config = 0xa3) : f(fixture)
    {
        for (unsigned pe = 0; pe < f.gic.config.pes; pe++)
            f.put(its_cmd_mapc(static_cast<std::uint16_t>(pe), pe, true));
        for (std::uint32_t n = 0; n < devices; n++)
            f.put(its_cmd_mapd(first_device + n, event_bits, spare + n * 0x1000ull, true));
        for (std::uint32_t n = 0; n < devices * events; n++) {
            f.set_config(first_lpi + n, config);
            f.put(its_cmd_mapti(device(n), event(n), first_lpi + n,
                                static_cast<std::uint16_t>(pe(n))));
        }
        f.send({});
        EXPECT_TRUE(f.drained());
        f.reads();
    }

    static std::uint32_t count() { return devices * events; }
    static std::uint32_t device(std::uint32_t n) { return first_device + n / events; }
    static std::uint32_t event(std::uint32_t n) { return n % events; }
    unsigned pe(std::uint32_t n) const { return n % f.gic.config.pes; }

    // Each device sends each event once; the messages leave one after the other.
    void post_all()
    {
        for (std::uint32_t n = 0; n < count(); n++)
            f.post(device(n), event(n));
    }

    // Every PE acknowledges and ends interrupts until it reads 1023; an LPI at another PE than its
    // own is a failure. Returns how often each LPI was acknowledged.
    std::map<std::uint32_t, unsigned> take_all()
    {
        std::map<std::uint32_t, unsigned> taken;
        for (unsigned pe = 0; pe < f.gic.config.pes; pe++)
            for (std::uint32_t lpi; (lpi = f.acknowledge(pe)) != 1023; f.eoi(pe, lpi)) {
                ++taken[lpi];
                EXPECT_EQ(pe, this->pe(lpi - first_lpi)) << "LPI " << lpi;
            }
        return taken;
    }
    std::map<std::uint32_t, unsigned> each_once() const
    {
        std::map<std::uint32_t, unsigned> all;
        for (std::uint32_t n = 0; n < count(); n++)
            all[first_lpi + n] = 1;
        return all;
    }

    Fixture& f;
};

} // namespace itstorm
