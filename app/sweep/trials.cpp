// SPDX-License-Identifier: Apache-2.0
// Trials: see trials.h.
#include "sweep/trials.h"
#include "common/stop_request.h"
#include <map>

namespace itstorm {

namespace {

class Trials : public ChildWork {
public:
    Trials(const Study& study, const ObjectTables& tables, const Backend& backend)
        : study_(study), tables_(tables), backend_(backend), records_(study.plan.points())
    {
    }

    std::optional<std::size_t> next() override
    {
        if (next_ == records_.size())
            return std::nullopt;
        files_.try_emplace(next_);
        return next_++;
    }

    bool run(std::size_t n) override
    {
        const Plan& plan = study_.plan;
        const PointRecord record =
            run_loaded(load_configuration(study_, plan.configuration_of(n), tables_),
                       plan.repetition_of(n), backend_);
        return files_.at(n).write(to_text(record));
    }

    void ended(std::size_t n, const Death& death) override
    {
        records_[n] = record_left_in(files_.at(n), death);
        files_.erase(n);
    }

    std::vector<PointRecord> take() { return std::move(records_); }

private:
    const Study& study_;
    const ObjectTables& tables_;
    const Backend& backend_;
    std::vector<PointRecord> records_;
    std::map<std::size_t, AnonymousFile> files_; // of the points that run
    std::size_t next_ = 0;
};

} // namespace

std::optional<std::vector<PointRecord>> run_trials(const Study& study, const ObjectTables& tables,
                                                   const Backend& backend, unsigned jobs)
{
    clear_stop_request();
    Trials trials(study, tables, backend);
    if (!run_children(trials, jobs))
        return std::nullopt;
    return trials.take();
}

} // namespace itstorm
