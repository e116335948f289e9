// SPDX-License-Identifier: Apache-2.0
// The machine under validation: an ITS with one redistributor and memory (BareMetal), set up as by
// a driver, with one device whose events are mapped and whose table entries are cached. Commands go
// through the real ring: they lie in memory, and CWRITER and CREADR are registers.
#pragma once
#include "arch/intid.h"
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include "arch/its_ring.h"
#include "bare_metal/bare_metal.h"
#include <functional>

namespace itstorm {

struct RigConfig {
    SocConfig soc; // all but the ITS, which is `its`
    ItsConfig its;
    std::uint32_t ring_bytes = 64u << 10;
    unsigned events_log2 = 1;

    RigConfig();
};

// Sets the cost of an INV whose table entries are cached: the sum of fetch, decode and message.
void set_inv_cycles(RigConfig& config, std::uint32_t fetch, std::uint32_t decode,
                    std::uint32_t message);

class Rig {
public:
    static constexpr std::uint32_t device = 1;

    explicit Rig(const RigConfig& config);

    void boot(); // called first; leaves every event's entries in those caches that have room

    // ---- the ring, from any context ----
    std::uint32_t outstanding(); // CWRITER less CREADR
    bool full() { return outstanding() == its_ring_slots(ring_bytes) - 1; }
    void put(const its_cmd& command); // writes the next slot; the ITS does not know of it yet
    void announce();                  // writes CWRITER

    // Puts all commands as soon as there is room, and runs until the ring is empty.
    void play(std::uint64_t count, const std::function<its_cmd(std::uint64_t)>& next);

    std::uint64_t ring_pa() const;
    std::uint32_t cwriter() const { return cwriter_; }

    its_cmd inv(std::uint32_t event = 0) { return its_cmd_inv(device, event); }
    std::uint32_t lpi(std::uint32_t event) const { return INTID_LPI_FIRST + event; }
    sc_core::sc_time cycles(std::uint64_t n) const { return Clock(config.soc.gic_hz).cycles(n); }
    sc_core::sc_time inv_time() const; // of an INV whose table entries are cached

    // ---- since the last restart() ----
    void restart();
    std::uint64_t itt_reads() const { return itt_reads_; } // by the ITS
    sc_core::sc_time service() const { return service_; }  // the sum over all commands
    const std::vector<sc_core::sc_time>& completions() const { return completions_; }

    const RigConfig config;
    const std::uint32_t ring_bytes;
    bool keep_completions = false;              // whether completions() is filled
    sc_core::sc_event completed{ "completed" }; // notified only with keep_completions
    BareMetal gic;
    Its& its;

private:
    void write(std::uint64_t pa, std::uint64_t value, unsigned bytes = 8);

    std::uint32_t cwriter_ = 0;
    std::uint64_t itt_reads_ = 0;
    sc_core::sc_time service_;
    std::vector<sc_core::sc_time> completions_;
};

} // namespace itstorm
