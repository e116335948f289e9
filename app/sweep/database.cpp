// SPDX-License-Identifier: Apache-2.0
// Database: see database.h.
#include "sweep/database.h"
#include "regular_file.h"
#include "sweep/range.h"
#include "usage_error.h"
#include <unistd.h>

namespace itstorm {

namespace {

// docs/sweeps.md explains the tables.
const char* const schema = R"(
CREATE TABLE IF NOT EXISTS sweep(key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS knob(knob INTEGER PRIMARY KEY, axis INTEGER, path TEXT);
CREATE TABLE IF NOT EXISTS statistic(statistic INTEGER PRIMARY KEY, name TEXT, unit TEXT);
CREATE TABLE IF NOT EXISTS point(point INTEGER PRIMARY KEY, configuration INTEGER, repetition INTEGER,
    seed INTEGER, ending TEXT, passed INTEGER, message TEXT, end_ps INTEGER, arguments TEXT);
CREATE TABLE IF NOT EXISTS value(configuration INTEGER, knob INTEGER, text TEXT, number REAL,
    PRIMARY KEY(configuration, knob)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS number(point INTEGER, statistic INTEGER, value REAL,
    PRIMARY KEY(point, statistic)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS verdict(point INTEGER, place INTEGER, expectation TEXT, outcome TEXT,
    value REAL, text TEXT, PRIMARY KEY(point, place)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS spread(configuration INTEGER, statistic INTEGER, count INTEGER, mean REAL,
    ci95 REAL, deviation REAL, min REAL, max REAL, PRIMARY KEY(configuration, statistic)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS timing(point INTEGER PRIMARY KEY, wall_s REAL, host TEXT);
)";

std::string host_name()
{
    char name[256] = "";
    gethostname(name, sizeof name - 1);
    return name;
}

// A reader sees what is committed; a writer that is killed leaves what it has committed.
void configure(Sqlite& db)
{
    db.execute("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; "
               "PRAGMA synchronous = NORMAL;");
}

bool make_tables(Sqlite& db)
{
    configure(db);
    Transaction transaction(db);
    db.execute(schema);
    Statement facts(db, "SELECT count(*) FROM sweep");
    facts.step();
    const bool is_empty = facts.number(0) == 0;
    facts.step();
    transaction.commit();
    return is_empty;
}

double unit_of(Dimension dimension)
{
    switch (dimension) {
    case Dimension::Duration: return 1e12;
    case Dimension::Real: return 1e6;
    case Dimension::Percent: return 100;
    default: return 1;
    }
}

} // namespace

std::string refuse_database(const std::string& path, bool may_be_empty)
{
    const RegularFile file(path);
    if (!file.problem().empty())
        return path + ": " + file.problem();
    try {
        const Sqlite db(path, Sqlite::Access::Read);
        Statement tables(db, "SELECT count(*), count(*) FILTER (WHERE name IN ('sweep', 'point', "
                             "'number', 'verdict')) FROM sqlite_master WHERE type = 'table'");
        tables.step();
        if (tables.number(0) == 0)
            return may_be_empty ? "" : path + ": is empty: no database of a sweep";
        return tables.number(1) == 4 ? "" : path + ": is a database, but not of a sweep";
    } catch (const UsageError& e) {
        return e.what();
    }
}

std::optional<double> plain_number(const std::string& value)
{
    const auto amount = parse_amount(value);
    if (!amount)
        return std::nullopt;
    return static_cast<double>(amount->number) / unit_of(amount->dimension);
}

Database::Database(const std::string& path, const Study& study)
    : study_(study), db_(path), is_empty_(make_tables(db_)),
      add_point_(db_, "INSERT INTO point VALUES(?,?,?,?,?,?,?,?,?)"),
      add_value_(db_, "INSERT OR IGNORE INTO value VALUES(?,?,?,?)"),
      add_number_(db_, "INSERT INTO number VALUES(?,?,?)"),
      add_verdict_(db_, "INSERT INTO verdict VALUES(?,?,?,?,?,?)"),
      add_timing_(db_, "INSERT INTO timing VALUES(?,?,?)"),
      add_spread_(db_, "INSERT OR REPLACE INTO spread VALUES(?,?,?,?,?,?,?,?)"),
      read_point_(db_, "SELECT seed, ending, message, end_ps FROM point WHERE point = ?"),
      read_numbers_(db_, "SELECT statistic, value FROM number WHERE point = ?"),
      read_verdicts_(db_, "SELECT expectation, outcome, value, text FROM verdict WHERE point = ? "
                          "ORDER BY place")
{
    if (is_empty_)
        describe();
}

void Database::describe()
{
    Transaction transaction(db_);
    Statement fact(db_, "INSERT INTO sweep VALUES(?,?)");
    for (const auto& [key, value] : study_.facts)
        fact.bind(1, key).bind(2, value).run();
    Statement knob(db_, "INSERT INTO knob VALUES(?,?,?)");
    std::uint64_t number = 0;
    for (std::size_t axis = 0; axis < study_.plan.axes.size(); ++axis)
        for (const Knob& one : study_.plan.axes[axis].knobs)
            knob.bind(1, number++).bind(2, std::uint64_t{ axis }).bind(3, one.path).run();
    Statement statistic(db_, "INSERT INTO statistic VALUES(?,?,?)");
    for (std::size_t n = 0; n < study_.table.size(); ++n)
        statistic.bind(1, std::uint64_t{ n })
            .bind(2, title(study_.table[n]))
            .bind(3, study_.table[n].unit)
            .run();
    transaction.commit();
}

std::string Database::difference() const
{
    std::map<std::string, std::string> there;
    Statement facts(db_, "SELECT key, value FROM sweep");
    while (facts.step())
        there[facts.text(0)] = facts.text(1);
    std::string all;
    for (const auto& [key, value] : study_.facts)
        if (there[key] != value)
            all += (all.empty() ? "" : ", ") + key;
    return all;
}

std::vector<bool> Database::points()
{
    std::vector<bool> there(study_.plan.points());
    Statement points(db_, "SELECT point FROM point");
    while (points.step())
        if (points.number(0) < there.size())
            there[points.number(0)] = true;
    return there;
}

void Database::add(std::size_t point, const PointRecord& record)
{
    static const std::string host = host_name();
    const std::size_t configuration = study_.plan.configuration_of(point);
    Transaction transaction(db_);
    add_point_.bind(1, std::uint64_t{ point })
        .bind(2, std::uint64_t{ configuration })
        .bind(3, std::uint64_t{ study_.plan.repetition_of(point) })
        .bind(4, record.seed)
        .bind(5, record.ending)
        .bind(6, std::uint64_t{ record.passed() })
        .bind(7, record.message)
        .bind(8, record.end_ps)
        .bind(9, arguments_of(study_, point, record.seed))
        .run();
    std::uint64_t knob = 0;
    for (const Node* value : study_.plan.values(configuration)) {
        const std::string text = value_text(*value);
        add_value_.bind(1, std::uint64_t{ configuration })
            .bind(2, knob++)
            .bind(3, text)
            .bind(4, plain_number(text))
            .run();
    }
    for (std::size_t n = 0; n < record.numbers.size(); ++n)
        if (record.numbers[n])
            add_number_.bind(1, std::uint64_t{ point })
                .bind(2, std::uint64_t{ n })
                .bind(3, *record.numbers[n])
                .run();
    for (std::size_t n = 0; n < record.verdicts.size(); ++n)
        add_verdict_.bind(1, std::uint64_t{ point })
            .bind(2, std::uint64_t{ n })
            .bind(3, record.verdicts[n].id)
            .bind(4, record.verdicts[n].outcome)
            .bind(5, record.verdicts[n].value)
            .bind(6, record.verdicts[n].text)
            .run();
    add_timing_.bind(1, std::uint64_t{ point }).bind(2, record.wall_s).bind(3, host).run();
    transaction.commit();
}

PointRecord Database::read(std::size_t point)
{
    PointRecord record;
    read_point_.bind(1, std::uint64_t{ point });
    while (read_point_.step()) {
        record.seed = read_point_.number(0);
        record.ending = read_point_.text(1);
        record.message = read_point_.text(2);
        record.end_ps = read_point_.number(3);
    }
    record.numbers.resize(study_.table.size());
    read_numbers_.bind(1, std::uint64_t{ point });
    while (read_numbers_.step())
        record.numbers.at(read_numbers_.number(0)) = read_numbers_.real(1);
    read_verdicts_.bind(1, std::uint64_t{ point });
    while (read_verdicts_.step())
        record.verdicts.push_back({ read_verdicts_.text(0), read_verdicts_.text(1),
                                    read_verdicts_.real(2), read_verdicts_.text(3) });
    return record;
}

void Database::add_spread(std::size_t configuration, std::size_t statistic, const Spread& spread)
{
    add_spread_.bind(1, std::uint64_t{ configuration })
        .bind(2, std::uint64_t{ statistic })
        .bind(3, std::uint64_t{ spread.count })
        .bind(4, spread.mean)
        .bind(5, spread.ci95)
        .bind(6, spread.deviation)
        .bind(7, spread.min)
        .bind(8, spread.max)
        .run();
}

void Database::add_all_of(const std::string& path)
{
    Statement attach(db_, "ATTACH ? AS shard");
    attach.bind(1, path).run();
    {
        Transaction transaction(db_);
        for (const char* table : { "value", "number", "verdict", "timing", "point" })
            db_.execute(std::string("INSERT OR IGNORE INTO main.") + table +
                        " SELECT * FROM shard." + table);
        transaction.commit();
    }
    db_.execute("DETACH shard");
}

} // namespace itstorm
