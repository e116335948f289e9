// SPDX-License-Identifier: Apache-2.0
// CommandEngine: see command_engine.h.
#include "command_engine.h"
#include "common/simulated_time.h"
#include "common/stop_request.h"
#include <algorithm>

namespace itstorm {

CommandEngine::CommandEngine(sc_core::sc_module_name name, const Clock& clock,
                             const ItsConfig& config, sim::Rank rank, CommandRing& ring,
                             CommandFetch& fetch, CommandExec& exec, const ItsProbes& probes)
    : sc_module(name), ring_(ring), fetch_(fetch), exec_(exec), probes_(probes),
      decode_(clock.cycles(config.command_decode)), error_mode_(config.error_mode),
      task_(rank, std::string(this->name()), [this] { run(); })
{
}

void CommandEngine::run()
{
    for (;;) {
        while (!fetch_.next())
            sim::wait(ring_.work());
        if (stop_requested()) // commands that cost nothing leave no other moment to stop
            leave_run();
        run_one();
    }
}

void CommandEngine::run_one()
{
    const sc_core::sc_time start = sim::now();
    const FetchedCommand& fetched = fetch_.begin();
    const auto opcode = static_cast<unsigned>(its_cmd_get(&fetched.command, ITS_F_OPCODE));
    probes_.command_begun({ opcode });
    exec_.owe(std::max(fetched.ready, start) - start + decode_);
    std::uint32_t error = ITS_TABLE_FAULT;
    if (fetched.read)
        error = exec_.execute(fetched.command);
    exec_.settle();

    probes_.command({ opcode, sim::now() - start, error });
    if (error != ITS_OK)
        probes_.command_refused({ fetched.command, error });
    fetch_.end();
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
