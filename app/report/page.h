// SPDX-License-Identifier: Apache-2.0
// One self-contained HTML file: head, style, sections with a list of them, script. It asks for
// nothing: it loads no other file, and its policy forbids the browser to. Without script its tables
// and pictures are still there.
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

// A table that can be wider than the page. Cells of all but the first column are set to the right
// if they are numbers.
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
    bool is_filtered = false; // a field above it looks for text in it
    std::string css_class = "";
};
void write_page_table(Html& html, const PageTable& table);

// Says that a list was cut, if it was: "The first 16 of 40 waits, ...".
void write_left_out(Html& html, std::size_t shown, std::size_t all, const std::string& what);

} // namespace itstorm
