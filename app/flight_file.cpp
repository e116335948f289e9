// SPDX-License-Identifier: Apache-2.0
// Reading a flight recording: see flight_file.h.
#include "flight_file.h"
#include "regular_file.h"
#include <algorithm>
#include <cstring>
#include <sstream>

namespace itstorm {

namespace {

std::vector<std::string> words(const std::string& line)
{
    std::istringstream in(line);
    std::vector<std::string> found;
    for (std::string word; in >> word;)
        found.push_back(word);
    return found;
}

std::vector<std::string> kinds()
{
    std::vector<std::string> events;
    for (const FlightRow& row : flight_rows())
        events.push_back(flight_event(row));
    return events;
}

// The text at the beginning; what is wrong with it, or nothing. `at`: where records begin.
std::string read_names(const std::string& bytes, FlightFile& file, std::size_t& at)
{
    const std::size_t end = bytes.find("\n\n", bytes.find('\n'));
    std::istringstream text(bytes.substr(0, end));
    std::string line;
    std::getline(text, line);
    if (line != "itstorm flight 1")
        return "is no flight recording";
    std::getline(text, line);
    if (words(line) != kinds())
        return "was recorded by another version of itstorm";
    at = bytes.find('\n', bytes.find('\n') + 1) + 1;
    for (auto& block : file.names) {
        const std::size_t line_end = bytes.find('\n', at);
        if (line_end == std::string::npos)
            return "is cut short";
        block = words(bytes.substr(at, line_end - at));
        at = line_end + 1;
    }
    ++at; // the empty line
    return at > bytes.size() ? "is cut short" : "";
}

} // namespace

FlightFile read_flight(const std::string& path)
{
    FlightFile file;
    const std::string bytes = text_of_file(path, file.problem);
    if (!file.problem.empty())
        return file;
    std::size_t at = 0;
    file.problem = read_names(bytes, file, at);
    if (!file.problem.empty())
        return file;
    file.records.resize((bytes.size() - at) / sizeof(FlightRecord));
    std::memcpy(file.records.data(), bytes.data() + at, file.records.size() * sizeof(FlightRecord));
    const auto is_unknown = [](const FlightRecord& r) { return r.kind >= FlightKind::Count; };
    if ((bytes.size() - at) % sizeof(FlightRecord) != 0 ||
        std::any_of(file.records.begin(), file.records.end(), is_unknown))
        file.problem = "is damaged";
    std::stable_sort(file.records.begin(), file.records.end(),
                     [](const FlightRecord& a, const FlightRecord& b) { return a.ps < b.ps; });
    return file;
}

} // namespace itstorm
