// SPDX-License-Identifier: Apache-2.0
// RefusalLog: see refusal_log.h.
#include "refusal_log.h"
#include "names.h"
#include <cstdio>

namespace itstorm {

std::string refusal_text(const its_cmd& command, std::uint32_t error)
{
    const char* name = its_err_name(error);
    char ids[96];
    std::snprintf(ids, sizeof ids, " (DeviceID 0x%x, EventID 0x%x, ICID 0x%x)",
                  static_cast<unsigned>(its_cmd_get(&command, ITS_F_DEVICE_ID)),
                  static_cast<unsigned>(its_cmd_get(&command, ITS_F_EVENT_ID)),
                  static_cast<unsigned>(its_cmd_get(&command, ITS_F_ICID)));
    return opcode_name(static_cast<unsigned>(its_cmd_get(&command, ITS_F_OPCODE))) +
           " refused: " + (name == nullptr ? "error " + std::to_string(error) : name) + ids;
}

void RefusalLog::on(const CommandRefusedFact& fact)
{
    if (++count_ > lines_most)
        return;
    log_.add(LogLevel::Warning, its_, refusal_text(fact.command, fact.error));
    if (count_ == lines_most)
        log_.add(LogLevel::Warning, its_,
                 "further refused commands are counted only (" + its_ + ".cmd.*.errors)");
}

} // namespace itstorm
