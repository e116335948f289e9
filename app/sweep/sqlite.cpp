// SPDX-License-Identifier: Apache-2.0
// SQLite: see sqlite.h.
#include "sweep/sqlite.h"
#include "usage_error.h"
#include <sqlite3.h>

namespace itstorm {

namespace {

// Whether the user can put it right: by another file or place, or by ending the process that holds
// the database.
bool is_of_the_file(int code)
{
    switch (code) {
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_BUSY: return true;
    default: return false;
    }
}

} // namespace

Sqlite::Sqlite(const std::string& path, Access access) : path_(path)
{
    const int flags =
        access == Access::Read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2(path.c_str(), &db_, flags, nullptr) == SQLITE_OK)
        return;
    const std::string why = db_ ? sqlite3_errmsg(db_) : "no memory";
    sqlite3_close(db_);
    throw UsageError(path_ + ": " + why);
}

Sqlite::~Sqlite()
{
    sqlite3_close(db_);
}

void Sqlite::fail() const
{
    const std::string text = path_ + ": " + sqlite3_errmsg(db_);
    if (is_of_the_file(sqlite3_errcode(db_)))
        throw UsageError(text);
    throw std::runtime_error(text);
}

void Sqlite::execute(const std::string& sql)
{
    if (sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        fail();
}

Statement::Statement(const Sqlite& db, const std::string& sql) : db_(db)
{
    if (sqlite3_prepare_v2(db_.handle(), sql.c_str(), -1, &statement_, nullptr) != SQLITE_OK)
        db_.fail();
}

Statement::~Statement()
{
    sqlite3_finalize(statement_);
}

Statement& Statement::bind(int place, std::uint64_t value)
{
    sqlite3_bind_int64(statement_, place, static_cast<sqlite3_int64>(value));
    return *this;
}

Statement& Statement::bind(int place, double value)
{
    sqlite3_bind_double(statement_, place, value);
    return *this;
}

Statement& Statement::bind(int place, const std::string& value)
{
    sqlite3_bind_text(statement_, place, value.data(), static_cast<int>(value.size()),
                      SQLITE_TRANSIENT);
    return *this;
}

Statement& Statement::bind(int place, const std::optional<double>& value)
{
    if (value)
        return bind(place, *value);
    sqlite3_bind_null(statement_, place);
    return *this;
}

bool Statement::step()
{
    const int answer = sqlite3_step(statement_);
    if (answer == SQLITE_ROW)
        return true;
    if (answer != SQLITE_DONE)
        db_.fail();
    sqlite3_reset(statement_);
    return false;
}

void Statement::run()
{
    while (step()) {
    }
}

std::uint64_t Statement::number(int column) const
{
    return static_cast<std::uint64_t>(sqlite3_column_int64(statement_, column));
}

std::optional<double> Statement::real(int column) const
{
    if (sqlite3_column_type(statement_, column) == SQLITE_NULL)
        return std::nullopt;
    return sqlite3_column_double(statement_, column);
}

std::string Statement::text(int column) const
{
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return text ? std::string(text,
                              static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)))
                : "";
}

Transaction::~Transaction()
{
    if (is_open_)
        sqlite3_exec(db_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
}

void Transaction::commit()
{
    db_.execute("COMMIT");
    is_open_ = false;
}

} // namespace itstorm
