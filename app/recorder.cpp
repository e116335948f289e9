// Recorder: see recorder.h.
#include "recorder.h"
#include <stdexcept>
#include <systemc>

namespace itstorm {

Recorder::Recorder(const std::string& path, const SocConfig& config)
    : file_(path, std::ios::binary | std::ios::trunc)
{
    if (!file_)
        throw std::runtime_error(path + ": cannot be written");
    for (const FunctionConfig& function : config.functions)
        names_.push_back(function.name);
    file_ << "time,function,vector\n";
}

void Recorder::on(const StimulusFact& fact)
{
    file_ << sc_core::sc_time_stamp().value() << "ps," << names_.at(fact.function) << ','
          << fact.vector << '\n';
}

bool Recorder::finish()
{
    file_.close();
    return static_cast<bool>(file_);
}

} // namespace itstorm
