// SPDX-License-Identifier: Apache-2.0
// The control frame: GITS_* registers as a table, and the rules of enabling, quiescence and ignored
// writes. Holds CTLR and the BASERs; the ring's registers live in CommandRing, STATUSR and UMSIR in
// ItsStatus, what a BASER describes goes to ItsTables. Called by ItsFrames.
#pragma once
#include "arch/its_regs.h"
#include "command_engine.h"
#include "common/reg_file.h"
#include "its_status.h"

namespace itstorm {

class ItsRegs {
public:
    ItsRegs(const ItsConfig& config, ItsStatus& status, CommandRing& ring, ItsTables& tables,
            TableWalk& walk, const CommandEngine& engine, const Translator& translator,
            const Intake& intake);

    // Anything that is not a register, or an access size it does not take, reads as zero and
    // ignores writes; STATUSR says so.
    std::uint64_t read(std::uint32_t offset, unsigned bytes);
    void write(std::uint32_t offset, unsigned bytes, std::uint64_t value);

    bool enabled() const { return (ctlr_ & GITS_CTLR_ENABLED) != 0; }

private:
    static std::vector<Reg<ItsRegs>> table(const ItsConfig& config);

    bool idle() const;     // no command and no accepted MSI is inside
    bool writable() const; // CBASER and BASERs take a write

    std::uint64_t read_ctlr(std::uint64_t stored);
    std::uint64_t read_creadr(std::uint64_t stored);
    std::uint64_t read_statusr(std::uint64_t stored);
    std::uint64_t read_umsir(std::uint64_t stored);
    std::uint64_t read_translater(std::uint64_t stored);
    void ctlr_written(std::uint64_t before, std::uint64_t value);
    void statusr_written(std::uint64_t before, std::uint64_t value);
    void cbaser_written(std::uint64_t before, std::uint64_t value);
    void cwriter_written(std::uint64_t before, std::uint64_t value);
    void devices_written(std::uint64_t before, std::uint64_t value);
    void collections_written(std::uint64_t before, std::uint64_t value);

    ItsStatus& status_;
    CommandRing& ring_;
    ItsTables& tables_;
    TableWalk& walk_;
    const CommandEngine& engine_;
    const Translator& translator_;
    const Intake& intake_;
    const bool disabling_invalidates_;
    RegFile<ItsRegs> regs_;
    const std::uint64_t& ctlr_; // in it
};

} // namespace itstorm
