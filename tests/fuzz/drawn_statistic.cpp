// SPDX-License-Identifier: Apache-2.0
#include "drawn_statistic.h"

namespace itstorm {

namespace {

enum class Per { Run, Its, Pe, Domain, Function };
enum class Is { Counter, Level, Duration, Share };

} // namespace

struct StatisticDrawer::Row {
    Per per;
    const char* name; // for a PE, its number is inserted before the first dot
    Is is;
    std::uint64_t usual; // limits are drawn up to here
};

namespace {

const std::vector<std::string> operators = { "<", "<=", "==", "!=", ">=", ">" };
const std::vector<std::string> ends_of_level = {
    "mean", "max", "last", "p50", "p90", "p99", "p999"
};
const std::vector<std::string> ends_of_duration = { "count", "mean", "p50", "p99", "max" };

} // namespace

const StatisticDrawer::Row& StatisticDrawer::pick()
{
    static const std::vector<Row> rows = {
        { Per::Run, "all_guests.ready", Is::Level, 1 },
        { Per::Run, "lock.host.cmdq.wait", Is::Duration, 50 },
        { Per::Its, "cmdq.occupancy", Is::Level, 256 },
        { Per::Its, "cmdq.full_events", Is::Counter, 100 },
        { Per::Its, "cmdq.stalled_time", Is::Share, 100 },
        { Per::Its, "cmd.sync.executed", Is::Counter, 100 },
        { Per::Its, "cmd.service", Is::Duration, 20 },
        { Per::Its, "msi.received", Is::Counter, 10000 },
        { Per::Its, "msi.dropped.unmapped_event", Is::Counter, 100 },
        { Per::Its, "msi.inbox", Is::Level, 8 },
        { Per::Its, "cache.event.hit_share", Is::Share, 100 },
        { Per::Pe, "gicr.lpi.pending", Is::Level, 16 },
        { Per::Pe, "gicr.lpi.merged", Is::Counter, 1000 },
        { Per::Pe, "gicr.irq.delivered", Is::Counter, 100 },
        { Per::Pe, "pe.share.guest", Is::Share, 100 },
        { Per::Pe, "pe.irq_loop", Is::Duration, 100 },
        { Per::Function, "msi.sent", Is::Counter, 1000 },
        { Per::Function, "msi.merged", Is::Counter, 1000 },
        { Per::Domain, "vlpi.handled", Is::Counter, 1000 },
        { Per::Domain, "vlpi.latency", Is::Duration, 100 },
        { Per::Domain, "exit.irq", Is::Counter, 1000 },
        { Per::Domain, "progress", Is::Counter, 1000000 },
    };
    for (;;) {
        const Row& row = rows[dice_.between(0, rows.size() - 1)];
        if (row.per != Per::Function || !machine_.functions.empty())
            return row;
    }
}

std::string StatisticDrawer::instance(const Row& row)
{
    const std::string name = row.name;
    const std::size_t dot = name.find('.');
    switch (row.per) {
    case Per::Run: return name;
    case Per::Its: return dice_.one_of(machine_.its) + "." + name;
    case Per::Domain: return dice_.one_of(machine_.domains).name + "." + name;
    case Per::Function: return dice_.one_of(machine_.functions).name + "." + name;
    case Per::Pe: break;
    }
    return name.substr(0, dot) + std::to_string(dice_.between(0, machine_.pes - 1)) +
           name.substr(dot);
}

std::string StatisticDrawer::name()
{
    const Row& row = pick();
    const std::string end = row.is == Is::Level      ? "." + dice_.one_of(ends_of_level)
                            : row.is == Is::Duration ? "." + dice_.one_of(ends_of_duration)
                                                     : "";
    return instance(row) + end;
}

std::string StatisticDrawer::counter()
{
    for (;;)
        if (const Row& row = pick(); row.is == Is::Counter)
            return instance(row);
}

std::string StatisticDrawer::live_condition()
{
    for (;;) {
        const Row& row = pick();
        if (row.is == Is::Level || row.is == Is::Counter)
            return instance(row) + " " + dice_.one_of(operators) + " " +
                   std::to_string(dice_.of_any_size(0, row.usual));
    }
}

std::string StatisticDrawer::comparison(bool in_window)
{
    const Row& row = pick();
    const std::string number = std::to_string(dice_.of_any_size(0, row.usual));
    const std::string head = instance(row), middle = " " + dice_.one_of(operators) + " ";
    switch (row.is) {
    case Is::Counter: return head + middle + number + (in_window ? "/s" : "");
    case Is::Level: return head + "." + dice_.one_of(ends_of_level) + middle + number;
    case Is::Duration:
        return head + "." + dice_.one_of<std::string>({ "mean", "p50", "max" }) + middle + number +
               "us";
    case Is::Share: break;
    }
    return head + middle + number + "%";
}

} // namespace itstorm
