// SPDX-License-Identifier: Apache-2.0
// One self-contained HTML file: head, style, a list of the sections, the sections, script. It loads
// no other file, and its content security policy forbids the browser to load any. Tables and
// pictures can be read without script.
#pragma once
#include "report/html.h"
#include <functional>
#include <vector>

namespace itstorm {

class Page {
public:
    // What stands in the heading: "30-storm", "variant none", a line of facts.
    Page(std::string title, std::string subtitle, std::string facts)
        : title_(std::move(title)), subtitle_(std::move(subtitle)), facts_(std::move(facts))
    {
    }

    // A section is left out if `write` writes nothing.
    void section(const std::string& heading, const std::function<void(Html&)>& write);

    std::string text() const;

private:
    struct Section {
        std::string heading, id, markup;
    };
    void write_head(Html& html) const;
    void write_body(Html& html) const;

    const std::string title_, subtitle_, facts_;
    std::vector<Section> sections_;
};

// A table, which scrolls if it is wider than the page. Numbers are aligned to the right, except in
// the first column.
struct PageTable {
    struct Cell {
        std::string text, css_class, link, style;
        Cell(std::string t = "", std::string c = "", std::string l = "", std::string s = "")
            : text(std::move(t)), css_class(std::move(c)), link(std::move(l)), style(std::move(s))
        {
        }
        Cell(const char* t) : text(t) {}
    };
    std::string caption;
    std::vector<std::string> headings;
    std::vector<std::vector<Cell>> rows;
    bool is_filtered = false; // the script adds a field that filters its rows
    std::string css_class = "";
};
void write_page_table(Html& html, const PageTable& table);

// If a list was cut, says so: "The first 16 of 40 waits, ...".
void write_left_out(Html& html, std::size_t shown, std::size_t all, const std::string& what);

} // namespace itstorm
