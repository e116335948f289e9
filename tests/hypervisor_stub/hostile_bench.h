// SPDX-License-Identifier: Apache-2.0
// The fixture of hostile guests: addresses outside of RAM, and forged table entries.
#pragma once
#include "hv_bench.h"

namespace fake {

constexpr std::uint64_t ram_end = GUEST_RAM_BASE + (4 << 20);

// Addresses that are not the guest's RAM: 0, the virtual ITS, just below and above RAM, the highest
// address bits of the fields, the address of physical RAM.
inline const std::uint64_t not_ram[] = {
    0,          GUEST_GITS_BASE,    GUEST_RAM_BASE - 0x10000, ram_end,
    1ull << 47, 0x0000ffffffff0000, World::ram_base
};

inline std::uint64_t device_entry(std::uint64_t table)
{
    const its_dte dte{ true, 8, table };
    return its_dte_store(&dte);
}

inline std::uint64_t event_entry(std::uint16_t icid, std::uint32_t intid)
{
    const its_ite ite{ true, icid, intid };
    return its_ite_store(&ite);
}

class VitsHostile : public testing::Test, public Bench {
protected:
    VitsHostile() { g.bring_up(2); }
    void set_baser(unsigned n, std::uint64_t value)
    {
        g.write(GITS_CTLR, 0, 4);
        g.write(n == 0 ? GITS_BASER0 : GITS_BASER1, value);
        g.write(GITS_CTLR, GITS_CTLR_ENABLED, 4);
    }
    void set_ring(std::uint64_t value)
    {
        g.write(GITS_CTLR, 0, 4);
        g.write(GITS_CBASER, value);
        g.write(GITS_CTLR, GITS_CTLR_ENABLED, 4);
        g.cwriter = 0;
    }
    std::uint64_t errors() { return w.counter(PROBE_VITS_ERROR, 0); }
    its_err inv(std::uint32_t event)
    {
        const its_cmd cmd = its_cmd_inv(MiniGuest::device, event);
        return vits_do_inv(w.self(), w.dom().vits, &cmd);
    }
    its_err mapti(std::uint32_t event, std::uint32_t vlpi, std::uint16_t icid = 0)
    {
        const its_cmd cmd = its_cmd_mapti(MiniGuest::device, event, vlpi, icid);
        return vits_do_mapti(w.self(), w.dom().vits, &cmd);
    }
};

} // namespace fake
