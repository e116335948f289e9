// SPDX-License-Identifier: Apache-2.0
// Logs the commands that an ITS refused: only the first few of each ITS, since software that gets
// one command wrong gets thousands wrong. <its>.cmd.*.errors count all of them.
#pragma once
#include "common/log.h"
#include "its/its_facts.h"

namespace itstorm {

class RefusalLog {
public:
    static constexpr unsigned lines_most = 8;

    RefusalLog(Log& log, std::string its) : log_(log), its_(std::move(its)) {}
    void on(const CommandRefusedFact& fact);

private:
    Log& log_;
    const std::string its_;
    unsigned count_ = 0;
};

// "mapti refused: MAPTI_ID_OOR (DeviceID 0x8, EventID 0x7ff, ICID 0x0)"
std::string refusal_text(const its_cmd& command, std::uint32_t error);

} // namespace itstorm
