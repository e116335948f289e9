// SPDX-License-Identifier: Apache-2.0
// Tables: see table.h.
#include "table.h"
#include "csv_line.h"
#include "stat_names.h"
#include "text_layout.h"
#include <algorithm>
#include <set>
#include <sstream>

namespace itstorm {

namespace {

constexpr const char* partial_mark = "*";
constexpr const char* partial_note = " so far: the run or the window was cut short\n";

std::map<std::string, VariantNumbers> numbers_by_name(const std::vector<NamedResult>& runs)
{
    std::map<std::string, VariantNumbers> all;
    for (const NamedResult& run : runs)
        all[run.scenario->variant] = run.result.numbers;
    return all;
}

std::string cell_text(const std::optional<Number>& number)
{
    return number ? number_text(*number) + (number->is_partial ? partial_mark : "") : "-";
}

bool has_partial(const Table& table)
{
    for (const Table::Row& row : table.rows)
        for (const auto& cell : row.cells)
            if (cell && cell->is_partial)
                return true;
    return false;
}

std::string notes(const Table& table)
{
    return (has_partial(table) ? std::string(partial_mark) + partial_note : "") + table.note;
}

// ---- text ----

// The table as cells: a line for each row. The first line and the first cell of each line are
// headings. A line of one cell is a heading of a group.
using Grid = std::vector<std::vector<std::string>>;

Grid grid_of(const Table& table, std::size_t first, std::size_t count)
{
    Grid grid = { { "" } };
    for (std::size_t n = first; n < first + count; ++n)
        grid[0].push_back(table.columns[n]);
    std::string group;
    for (const Table::Row& row : table.rows) {
        if (row.group != group)
            grid.push_back({ row.group });
        group = row.group;
        grid.push_back({ (group.empty() ? "" : "  ") + title(row.what) });
        for (std::size_t n = first; n < first + count; ++n)
            grid.back().push_back(cell_text(row.cells[n]));
    }
    return grid;
}

Grid grid_on_its_side(const Table& table)
{
    Grid grid = { { "" } };
    for (const Table::Row& row : table.rows)
        grid[0].push_back(title(row.what));
    for (std::size_t n = 0; n < table.columns.size(); ++n) {
        grid.push_back({ table.columns[n] });
        for (const Table::Row& row : table.rows)
            grid.back().push_back(cell_text(row.cells[n]));
    }
    return grid;
}

constexpr std::size_t gap = 2; // between two columns

std::vector<std::size_t> widths_of(const Grid& grid)
{
    std::vector<std::size_t> widths(grid[0].size());
    for (const auto& line : grid)
        for (std::size_t n = 0; n < line.size(); ++n)
            widths[n] = std::max(widths[n], line[n].size());
    return widths;
}

std::size_t width_of(const Grid& grid)
{
    std::size_t sum = 0;
    for (const std::size_t width : widths_of(grid))
        sum += width + gap;
    return sum - gap;
}

std::string text_of(const Grid& grid)
{
    const auto widths = widths_of(grid);
    std::string out;
    for (const auto& line : grid) {
        out += line.size() == 1 ? line[0] : left(line[0], widths[0]);
        for (std::size_t n = 1; n < line.size(); ++n)
            out += std::string(gap, ' ') + right(line[n], widths[n]);
        out += "\n";
    }
    return out;
}

// How many columns from `first` on fit into the width, but one at least.
std::size_t columns_that_fit(const Table& table, std::size_t first, std::size_t width)
{
    std::size_t count = 1;
    while (first + count < table.columns.size() &&
           width_of(grid_of(table, first, count + 1)) <= width)
        ++count;
    return count;
}

std::string text_in_parts(const Table& table, std::size_t width)
{
    std::string out;
    for (std::size_t first = 0; first < table.columns.size();) {
        const std::size_t count = columns_that_fit(table, first, width);
        out += (first == 0 ? "" : "\n") + text_of(grid_of(table, first, count));
        first += count;
    }
    return out;
}

// ---- Markdown ----

std::string markdown_line(const std::vector<std::string>& cells)
{
    std::string line = "|";
    for (std::string cell : cells) {
        for (std::size_t at = 0; (at = cell.find('|', at)) != std::string::npos; at += 2)
            cell.insert(at, 1, '\\');
        line += " " + cell + " |";
    }
    return line + "\n";
}

// ---- CSV ----

const std::vector<std::string> csv_heading = { "column",      "statistic", "window",
                                               "relative_to", "value",     "unit" };

// The row that a line describes; its relative_to was written by reference_text().
TableRow row_of(const std::vector<std::string>& cells)
{
    TableRow row;
    row.stat = cells[1];
    row.window = cells[2];
    row.relative = !cells[3].empty();
    if (row.relative)
        row.relative_to = read_reference(cells[3]);
    row.unit = cells[5];
    row.is_share = row.relative || is_share(row.stat, row.unit);
    return row;
}

} // namespace

Table scenario_table(const std::vector<NamedResult>& runs)
{
    Table table;
    if (runs.empty())
        return table;
    const auto others = numbers_by_name(runs);
    for (const NamedResult& run : runs)
        table.columns.push_back(run.scenario->variant.empty() ? "value" : run.scenario->variant);
    for (const TableRow& what : runs[0].scenario->table) {
        table.rows.push_back({ "", what, {} });
        for (const NamedResult& run : runs)
            table.rows.back().cells.push_back(look_up(what, run.result.numbers, others));
    }
    return table;
}

std::string table_text(const Table& table, std::size_t width)
{
    if (table.empty())
        return "";
    const Grid whole = grid_of(table, 0, table.columns.size());
    if (width == 0 || width_of(whole) <= width)
        return text_of(whole) + notes(table);
    const Grid turned = grid_on_its_side(table);
    if (width_of(turned) <= width)
        return text_of(turned) + notes(table);
    return text_in_parts(table, width) + notes(table);
}

std::string table_markdown(const Table& table)
{
    if (table.empty())
        return "";
    const Grid grid = grid_of(table, 0, table.columns.size());
    std::string out = markdown_line(grid[0]) + "|---|";
    for (std::size_t n = 0; n < table.columns.size(); ++n)
        out += "---:|";
    out += "\n";
    for (std::size_t n = 1; n < grid.size(); ++n) {
        auto line = grid[n];
        line.resize(grid[0].size());
        out += markdown_line(line);
    }
    const std::string below = notes(table);
    return out + (below.empty() ? "" : "\n" + below);
}

std::string table_csv(const Table& table)
{
    if (table.empty())
        return "";
    std::string out = csv_line(csv_heading);
    for (const Table::Row& row : table.rows)
        for (std::size_t n = 0; n < table.columns.size(); ++n)
            if (const auto& cell = row.cells[n])
                out += csv_line({ table.columns[n], row.what.stat, row.what.window,
                                  row.what.relative ? reference_text(row.what.relative_to) : "",
                                  exact_text(cell->value), cell->unit });
    return out;
}

std::vector<TableRow> table_rows(const std::string& csv)
{
    std::vector<TableRow> rows;
    std::set<std::string> titles;
    std::istringstream lines(csv);
    std::string line;
    if (!std::getline(lines, line) || csv_cells(line) != csv_heading)
        return rows;
    while (std::getline(lines, line)) {
        const auto cells = csv_cells(line);
        if (cells.size() != csv_heading.size())
            break; // the file is cut short
        const TableRow row = row_of(cells);
        if (titles.insert(title(row)).second)
            rows.push_back(row);
    }
    return rows;
}

} // namespace itstorm
