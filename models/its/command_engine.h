// SPDX-License-Identifier: Apache-2.0
// Runs the command ring, one command at a time on one task: decode, execute, step CREADR. By
// default CREADR moves when a command is complete, never before; an error stalls the ring with
// CREADR on the bad command, or steps over it (ItsConfig::error_mode).
#pragma once
#include "command_exec.h"
#include "command_fetch.h"
#include "common/task.h"

namespace itstorm {

class CommandEngine : public sc_core::sc_module {
public:
    CommandEngine(sc_core::sc_module_name name, const Clock& clock, const ItsConfig& config,
                  sim::Rank rank, CommandRing& ring, CommandFetch& fetch, CommandExec& exec,
                  const ItsProbes& probes);

    bool busy() const { return fetch_.busy(); } // a command has been taken and is not complete

private:
    void run();
    void run_one();
    void complete(std::uint32_t error);

    CommandRing& ring_;
    CommandFetch& fetch_;
    CommandExec& exec_;
    const ItsProbes& probes_;
    sc_core::sc_time decode_;
    ErrorMode error_mode_;
    sim::Task task_;
};

} // namespace itstorm
