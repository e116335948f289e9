// SPDX-License-Identifier: Apache-2.0
// The table of fields, joined from its parts, and the words for what its columns hold.
#include "fields.h"
#include "fields_parts.h"

namespace itstorm {

std::vector<Field> joined_rows(const std::vector<std::vector<Field>>& parts)
{
    std::vector<Field> rows;
    for (const auto& part : parts)
        rows.insert(rows.end(), part.begin(), part.end());
    return rows;
}

const std::vector<Field>& scenario_rows()
{
    static const std::vector<Field> rows =
        joined_rows({ run_rows(), platform_rows(), pci_rows(), software_rows(), timing_rows(),
                      domain_rows(), kind_rows(), fault_rows(), traffic_rows(), timeline_rows(),
                      question_rows(), waveform_rows(), sweep_rows(), self_test_rows() });
    return rows;
}

std::string software_profile_name(SoftwareProfile profile)
{
    return split(software_profile_names, '|')[static_cast<std::size_t>(profile)];
}

const char* profile_name(Profile profile)
{
    constexpr const char* names[] = { "server", "embedded", "ideal" };
    return names[static_cast<std::size_t>(profile)];
}

const std::string& default_of(const Field& field, const Profiles& profiles)
{
    const SoftwareDefault& own = field.by_software[static_cast<std::size_t>(profiles.software)];
    return own.text.empty() ? field.defaults[static_cast<std::size_t>(profiles.hardware)]
                            : own.text;
}

Dimension dimension_of(Kind kind)
{
    switch (kind) {
    case Kind::Real: return Dimension::Real;
    case Kind::Duration: return Dimension::Duration;
    case Kind::DurationNs: return Dimension::DurationNs;
    case Kind::Bytes: return Dimension::Bytes;
    case Kind::Rate: return Dimension::Rate;
    case Kind::Frequency: return Dimension::Frequency;
    default: return Dimension::Count;
    }
}

const char* tag_name(Tag tag)
{
    constexpr const char* names[] = { "", "documented", "derived", "assumed" };
    return names[static_cast<std::size_t>(tag)];
}

} // namespace itstorm
