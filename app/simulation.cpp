// simulate(): see simulation.h. Build, observe, play, close the books.
#include "simulation.h"
#include "log_writer.h"
#include "observe/attach.h"
#include "observe/ledger_check.h"
#include "observers.h"
#include "platform/guest.h"
#include "recorder.h"
#include "timeline.h"
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>

namespace itstorm {

namespace {

constexpr std::uint64_t slice_ps =
    100'000'000; // between two looks at limits, Ctrl-C and the progress line

volatile std::sig_atomic_t interrupted = 0;

void on_interrupt(int)
{
    interrupted = 1;
}

// The one place that looks at a real clock: for limits.wall_time and the progress line, never for a
// result.
class WallClock {
public:
    double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }

private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

class ProgressLine {
public:
    explicit ProgressLine(bool on) : on_(on) {}
    ~ProgressLine() { clear(); }

    void show(const WallClock& clock)
    {
        if (!on_ || clock.seconds() < next_s_)
            return;
        next_s_ = clock.seconds() + 0.2;
        std::fprintf(stderr, "\r%12.3f ms simulated, %6.1f s",
                     sc_core::sc_time_stamp().to_seconds() * 1e3, clock.seconds());
        shown_ = true;
    }
    void clear()
    {
        if (shown_)
            std::fprintf(stderr, "\r%40s\r", "");
        shown_ = false;
    }

private:
    bool on_, shown_ = false;
    double next_s_ = 0.5;
};

class Run {
public:
    Run(const Scenario& scenario, const RunOptions& options)
        : scenario_(scenario), series_file_(options.out_dir + "/series.csv"),
          log_file_(options.out_dir + "/log.txt"),
          log_terminal_(std::cerr, options.log, scenario.variant), progress_(options.progress),
          object_(load_hypervisor(scenario.hypervisor)),
          soc_("soc", scenario.soc, object_, load_guest_programs(scenario.guests)),
          observers_(soc_, stats_, series_file_), timeline_("timeline", scenario, stats_, target())
    {
        soc_.machine.log.listen([this](const LogLine& line) { show(line); });
        if (options.vcd || scenario.vcd.enabled)
            observers_.trace_to(options.out_dir + "/trace.vcd");
        if (observers_.trace() != nullptr && scenario.vcd.from.empty())
            observers_.trace()->start();
        if (!options.record.empty())
            record_to(options.record);
    }

    RunOutput run()
    {
        if (soc_.machine.create_hypervisor())
            play();
        else
            fault(soc_.machine.faults.message);
        close_books();
        collect();
        return std::move(output_);
    }

private:
    void show(const LogLine& line)
    {
        log_file_.write(line);
        if (!log_terminal_.wants(line))
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
        t.send = [this](unsigned n, unsigned vector) { soc_.functions[n]->send(vector); };
        t.order = [this](unsigned domain, unsigned vcpu, const Order& order) {
            give_order(domain, vcpu, order);
        };
        t.flush = [this] { credit_progress(); };
        t.label = [this](const std::string& label) { switch_trace(label); };
        return t;
    }

    void give_order(unsigned domain, unsigned vcpu, const Order& order)
    {
        GuestContext* guest = soc_.machine.find_guest(static_cast<std::uint16_t>(domain),
                                                      static_cast<std::uint16_t>(vcpu));
        if (guest == nullptr)
            return; // this hypervisor runs no guests
        sim_order given{ order.what, {} };
        std::copy(order.args.begin(), order.args.end(), given.arg);
        guest::give_order(*guest, given);
    }

    void credit_progress()
    {
        for (const auto& pe : soc_.pes)
            pe->credit_progress();
    }

    void switch_trace(const std::string& label)
    {
        VcdTrace* trace = observers_.trace();
        if (trace != nullptr && label == scenario_.vcd.from)
            trace->start();
        if (trace != nullptr && label == scenario_.vcd.to)
            trace->stop();
    }

    void play()
    {
        std::signal(SIGINT, on_interrupt);
        try {
            while (step())
                progress_.show(clock_);
        } catch (const std::exception& error) { // a model's own complaint
            fault(error.what());
        }
        Pe::running = nullptr;
        progress_.clear();
    }

    // One slice of simulated time; false: the run is over.
    bool step()
    {
        const std::uint64_t now = sc_core::sc_time_stamp().value();
        if (now >= scenario_.sim_limit_ps)
            return limit("simulated time");
        if (scenario_.wall_limit_s > 0 && clock_.seconds() > scenario_.wall_limit_s)
            return limit("wall time");
        if (interrupted) {
            output_.ending = Ending::Interrupted;
            return false;
        }
        sc_core::sc_start(
            sc_core::sc_time::from_value(std::min(slice_ps, scenario_.sim_limit_ps - now)));
        if (soc_.machine.faults.happened)
            fault(soc_.machine.faults.message);
        return !soc_.machine.faults.happened && !timeline_.over();
    }

    bool limit(const char* what)
    {
        output_.ending = Ending::LimitReached;
        const std::string waiting = timeline_.waiting_for();
        const std::string not_ready = soc_.machine.guests_not_ready();
        output_.message = std::string("the limit of ") + what + " is reached" +
                          (waiting.empty() ? std::string() : "; still waiting: " + waiting) +
                          (not_ready.empty() ? std::string() : "; not ready: " + not_ready);
        return false;
    }

    void fault(const std::string& message)
    {
        output_.ending = Ending::Fault;
        output_.message =
            scenario_.hypervisor.substr(scenario_.hypervisor.rfind('/') + 1) + ": " + message;
    }

    void close_books()
    {
        credit_progress();
        stats_.finish();
        observers_.series().finish();
        if (output_.ending == Ending::Fault)
            return; // what a broken run leaves behind proves nothing
        const std::string books =
            check_ledger(soc_.ledger, soc_.msis_in_flight(), soc_.commands_in_ring());
        if (!books.empty())
            fault("the ledger does not close\n" + books);
        else if (!soc_.machine.check_hypervisor())
            fault(soc_.machine.faults.message);
        soc_.machine.destroy_hypervisor();
    }

    void collect()
    {
        output_.end_ps = sc_core::sc_time_stamp().value();
        output_.stats = stats_.run();
        for (std::size_t n = 0; n < scenario_.measures.size(); n++) {
            const std::string& name = scenario_.measures[n].name;
            output_.windows[name] = { stats_.window(name), timeline_.incomplete(n) };
        }
        output_.labels_ps = timeline_.labels_ps();
        output_.within = timeline_.within();
        output_.log = soc_.machine.log.kept();
        for (std::size_t n = 0; n < static_cast<std::size_t>(Cost::Count); n++)
            output_.cost_ps[cost_name(static_cast<Cost>(n))] =
                soc_.machine.costs.ps(static_cast<Cost>(n));
        for (const JourneyHop& hop : observers_.journey().hops())
            output_.journey.push_back({ hop.name, hop.ps, named(hop.counts, hop.is_software) });
        log_terminal_.finish();
        log_file_.finish();
        if (observers_.trace() != nullptr && !observers_.trace()->finish())
            throw std::runtime_error("trace.vcd could not be written completely");
        if (recorder_ && !recorder_->finish())
            throw std::runtime_error("the recorded trace could not be written completely");
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
    RunOutput output_;
    std::ofstream series_file_;
    LogFile log_file_;
    LogTerminal log_terminal_;
    WallClock clock_;
    ProgressLine progress_;
    Stats stats_;
    const HypervisorObject object_;
    Soc soc_;
    Observers observers_;
    std::unique_ptr<Recorder> recorder_;
    Timeline timeline_;
};

} // namespace

RunOutput simulate(const Scenario& scenario, const RunOptions& options)
{
    return Run(scenario, options).run();
}

} // namespace itstorm
