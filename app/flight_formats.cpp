// SPDX-License-Identifier: Apache-2.0
// Formats of flight recordings: see flight_formats.h.
#include "flight_formats.h"
#include "flight_text.h"
#include <ostream>

namespace itstorm {

void write_flight_text(const FlightFile& flight, std::ostream& out)
{
    for (const FlightRecord& record : flight.records)
        out << flight_line(flight.names, record) << '\n';
}

void write_flight_csv(const FlightFile& flight, std::ostream& out)
{
    out << "time_ps,event,instance,a,b,c\n";
    for (const FlightRecord& record : flight.records) {
        out << record.ps << ',' << flight_event(flight_row(record)) << ','
            << flight_instance(flight.names, record);
        const auto args = flight_args(flight.names, record);
        for (std::size_t n = 0; n < 3; ++n)
            out << ',' << (n < args.size() ? args[n].first + "=" + args[n].second : "");
        out << '\n';
    }
}

} // namespace itstorm
