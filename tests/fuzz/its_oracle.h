// SPDX-License-Identifier: Apache-2.0
// The behaviour of an ITS and its LPIs on which software may rely, written from Arm IHI 0069 for
// this test alone: it includes no code of the models; encodings and error codes are literals. It
// has no time: a batch of commands has taken effect when batch() returns.
//
// Two things are not determined by the architecture, and the oracle allows every outcome. A message
// that races with commands may be translated, and may arrive, at any point that SYNC, MOVI, MOVALL
// and DISCARD permit. And the configuration in use for an LPI may be any byte that memory has held
// since the last INV or INVALL for it that a SYNC has completed.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace its_oracle {

constexpr unsigned pes = 4;
constexpr std::uint32_t none = 1023;

using Command = std::array<std::uint64_t, 4>;

struct Message {
    std::uint32_t device, event;
};

using Pending = std::array<std::set<std::uint32_t>, pes>; // LPIs, by PE

// Device table, ITTs and collection table. Every MAPD of the test has a zeroed ITT.
struct Tables {
    struct Entry {
        std::uint16_t icid;
        std::uint32_t lpi;
    };
    struct Device {
        unsigned event_bits;
        std::map<std::uint32_t, Entry> events;
    };
    std::map<std::uint32_t, Device> devices;
    std::map<std::uint16_t, unsigned> collections; // to the PE
};

// The configuration bytes that memory has held for one LPI, oldest first, and the index of the
// oldest that may still be in use.
struct Bytes {
    std::vector<std::uint8_t> held{ 0 };
    std::size_t first = 0;
    std::map<unsigned, std::size_t> invalidated; // not completed: by PE of the SYNC that does
};

class Oracle {
public:
    Oracle();

    // ---- accesses of software while no command or message is under way ----
    void write_byte(std::uint32_t lpi, std::uint8_t byte);
    void set_mask(unsigned pe, std::uint8_t pmr) { pe_[pe].pmr = pmr; }
    void lpis_off(unsigned pe);
    void lpis_on(unsigned pe, unsigned id_bits);    // the pending table as it was left
    void set_lpi(unsigned pe, std::uint32_t lpi);   // GICR_SETLPIR
    void clear_lpi(unsigned pe, std::uint32_t lpi); // GICR_CLRLPIR

    // Executes commands, and messages that race with them. possible_ then has every outcome.
    void batch(const std::vector<Command>& commands, const std::vector<Message>& messages);
    const std::vector<std::uint32_t>& errors() const { return errors_; } // by command; 0: none
    // The drops of the last batch, by cause; empty if messages raced with commands.
    const std::map<std::string, unsigned>& drops() const { return drops_; }
    bool raced() const { return raced_; }

    // Tells the oracle what is pending in the models. False: this outcome is not possible.
    bool observe(const Pending& pending);

    // ICC_IAR1 has returned `intid`, and the running priority is now `priority`. Returns what is
    // wrong; empty: nothing.
    std::string acknowledge(unsigned pe, std::uint32_t intid, std::uint8_t priority);
    void end(unsigned pe); // writes ICC_EOIR1 for the LPI that was acknowledged last
    std::vector<std::uint32_t> active(unsigned pe) const;

    const Tables& tables() const { return tables_; }
    const Pending& pending() const { return possible_.front(); }

private:
    struct Pe {
        bool lpis_on = true;
        unsigned id_bits = 16;
        std::uint8_t pmr = 0xf8;
        std::set<std::uint32_t> in_memory; // pending, while LPIs are off
        std::vector<std::pair<std::uint32_t, std::uint8_t>> active;
    };
    // Where and when a message arrives: before which command of the batch it sets a pending bit.
    struct Arrival {
        std::size_t before;
        unsigned pe;
        std::uint32_t lpi;
        bool operator<(const Arrival& other) const;
    };
    struct Step { // a command of the batch
        Command command;
        Tables before;
        std::uint32_t error;
        bool drains;
    };

    const char* refusal(unsigned pe, std::uint32_t lpi) const;
    void set_pending(Pending& pending, unsigned pe, std::uint32_t lpi) const;
    void move(Pending& pending, unsigned from, unsigned to, std::uint32_t lpi) const;

    Step execute(const Command& command);
    void count_drop(const char* cause);
    std::uint32_t check(const Command& command) const;
    std::uint32_t check_map(const Command& command) const;
    std::uint32_t check_event(const Command& command) const;
    void map(const Command& command);
    void note_invalidation(const Command& command);
    void note_sync(unsigned pe);
    bool drains(const Command& command) const;
    void take_effect(const Step& step, Pending& pending) const;

    std::set<Arrival> arrivals(const Message& message, const std::vector<Step>& steps);
    void try_all(const std::vector<std::set<Arrival>>& choices, std::vector<Arrival> chosen,
                 const std::vector<Step>& steps, std::set<Pending>& outcomes) const;

    std::vector<std::uint8_t> bytes_in_use(std::uint32_t lpi) const;
    std::uint8_t threshold(unsigned pe) const;
    bool may_be_silent(std::uint32_t lpi, std::uint8_t threshold) const;
    bool must_precede(std::uint32_t lpi, std::uint32_t other, std::uint8_t priority) const;

    Tables tables_;
    std::array<Pe, pes> pe_;
    std::map<std::uint32_t, Bytes> bytes_;
    std::vector<Pending> possible_{ Pending{} };
    std::vector<std::uint32_t> errors_;
    std::map<std::string, unsigned> drops_;
    bool raced_ = false;
};

} // namespace its_oracle
