// SPDX-License-Identifier: Apache-2.0
// The GIC of the models under a stream of commands: the fuzzer's operations and observations. One
// per process.
#pragma once
#include "bench_boot.h"
#include "its_oracle.h"

namespace its_oracle {

// By seed: a profile, and sizes from usual to the smallest that can be built.
itstorm::SocConfig machine_config(std::uint64_t seed);

class Machine {
public:
    explicit Machine(const itstorm::SocConfig& config); // booted: ICID n leads to PE n

    // Sends messages and commands, and runs until the GIC is idle. The commands come `lead` after
    // the messages or, if it is negative, before them.
    void batch(const std::vector<Command>& commands, const std::vector<Message>& messages,
               int lead_ns);
    std::vector<std::uint32_t> errors();     // of each command since the last call; 0: none
    std::map<std::string, unsigned> drops(); // since the last call

    void write_byte(std::uint32_t lpi, std::uint8_t byte);
    void lpis_off(unsigned pe);
    void lpis_on(unsigned pe, unsigned id_bits);
    void set_lpi(unsigned pe, std::uint32_t lpi);
    void clear_lpi(unsigned pe, std::uint32_t lpi);
    bool has_direct_lpis() const { return gic_.config.redistributor.direct_lpi; }

    void set_mask(unsigned pe, std::uint8_t pmr);
    bool irq(unsigned pe) const { return gic_.irq(pe); }
    std::uint32_t acknowledge(unsigned pe);
    std::uint8_t running_priority(unsigned pe);
    void end(unsigned pe, std::uint32_t intid);

    bool pending(unsigned pe, std::uint32_t lpi) const
    {
        return gic_.redistributors.lpi_pending(pe, lpi);
    }
    std::uint64_t zeroed_itt(); // the address of unused memory
    std::string books() const;  // what is wrong with the ledger; empty: nothing

private:
    std::uint64_t frame(unsigned pe) const;
    void settle();
    void pass(int ns);

    itstorm::BareMetal gic_;
    itstorm::BenchSoftware software_{ gic_ };
    std::vector<std::uint32_t> errors_;
    std::map<std::string, unsigned> drops_;
    unsigned itts_ = 0;
};

} // namespace its_oracle
