// SPDX-License-Identifier: Apache-2.0
// A random stream of ITS commands, messages, configuration changes and acknowledges. Every step is
// given to the models and to the oracle, and after every step what the models show must be one of
// the outcomes that the oracle allows.
#pragma once
#include "its_machine.h"
#include <array>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace its_oracle {

class Stream {
public:
    explicit Stream(std::uint64_t seed);

    // Returns the first difference between models and oracle; empty if there is none.
    std::string run();

    const std::vector<std::string>& log() const { return log_; } // one line per step

private:
    // ---- chance ----
    unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
    bool one_in(unsigned n) { return below(n) == 0; }
    unsigned any_pe() { return below(pes); }
    std::uint32_t any_lpi() { return lpis_[below(static_cast<unsigned>(lpis_.size()))]; }
    Message any_event();
    std::uint64_t any_icid();
    std::uint8_t any_byte();
    Command any_command();
    unsigned pe_or_none();

    // ---- steps ----
    void step();
    void map_all_events();
    void mix();
    void reconfigure();
    void migrate();
    void trigger();
    void change_redistributor();
    void deliver_all();

    // ---- one operation, on the models and on the oracle ----
    void switch_lpis(unsigned pe);
    void set_mask(unsigned pe, std::uint8_t pmr);
    void write(std::uint32_t lpi, std::uint8_t byte);
    bool acknowledge(unsigned pe); // false: no LPI was pending or active
    void end(unsigned pe);         // writes ICC_EOIR1 for the LPI acknowledged last, if any
    void batch(const std::vector<Command>& commands, const std::vector<Message>& messages);
    void compare_pending();

    void complain(const std::string& what); // only the first complaint is kept

    template <class... Values>
    void note(const char* format, Values... values)
    {
        char line[120];
        std::snprintf(line, sizeof line, format, values...);
        log_.push_back(line);
    }

    std::mt19937_64 random_;
    Machine machine_;
    Oracle oracle_;
    const std::vector<std::uint32_t> lpis_;
    std::array<bool, pes> lpis_off_{};
    std::vector<std::string> log_;
    std::string wrong_;
};

} // namespace its_oracle
