// SPDX-License-Identifier: Apache-2.0
// simulate(): see simulation.h. Build, observe, play, close the books.
#include "simulation.h"
#include "block_weighing.h"
#include "common/simulated_time.h"
#include "common/stop_request.h"
#include "expected_end.h"
#include "faults.h"
#include "flight_log.h"
#include "known_stats.h"
#include "log_writer.h"
#include "observe/attach.h"
#include "observe/ledger_check.h"
#include "observers.h"
#include "output_file.h"
#include "platform/guest.h"
#include "platform/span_names.h"
#include "platform/watchdog.h"
#include "profile_files.h"
#include "progress_line.h"
#include "recorder.h"
#include "timeline.h"
#include "waveform.h"
#include <algorithm>
#include <iostream>
#include <optional>
#include <sstream>

namespace itstorm {

namespace {

constexpr std::uint64_t slice_ps = 100'000'000; // simulated time between two checks of the limits
constexpr double noticeable_standstill_s = 0.2;
constexpr std::size_t most_orders = 65536; // waiting for one vCPU

// limits.wall_time holds from here to the end of simulated time.
class WallTimeLimit {
public:
    explicit WallTimeLimit(double seconds) { limit_wall_time(seconds); }
    ~WallTimeLimit() { lift(); }
    void lift() { limit_wall_time(0); }
};

// Whether the scenario asks for statistics of spans: only then does the simulator follow spans,
// which takes real time.
bool names_a_span(const Scenario& scenario)
{
    const auto& expects = scenario.expects;
    const auto& table = scenario.table;
    return std::any_of(expects.begin(), expects.end(),
                       [](const Expect& e) { return is_span_statistic(e.stat); }) ||
           std::any_of(table.begin(), table.end(),
                       [](const TableRow& row) { return is_span_statistic(row.stat); });
}

class Run {
public:
    Run(const Scenario& scenario, const RunOptions& options)
        : scenario_(scenario), options_(options), wall_time_(scenario.wall_limit_s),
          log_file_(is_silent() ? "" : options.out_dir + "/log.txt"),
          log_terminal_(std::cerr, options.log, scenario.variant),
          progress_(options.progress, options.title,
                    [this] { return expected_end_ps(scenario_, timeline_.labels_ps()); }),

          object_(load_hypervisor(scenario.hypervisor)),
          soc_("soc", scenario.soc, object_, load_all_guests(scenario.guests)),
          observers_(soc_, stats_), timeline_("timeline", scenario, stats_, target())
    {
        soc_.machine.log.listen([this](const LogLine& line) { show(line); });
        if (!is_silent() && (options.vcd || scenario.vcd.enabled))
            observers_.trace_to(options.out_dir + "/trace.vcd", scenario.vcd);
        if (observers_.trace() != nullptr)
            plan_waveform(timeline_, *observers_.trace(), scenario.vcd);
        if (!options.trace.empty() && !is_silent())
            flight_.print(options.trace, scenario.variant.empty() ? "" : scenario.variant + ": ",
                          std::cout);
        if (!options.record.empty())
            record_to(options.record);
        if (options.profile && !is_silent())
            soc_.machine.profile = &profile_.emplace(static_cast<unsigned>(soc_.pes.size()));
        if (scenario.soc.software.is_weighted)
            weighing_.emplace(soc_.machine, scenario.hypervisor);
        if (scenario.soc.software.is_fixed || names_a_span(scenario))
            observers_.follow_spans();
    }

    RunOutput run()
    {
        if (soc_.machine.create_hypervisor())
            play();
        else if (stop_requested())
            end_as_requested();
        else
            fault(soc_.machine.faults.message);
        was_stopped_ = stop_requested();
        wall_time_.lift();
        close_books();
        collect();
        write_files();
        return std::move(output_);
    }

private:
    bool is_silent() const { return options_.out_dir.empty(); }

    void show(const LogLine& line)
    {
        log_file_.write(line);
        if (is_silent() || !log_terminal_.wants(line))
            return;
        progress_.clear();
        log_terminal_.show(line);
    }

    void record_to(const std::string& path)
    {
        recorder_ = std::make_unique<Recorder>(path, scenario_.soc);
        for (const auto& function : soc_.functions)
            attach(function->probes.stimulus, *recorder_);
    }

    TimelineTarget target()
    {
        TimelineTarget t;
        t.start_pattern = [this](unsigned n, const PatternConfig& pattern) {
            soc_.functions[n]->start(pattern);
        };
        t.stop_pattern = [this](unsigned n) { soc_.functions[n]->stop(); };
        t.send = [this](unsigned n, unsigned vector) { soc_.functions[n]->send_soon(vector); };
        t.order = [this](const Order& order) { give_order(order); };
        t.break_something = [this](const TimelineEntry& entry) { faults_.happen(entry); };
        t.set_knob = [this](const Setting& setting) { set_knob(setting); };
        t.flush = [this] { credit_progress(); };
        t.missed = [this] { flight_.keep(); };
        t.label = [this](const std::string& label) { show_label(label); };
        return t;
    }

    // If the object refuses the value, the machine has a fault, which ends the run.
    void set_knob(const Setting& setting)
    {
        if (setting.domain != Setting::hypervisor)
            return soc_.machine.set_guest_knob(static_cast<std::uint16_t>(setting.domain),
                                               setting.row, setting.value);
        if (!soc_.machine.set_hypervisor_knob(setting.row, setting.value))
            sim::pause();
    }

    void give_order(const Order& order)
    {
        GuestContext* guest = soc_.machine.find_guest(static_cast<std::uint16_t>(order.domain),
                                                      static_cast<std::uint16_t>(order.vcpu));
        if (guest == nullptr)
            return; // this hypervisor runs no guests, or the domain has ended
        if (guest->orders.size() == most_orders) {
            flooded_vcpu_ = guest->name;
            return sim::pause();
        }
        sim_order given{ order.what, {} };
        std::copy(order.args.begin(), order.args.end(), given.arg);
        guest::give_order(*guest, given);
    }

    void credit_progress()
    {
        for (const auto& pe : soc_.pes)
            pe->credit_progress();
    }

    void show_label(const std::string& label)
    {
        flight_.label(label);
        if (observers_.trace() != nullptr)
            observers_.trace()->label(label);
    }

    void play()
    {
        try {
            while (step())
                progress_.show();
        } catch (const std::exception& error) { // thrown by a model
            fault(error.what());
        }
        Pe::set_running(nullptr);
        progress_.clear();
    }

    // Simulates one slice of time; false: the run is over.
    bool step()
    {
        const std::uint64_t now = sim::now_ps();
        if (now >= scenario_.sim_limit_ps)
            return end_at_limit("simulated time");
        if (stop_requested())
            return end_as_requested();
        sim::run(
            sc_core::sc_time::from_value(std::min(next_slice_ps(), scenario_.sim_limit_ps - now)));
        if (soc_.machine.faults.happened)
            return fault(soc_.machine.faults.message);
        if (!flooded_vcpu_.empty())
            return end_at_limit(std::to_string(most_orders) + " orders that wait for " +
                                flooded_vcpu_);
        return !timeline_.over();
    }

    // A stretch in which nothing happens is one slice, however long it is.
    static std::uint64_t next_slice_ps()
    {
        return std::max<std::uint64_t>(slice_ps, sim::ps_to_next());
    }

    // Ends the run because the user or the limit of real time asked for it.
    bool end_as_requested()
    {
        if (stop_reason() == StopReason::WallTime)
            return end_at_limit("wall time", standstill());
        output_.ending = Ending::Interrupted;
        output_.message = standstill();
        return false;
    }

    // Ends the run at a limit. `where` depends on the real clock and is given only if the real
    // clock ended the run.
    bool end_at_limit(const std::string& what, const std::string& where = "")
    {
        output_.ending = Ending::LimitReached;
        output_.message = "the limit of " + what + " is reached" + after("", where) +
                          after("still waiting: ", timeline_.waiting_for()) +
                          after("not ready: ", soc_.machine.guests_not_ready());
        return false;
    }

    static std::string after(const char* heading, const std::string& text)
    {
        return text.empty() ? text : std::string("; ") + heading + text;
    }

    // Where simulated time stands still, and what runs there; empty: it passes.
    std::string standstill() const
    {
        if (standstill_seconds() < noticeable_standstill_s)
            return "";
        const std::string text = "no simulated time passes at " + sim::now().to_string();
        for (const auto& pe : soc_.pes)
            if (pe->has_left())
                return text + ": " + pe->who();
        return Pe::running == nullptr ? text : text + ": last ran " + Pe::running->who();
    }

    bool fault(const std::string& message)
    {
        output_.ending = Ending::Fault;
        output_.message =
            scenario_.hypervisor.substr(scenario_.hypervisor.rfind('/') + 1) + ": " + message;
        return false;
    }

    void close_books()
    {
        if (profile_)
            profile_->finish(sim::now_ps());
        credit_progress();
        warn_of_faults_without_effect();
        if (weighing_)
            weighing_->finish();
        stats_.finish();
        observers_.series().finish();
        if (output_.ending == Ending::Fault)
            return; // after a fault the books prove nothing
        const std::string books =
            check_ledger(soc_.ledger, soc_.msis_in_flight(), soc_.commands_in_ring());
        if (!books.empty())
            fault("the ledger does not close\n" + books);
        if (was_stopped_)
            return; // the hypervisor may have been in the middle of an update
        if (books.empty() &&
            !(soc_.machine.check_hypervisor() && soc_.machine.destroy_hypervisor()))
            stop_requested() ? end_as_requested() : fault(soc_.machine.faults.message);
    }

    void warn_of_faults_without_effect()
    {
        for (const std::string& text : faults_.without_effect())
            soc_.machine.log.add(LogLevel::Warning, "timeline", text);
    }

    void collect()
    {
        output_.end_ps = sim::now_ps();
        output_.stats = stats_.run();
        put_elapsed(output_.stats, output_.end_ps);
        for (std::size_t n = 0; n < scenario_.measures.size(); n++) {
            const std::string& name = scenario_.measures[n].name;
            WindowOutput& window = output_.windows[name];
            window = { stats_.window(name), timeline_.incomplete(n) };
            if (const auto length_ps = timeline_.length_ps(n))
                put_elapsed(window.stats, *length_ps);
        }
        output_.labels_ps = timeline_.labels_ps();
        output_.within = timeline_.within();
        output_.log = soc_.machine.log.kept();
        for (std::size_t n = 0; n < static_cast<std::size_t>(Cost::Count); n++)
            output_.cost_ps[cost_name(static_cast<Cost>(n))] =
                soc_.machine.costs.ps(static_cast<Cost>(n));
        output_.capacities = observers_.series().capacities();
        for (const VlpiWay& way : observers_.vlpis().slowest())
            output_.slowest.push_back(slow_vlpi(way));
        for (const JourneyHop& hop : observers_.journey().hops())
            output_.journey.push_back({ hop.name, hop.ps, named(hop.counts, hop.is_software) });
    }

    SlowVlpi slow_vlpi(const VlpiWay& way) const
    {
        SlowVlpi slow{ scenario_.soc.domains.at(way.domain).name, way.vlpi, way.sent_ps, {} };
        for (unsigned hop = 0; hop < VlpiWay::Hops; ++hop)
            slow.hops.push_back({ VlpiWay::hop_name(hop), way.hops_ps[hop], {} });
        return slow;
    }

    static void put_elapsed(std::vector<Scalar>& stats, std::uint64_t ps)
    {
        const StatInfo info = elapsed_time();
        const auto place = std::find_if(stats.begin(), stats.end(),
                                        [&](const Scalar& s) { return s.name > info.name; });
        stats.insert(place, { info.name, static_cast<double>(ps) / 1e12, info.unit, info.text });
    }

    // Writes the files. If one cannot be written the run ends as a fault, though its numbers are
    // complete.
    void write_files()
    {
        std::ostringstream series;
        observers_.series().write(series);
        log_terminal_.finish();
        try {
            log_file_.finish();
            if (!is_silent()) {
                write_file(options_.out_dir + "/series.csv", series.str());
                std::ostringstream
                    flight; // the caller keeps or removes it once it has judged the run
                flight_.write(flight);
                write_file(options_.out_dir + "/flight.bin", flight.str());
            }
            if (observers_.trace() != nullptr)
                finish_waveform(*observers_.trace(), scenario_.vcd, options_.out_dir);
            if (recorder_)
                recorder_->finish();
            if (profile_)
                write_profile(*profile_, options_.out_dir);
        } catch (const std::exception& error) {
            output_.ending = Ending::Fault;
            output_.message = error.what();
        }
    }

    static std::map<std::string, std::uint64_t> named(const CostCounts& counts, bool is_software)
    {
        std::map<std::string, std::uint64_t> by_name;
        for (std::size_t n = 0; is_software && n < counts.size(); n++)
            if (counts[n] != 0)
                by_name[cost_name(static_cast<Cost>(n))] = counts[n];
        return by_name;
    }

    const Scenario& scenario_;
    const RunOptions& options_;
    WallTimeLimit wall_time_;
    RunOutput output_;
    bool was_stopped_ = false;
    std::string flooded_vcpu_; // for which more than most_orders wait; empty: none
    LogFile log_file_;
    LogTerminal log_terminal_;
    ProgressLine progress_;
    Stats stats_;
    const HypervisorObject object_;
    Soc soc_;
    Faults faults_{ scenario_, soc_ };
    Observers observers_;
    FlightLog flight_{ soc_ };
    std::unique_ptr<Recorder> recorder_;
    std::optional<CodeProfile> profile_;
    std::optional<BlockWeighing> weighing_;
    Timeline timeline_;
};

} // namespace

RunOutput simulate(const Scenario& scenario, const RunOptions& options)
{
    return Run(scenario, options).run();
}

} // namespace itstorm
