// SPDX-License-Identifier: Apache-2.0
// Page: see page.h.
#include "report/page.h"
#include "report/bundle.h"
#include "version.h"

namespace itstorm {

namespace {

// Allows script, style and images that are in the page itself, and forbids every request.
const char* const policy =
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:";

// A heading is aligned as the cells below it are.
std::string class_of_column(const PageTable& table, std::size_t column)
{
    const bool has_cell = !table.rows.empty() && column < table.rows[0].size();
    return has_cell && table.rows[0][column].css_class.compare(0, 6, "number") == 0 ? "number" : "";
}

void write_cell(Html& html, const char* name, const PageTable::Cell& cell)
{
    const auto one = html.element(name, { { "scope", std::string(name) == "th" ? "row" : "" },
                                          { "class", cell.css_class },
                                          { "style", cell.style } });
    if (cell.link.empty())
        html.text(cell.text);
    else
        html.leaf("a", cell.text, { { "href", link_to(cell.link) } });
}

} // namespace

void Page::section(const std::string& heading, const std::function<void(Html&)>& write)
{
    Html html;
    write(html);
    if (!html.markup().empty())
        sections_.push_back({ heading, "s" + std::to_string(sections_.size() + 1), html.markup() });
}

void Page::write_head(Html& html) const
{
    const auto head = html.element("head");
    html.empty("meta", { { "charset", "utf-8" } });
    html.empty("meta", { { "http-equiv", "Content-Security-Policy" }, { "content", policy } });
    html.empty("meta",
               { { "name", "viewport" }, { "content", "width=device-width, initial-scale=1" } });
    html.empty("meta", { { "name", "color-scheme" }, { "content", "light dark" } });
    html.empty("link", { { "rel", "icon" }, { "href", "data:," } });
    html.leaf("title", title_ + (subtitle_.empty() ? "" : ", " + subtitle_) + " - itstorm");
    const auto style = html.element("style");
    html.raw(page_style);
}

void Page::write_body(Html& html) const
{
    const auto body = html.element("body");
    {
        const auto header = html.element("header");
        html.leaf("p", "itstorm report", { { "class", "brand" } });
        {
            const auto h1 = html.element("h1");
            html.text(title_);
            if (!subtitle_.empty())
                html.leaf("span", subtitle_, { { "class", "variant" } });
        }
        html.leaf("p", facts_, { { "class", "facts" } });
    }
    {
        const auto nav = html.element("nav", { { "aria-label", "Sections" } });
        const auto list = html.element("ul");
        for (const Section& section : sections_) {
            const auto item = html.element("li");
            html.leaf("a", section.heading, { { "href", "#" + section.id } });
        }
    }
    {
        const auto main = html.element("main");
        for (const Section& section : sections_) {
            const auto one = html.element("section", { { "id", section.id } });
            html.leaf("h2", section.heading);
            html.raw(section.markup);
        }
    }
    html.leaf("footer", std::string("itstorm ") + version);
    const auto script = html.element("script");
    html.raw(page_script);
}

std::string Page::text() const
{
    Html html;
    html.raw("<!doctype html>\n");
    {
        const auto root = html.element("html", { { "lang", "en" } });
        write_head(html);
        write_body(html);
    }
    return html.markup();
}

void write_left_out(Html& html, std::size_t shown, std::size_t all, const std::string& what)
{
    if (shown < all)
        html.leaf("p",
                  "The first " + std::to_string(shown) + " of " + std::to_string(all) + " " + what +
                      ".",
                  { { "class", "quiet" } });
}

void write_page_table(Html& html, const PageTable& table)
{
    const auto box = html.element("div", { { "class", "wide" },
                                           { "tabindex", "0" },
                                           { "role", "region" },
                                           { "aria-label", table.caption } });
    const auto whole =
        html.element("table", { { "class", table.is_filtered ? "filtered" : table.css_class } });
    html.leaf("caption", table.caption);
    {
        const auto head = html.element("thead");
        const auto row = html.element("tr");
        for (std::size_t n = 0; n < table.headings.size(); ++n)
            html.leaf("th", table.headings[n],
                      { { "scope", "col" }, { "class", class_of_column(table, n) } });
    }
    const auto body = html.element("tbody");
    for (const auto& cells : table.rows) {
        const auto row = html.element("tr");
        for (std::size_t n = 0; n < cells.size(); ++n)
            write_cell(html, n == 0 ? "th" : "td", cells[n]);
    }
}

} // namespace itstorm
