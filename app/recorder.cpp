// SPDX-License-Identifier: Apache-2.0
// Recorder: see recorder.h.
#include "recorder.h"
#include "common/simulated_time.h"
#include "output_file.h"
#include <cerrno>
#include <stdexcept>
#include <systemc>

namespace itstorm {

Recorder::Recorder(const std::string& path, const SocConfig& config)
    : path_(path), file_(path, std::ios::binary | std::ios::trunc)
{
    if (!file_)
        throw std::runtime_error(cannot_be_written(path));
    for (const FunctionConfig& function : config.functions)
        names_.push_back(function.name);
    file_ << "time,function,vector\n";
}

void Recorder::on(const StimulusFact& fact)
{
    file_ << sim::now_ps() << "ps";
    if (const std::uint32_t round = sim::queue().round(); round != 0)
        file_ << '+' << round;
    file_ << ',' << names_.at(fact.function) << ',' << fact.vector << '\n';
}

void Recorder::finish()
{
    errno = 0;
    file_.close();
    if (!file_)
        throw std::runtime_error(cannot_be_written(path_));
}

} // namespace itstorm
