// CommandEngine: see command_engine.h.
#include "command_engine.h"

namespace itstorm {

CommandEngine::CommandEngine(sc_core::sc_module_name name, const Clock& clock,
                             const ItsConfig& config, CommandRing& ring, const ItsTables& tables,
                             CommandExec& exec, const ItsProbes& probes)
    : sc_module(name), ring_(ring), tables_(tables), exec_(exec), probes_(probes),
      fetch_and_decode_(clock.cycles(config.command_fetch) + clock.cycles(config.command_decode)),
      error_mode_(config.error_mode)
{
    SC_HAS_PROCESS(CommandEngine);
    SC_THREAD(run);
}

void CommandEngine::run()
{
    for (;;) {
        while (!ring_.runnable())
            wait(ring_.work());
        busy_ = true;
        run_one();
        busy_ = false;
    }
}

// The 32 bytes are looked at when their fetch begins: nobody may touch a command between CREADR and
// CWRITER, so the moment makes no difference.
void CommandEngine::run_one()
{
    const sc_core::sc_time start = sc_core::sc_time_stamp();
    exec_.owe(fetch_and_decode_);
    its_cmd command{};
    std::uint32_t error = ITS_TABLE_FAULT;
    if (tables_.fetch(ring_.command_address(), command))
        error = exec_.execute(command);
    exec_.settle();

    const auto opcode = static_cast<unsigned>(its_cmd_get(&command, ITS_F_OPCODE));
    probes_.command({ opcode, sc_core::sc_time_stamp() - start, error });
    complete(error);
}

// Choice: memory that refuses is an error of the command like any other.
void CommandEngine::complete(std::uint32_t error)
{
    if (error == ITS_OK)
        ring_.step();
    else if (error_mode_ == ErrorMode::Skip)
        ring_.skip();
    else
        ring_.stall();
}

} // namespace itstorm
