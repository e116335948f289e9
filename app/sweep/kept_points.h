// SPDX-License-Identifier: Apache-2.0
// Points of a sweep that keep what a run leaves (--keep): a folder for each, points/<number> in
// that of the sweep.
#pragma once
#include "sweep/record.h"
#include <filesystem>

namespace itstorm {

class KeptPoints {
public:
    enum class Which { None, Failed, All };

    KeptPoints(Which which, const std::filesystem::path& folder)
        : which_(which), folder_(folder / "points")
    {
    }

    // What an earlier sweep has kept of the point.
    void remove(std::size_t point) const;

    // Before the point runs: its folder, empty of results. Nothing is kept: no folder.
    std::string prepare(std::size_t point) const;

    // Once it has ended. `command`: makes it again.
    void ended(std::size_t point, const PointRecord& record, const std::string& command) const;

private:
    std::filesystem::path folder_of(std::size_t point) const
    {
        return folder_ / std::to_string(point);
    }

    const Which which_;
    const std::filesystem::path folder_;
};

KeptPoints::Which kept_of(const std::string& word); // of --keep

} // namespace itstorm
