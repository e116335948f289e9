// SPDX-License-Identifier: Apache-2.0
// Checks of an object's tables: see object_tables.h.
#include "object_tables.h"
#include "common/printable.h"
#include <algorithm>
#include <set>

namespace itstorm {

namespace {

constexpr std::size_t name_most = 96, text_most = 1000, choices_most = 64;

bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

std::vector<std::string_view> words_of(std::string_view choices)
{
    std::vector<std::string_view> words;
    for (;;) {
        const std::size_t bar = choices.find('|');
        words.push_back(choices.substr(0, bar));
        if (bar == std::string_view::npos)
            return words;
        choices.remove_prefix(bar + 1);
    }
}

// Goes through the rows of one table and keeps the first thing that is wrong.
class Checker {
public:
    Checker(const ObjectMemory& memory, const std::string& table) : memory_(memory), table_(table)
    {
    }

    const std::string& trouble() const { return trouble_; }
    void row(std::size_t n) { row_ = " row " + std::to_string(n); }
    void wrong(const std::string& what)
    {
        if (trouble_.empty())
            trouble_ = table_ + row_ + ": " + what;
    }

    // Checks the name of the current row: it must be unique in the table. Returns it; empty: the
    // row has no name that can be read.
    std::string_view name(const char* at)
    {
        const auto text = at == nullptr ? std::nullopt : memory_.text(at, name_most);
        if (at == nullptr)
            wrong("it has no name");
        else if (!text)
            wrong("its name is not in the object, or longer than " + std::to_string(name_most) +
                  " characters");
        else if (!is_name(*text))
            wrong("'" + printable(*text) +
                  "' is no name: small letters, digits and _, parts joined by '.'");
        else if (!names_.insert(*text).second)
            wrong("there is a '" + std::string(*text) + "' already");
        else
            row_ += " '" + std::string(*text) + "'";
        return text.value_or(std::string_view());
    }

    void optional_text(const char* at, const char* what)
    {
        if (at != nullptr && !memory_.text(at, text_most))
            wrong(std::string("its ") + what + " is not in the object, or longer than " +
                  std::to_string(text_most) + " characters");
    }

    // A name that is also the beginning of another one cannot be written in a scenario.
    void check_folders()
    {
        for (auto name = names_.begin(); name != names_.end(); ++name)
            for (auto next = std::next(name);
                 next != names_.end() && next->substr(0, name->size()) == *name; ++next)
                if ((*next)[name->size()] == '.')
                    wrong("'" + std::string(*name) + "' is a knob and also the beginning of '" +
                          std::string(*next) + "'");
    }

    void wrong_at(const std::string& place_and_what)
    {
        if (trouble_.empty())
            trouble_ = place_and_what;
    }

    const ObjectMemory& memory() const { return memory_; }
    std::string place() const { return table_ + row_; }

private:
    const ObjectMemory& memory_;
    const std::string table_;
    std::string row_, trouble_;
    std::set<std::string_view> names_;
};

// The words of a choice or set; empty, and a complaint, if they are missing or wrong.
std::vector<std::string_view> choices_of(Checker& check, const hv_knob& knob)
{
    const auto text = knob.choices ? check.memory().text(knob.choices, text_most) : std::nullopt;
    if (!text) {
        check.wrong("a choice needs its words, as in \"poll|int\"");
        return {};
    }
    const auto words = words_of(*text);
    if (words.size() <= choices_most && std::all_of(words.begin(), words.end(), is_name))
        return words;
    check.wrong("'" + printable(*text) + "' are no words for a choice");
    return {};
}

void check_choice(Checker& check, const hv_knob& knob)
{
    const auto words = choices_of(check, knob);
    if (!words.empty() && knob.initial >= words.size())
        check.wrong("its default is number " + std::to_string(knob.initial) + " of " +
                    std::to_string(words.size()) + " choices");
}

void check_set(Checker& check, const hv_knob& knob)
{
    const auto words = choices_of(check, knob);
    if (words.empty())
        return;
    if (std::find(words.begin(), words.end(), "none") != words.end())
        return check.wrong("'none' is the empty set, and none of its words");
    if (words.size() < choices_most && knob.initial >> words.size() != 0)
        check.wrong("its default has more bits than its " + std::to_string(words.size()) +
                    " choices");
}

void check_limits(Checker& check, const hv_knob& knob)
{
    if (knob.max != 0 && knob.min > knob.max)
        return check.wrong("its least value is above its largest");
    if (knob.initial < knob.min || (knob.max != 0 && knob.initial > knob.max))
        check.wrong("its default " + std::to_string(knob.initial) + " is not in " +
                    std::to_string(knob.min) + ".." +
                    (knob.max == 0 ? std::string() : std::to_string(knob.max)));
}

void check_knob(Checker& check, const hv_knob& knob)
{
    check.name(knob.name);
    check.optional_text(knob.unit, "unit");
    check.optional_text(knob.text, "sentence");
    switch (knob.kind) {
    case HV_CHOICE: return check_choice(check, knob);
    case HV_SET: return check_set(check, knob);
    case HV_BOOL:
    case HV_UINT:
    case HV_DURATION_NS:
    case HV_RATE_PER_S:
    case HV_BYTES: return check_limits(check, knob);
    }
    check.wrong("there is no kind " + std::to_string(static_cast<unsigned>(knob.kind)) +
                " of knob");
}

// The caller has checked that all rows lie in the object.
std::string trouble_in_knobs(const ObjectMemory& memory, const std::string& table,
                             const hv_knob* rows, std::size_t count)
{
    Checker check(memory, table);
    for (std::size_t n = 0; n < count; n++) {
        check.row(n);
        check_knob(check, rows[n]);
    }
    check.check_folders();
    return check.trouble();
}

void check_nested_knobs(Checker& check, const char* what, const hv_knob* rows, unsigned count)
{
    if (count == 0)
        return;
    if (count > table_rows_most || !check.memory().holds(rows, count * sizeof *rows))
        return check.wrong(std::string("its ") + what + ", " + std::to_string(count) +
                           " rows, are not in the object");
    const std::string trouble =
        trouble_in_knobs(check.memory(), check.place() + ", " + what, rows, count);
    if (!trouble.empty())
        check.wrong_at(trouble);
}

void check_order(Checker& check, const guest_order& order)
{
    check.name(order.name);
    check.optional_text(order.text, "sentence");
    if (order.arg_count > SIM_ORDER_ARGS)
        check.wrong("it has " + std::to_string(order.arg_count) + " arguments; an order carries " +
                    std::to_string(SIM_ORDER_ARGS));
    else
        check_nested_knobs(check, "arguments", order.args, order.arg_count);
}

void check_orders(Checker& check, const guest_program& program)
{
    if (program.order_count == 0)
        return;
    if (program.order_count > table_rows_most ||
        !check.memory().holds(program.orders, program.order_count * sizeof *program.orders))
        return check.wrong("its orders, " + std::to_string(program.order_count) +
                           " rows, are not in the object");
    Checker inner(check.memory(), check.place() + ", orders");
    for (unsigned n = 0; n < program.order_count; n++) {
        inner.row(n);
        check_order(inner, program.orders[n]);
    }
    if (!inner.trouble().empty())
        check.wrong_at(inner.trouble());
}

void check_function(Checker& check, const char* what, const void* at)
{
    if (at == nullptr)
        check.wrong(std::string("it has no ") + what + " function");
    else if (!check.memory().holds(at, 1))
        check.wrong(std::string("its ") + what + " function is not in the object");
}

void check_program(Checker& check, const guest_program& program)
{
    check.name(program.name);
    check.optional_text(program.text, "sentence");
    check_nested_knobs(check, "knobs", program.knobs, program.knob_count);
    check_orders(check, program);
    check_function(check, "boot", reinterpret_cast<const void*>(program.boot));
    if (program.irq != nullptr)
        check_function(check, "irq", reinterpret_cast<const void*>(program.irq));
}

void check_probe(Checker& check, const hv_probe& probe)
{
    check.name(probe.name);
    check.optional_text(probe.unit, "unit");
    check.optional_text(probe.text, "sentence");
    switch (probe.kind) {
    case HV_COUNTER:
    case HV_LEVEL:
    case HV_DURATION:
    case HV_SHARE: return;
    }
    check.wrong("there is no kind " + std::to_string(static_cast<unsigned>(probe.kind)) +
                " of statistic");
}

void check_need(Checker& check, const hv_need& need)
{
    if (need.key == nullptr || !check.memory().text(need.key, name_most))
        check.wrong("its key is not in the object");
    if (need.what == nullptr || !check.memory().text(need.what, text_most))
        check.wrong("what it is for is not in the object");
}

template <class Row>
std::string trouble_in_rows(const ObjectMemory& memory, const std::string& table,
                            const std::vector<Row>& rows, void (*check_row)(Checker&, const Row&))
{
    Checker check(memory, table);
    for (std::size_t n = 0; n < rows.size(); n++) {
        check.row(n);
        check_row(check, rows[n]);
    }
    return check.trouble();
}

} // namespace

bool is_name(std::string_view name)
{
    bool begins_part = true;
    for (const char c : name) {
        if (begins_part ? !is_lower(c)
                        : !is_lower(c) && c != '_' && c != '.' && (c < '0' || c > '9'))
            return false;
        begins_part = c == '.';
    }
    return !begins_part;
}

std::string trouble_in(const ObjectMemory& memory, const std::string& table,
                       const std::vector<hv_knob>& rows)
{
    return trouble_in_knobs(memory, table, rows.data(), rows.size());
}

std::string trouble_in(const ObjectMemory& memory, const std::string& table,
                       const std::vector<hv_probe>& rows)
{
    return trouble_in_rows(memory, table, rows, check_probe);
}

std::string trouble_in(const ObjectMemory& memory, const std::string& table,
                       const std::vector<guest_program>& rows)
{
    return trouble_in_rows(memory, table, rows, check_program);
}

std::string trouble_in(const ObjectMemory& memory, const std::string& table,
                       const std::vector<hv_need>& rows)
{
    return trouble_in_rows(memory, table, rows, check_need);
}

std::string trouble_in(const ObjectMemory& memory, const std::string& table,
                       const std::vector<hv_run_time_knob>& rows)
{
    return trouble_in_rows<hv_run_time_knob>(
        memory, table, rows,
        [](Checker& check, const hv_run_time_knob& row) { check.name(row.name); });
}

} // namespace itstorm
