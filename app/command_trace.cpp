// SPDX-License-Identifier: Apache-2.0
// `itstorm trace`: prints a flight recording, or turns it into what other programs read.
#include "command.h"
#include "flight_formats.h"
#include "flight_text.h"
#include "output_file.h"
#include "quantity.h"
#include <algorithm>
#include <cerrno>
#include <ostream>
#include <sstream>

namespace itstorm {

namespace {

namespace fs = std::filesystem;

// Picoseconds; `unset` if the text is empty. Sets `problem` if it is no duration.
std::uint64_t moment(const std::string& text, std::uint64_t unset, std::string& problem)
{
    if (text.empty())
        return unset;
    const Quantity quantity = parse_quantity(text, Dimension::Duration);
    if (!quantity.error.empty())
        problem = text + ": " + quantity.error;
    return quantity.number;
}

struct Window {
    std::uint64_t from_ps, until_ps;
    bool has(const FlightRecord& record) const
    {
        return record.ps >= from_ps && record.ps <= until_ps;
    }
};

void keep_wanted(FlightFile& flight, const Window& window, const std::string& globs)
{
    auto& records = flight.records;
    const auto is_unwanted = [&](const FlightRecord& record) {
        return !window.has(record) || !flight_matches(globs, flight.names, record);
    };
    records.erase(std::remove_if(records.begin(), records.end(), is_unwanted), records.end());
}

void write_text(const FlightFile& flight, const std::string& format, std::ostream& out)
{
    if (format == "chrome")
        write_flight_chrome(flight, out);
    else if (format == "csv")
        write_flight_csv(flight, out);
    else
        write_flight_text(flight, out);
}

// Throws if the file cannot be written.
void write_as(const FlightFile& flight, const Options& options, std::ostream& out)
{
    const std::string& format = options.trace.format;
    errno = 0;
    if (format == "vcd" && !write_flight_vcd(flight, options.out))
        throw std::runtime_error(cannot_be_written(options.out));
    if (format == "vcd")
        return;
    if (options.out.empty())
        return write_text(flight, format, out);
    std::ostringstream text;
    write_text(flight, format, text);
    write_file(options.out, text.str());
}

std::string refuse_output(const Options& options)
{
    const bool names_vcd = fs::path(options.out).extension() == ".vcd";
    return options.trace.format == "vcd" && !names_vcd ? "--format vcd needs -o FILE.vcd" : "";
}

// Why the folder of a run has no recording; empty if it has one, or if no run has written there.
std::string why_none(const fs::path& recording)
{
    const fs::path folder = recording.parent_path();
    if (fs::exists(recording) || !fs::exists(folder / "result.json"))
        return "";
    return folder.string() +
           ": has no flight.bin: a run that passes leaves none. Run the scenario again with "
           "--trace 'GLOB' to print its events as they happen, or with --vcd for a waveform";
}

} // namespace

int command_trace(const Options& options, std::ostream& out, std::ostream& err)
{
    const fs::path named = options.file;
    const fs::path path = fs::is_directory(named) ? named / "flight.bin" : named;
    std::string problem = refuse_output(options);
    if (problem.empty())
        problem = why_none(path);
    const Window window{ moment(options.trace.from, 0, problem),
                         moment(options.trace.until, UINT64_MAX, problem) };
    if (!problem.empty()) {
        err << problem << "\n";
        return status_invalid;
    }
    FlightFile flight = read_flight(path.string());
    if (!flight.problem.empty()) {
        err << path.string() << ": " << flight.problem << "\n";
        return status_invalid;
    }
    keep_wanted(flight, window, options.glob);
    try {
        write_as(flight, options, out);
    } catch (const std::exception& error) {
        err << error.what() << "\n";
        return status_invalid;
    }
    return status_passed;
}

} // namespace itstorm
