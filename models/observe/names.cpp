// SPDX-License-Identifier: Apache-2.0
// Names: see names.h.
#include "names.h"
#include "arch/its_cmd.h"
#include "platform/span_names.h"
#include <array>
#include <itstorm/types.h>

namespace itstorm {

std::string opcode_name(unsigned opcode)
{
    if (const char* word = its_opcode_word(opcode))
        return word;
    constexpr char digits[] = "0123456789abcdef";
    return std::string("op_") + digits[opcode >> 4 & 15] + digits[opcode & 15];
}

std::vector<unsigned> its_opcodes()
{
    std::vector<unsigned> opcodes;
    for (unsigned opcode = 0; opcode < 256; ++opcode)
        if (opcode_name(opcode).compare(0, 3, "op_") != 0)
            opcodes.push_back(opcode);
    return opcodes;
}

std::vector<std::string> its_opcode_names()
{
    std::vector<std::string> names;
    for (const unsigned opcode : its_opcodes())
        names.push_back(opcode_name(opcode));
    return names;
}

const char* pe_state_name(PeState state)
{
    switch (state) {
    case PeState::Idle: return "idle";
    case PeState::El2: return "el2";
    case PeState::Irq: return "irq";
    case PeState::Guest: return "guest";
    case PeState::Stopped: break;
    }
    return "stopped";
}

std::vector<std::string> span_names()
{
    std::vector<std::string> names;
    for (unsigned kind = 0; kind < SIM_SPANS; ++kind)
        names.push_back(span_name(kind));
    return names;
}

std::vector<std::string> exit_names()
{
    static_assert(SIM_EXIT_IRQ == 0 && SIM_EXIT_MMIO == 1 && SIM_EXIT_SYSREG == 2 &&
                  SIM_EXIT_HVC == 3 && SIM_EXIT_WFI == 4 && SIM_EXIT_OFF == 5);
    return { "irq", "mmio", "sysreg", "hvc", "wfi", "off" };
}

const std::string& domain_name(const std::vector<std::string>& domains, std::uint16_t domain)
{
    static const std::string host = "host";
    return domain < domains.size() ? domains[domain] : host;
}

} // namespace itstorm
