// SPDX-License-Identifier: Apache-2.0
// Costs and sizes of one ITS, in cycles of the GIC clock and in counts. Meaning and defaults: docs/timing.md.
#pragma once
#include <cstdint>

namespace itstorm {

enum class ErrorMode : std::uint8_t {
    Stall, // a bad command stalls the ring, CREADR stays on it
    Skip,  // CREADR steps over it
};

enum class CreadrMoves : std::uint8_t {
    AtCompletion, // past a command that is complete
    AtFetch,      // past a command that has been read; its slot is free from then on
};

// For validation only, no scenario reaches it: waits of the command engine take what is configured,
// or a random time with that mean (service_time.h).
enum class ValidationService : std::uint8_t { Fixed, Exponential };

struct ItsConfig {
    unsigned device_bits = 16, event_bits = 16, icid_bits = 16; // widths that TYPER reports
    unsigned lpi_id_bits = 16;                                  // INTID bits (GICD_TYPER.IDbits + 1)

    bool indirect = true; // the device table may have two levels (BASER0.Indirect)
    bool umsi = false;    // STATUSR and UMSIR report MSIs without a mapping (TYPER.UMSI)
    bool inv = false;     // clearing Enabled invalidates the caches (TYPER.INV)

    ErrorMode error_mode = ErrorMode::Stall;
    CreadrMoves creadr = CreadrMoves::AtCompletion;

    std::uint32_t msi_accept_interval = 1; // between two accepted MSI writes
    std::uint32_t msi_inbox = 8;           // MSIs that wait for translation; 0: unlimited. Full: the link waits
    std::uint32_t walkers = 4;             // MSIs in translation at once
    std::uint32_t device_cache_sets = 64;      // two ways each; DeviceID -> ITT; 0: none
    std::uint32_t event_cache_sets = 512;      // DeviceID and EventID -> INTID, collection
    std::uint32_t collection_cache_sets = 64;  // collection -> target
    std::uint32_t xlate_latency = 10;      // look-ups and hand-over, without table reads
    std::uint32_t xlate_interval = 2;      // between two hand-overs
    std::uint32_t table_read = 100;        // one dependent read, 32 bytes or less; one outstanding per kind of table
    std::uint32_t table_write = 60;        // write acknowledged
    std::uint32_t command_fetch = 100;     // 32 bytes of the ring
    std::uint32_t command_prefetch = 1;    // commands fetched while one is in execution; 0 to 3
    std::uint32_t command_decode = 8;
    std::uint32_t redistributor_message = 40; // one message of a command to a redistributor
    std::uint32_t invalidate_other = 40;      // INV, INVALL: for each redistributor that they reach besides their target
    std::uint32_t sync_round_trip = 60;

    ValidationService validation_service = ValidationService::Fixed;
    std::uint64_t validation_seed = 1; // of the random stream
};

// The same; std::invalid_argument, naming the field, if no ITS can be built like this.
ItsConfig checked(const ItsConfig& config);

} // namespace itstorm
