// SPDX-License-Identifier: Apache-2.0
// SQLite in C++: a database that closes itself, and statements whose values are bound by place. An
// exception names the file: UsageError if the file is no database or is damaged, cannot be opened
// or written, or is held by another process; else std::runtime_error.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

struct sqlite3;
struct sqlite3_stmt;

namespace itstorm {

class Sqlite {
public:
    enum class Access { Read, Write };

    // Access::Write creates the file if it is not there.
    explicit Sqlite(const std::string& path, Access access = Access::Write);
    ~Sqlite();
    Sqlite(const Sqlite&) = delete;
    Sqlite& operator=(const Sqlite&) = delete;

    void execute(const std::string& sql);
    sqlite3* handle() const { return db_; }
    [[noreturn]] void fail() const;

private:
    const std::string path_;
    sqlite3* db_ = nullptr;
};

// A statement is prepared once and run many times:  insert.bind(1, x).bind(2, y).run();  while
// (select.step()) ...
class Statement {
public:
    Statement(const Sqlite& db, const std::string& sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& bind(int place, std::uint64_t value); // places count from 1
    Statement& bind(int place, double value);
    Statement& bind(int place, const std::string& value);
    Statement& bind(int place, const std::optional<double>& value);

    bool step(); // true: a row is there; false: the end, and the statement can be bound anew
    void run();  // steps to its end

    std::uint64_t number(int column) const; // columns count from 0
    std::optional<double> real(int column) const;
    std::string text(int column) const;

private:
    const Sqlite& db_;
    sqlite3_stmt* statement_ = nullptr;
};

// What happens until commit() is done as a whole, or undone.
class Transaction {
public:
    explicit Transaction(Sqlite& db) : db_(db) { db_.execute("BEGIN IMMEDIATE"); }
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    void commit();

private:
    Sqlite& db_;
    bool is_open_ = true;
};

} // namespace itstorm
