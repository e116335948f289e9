// SPDX-License-Identifier: Apache-2.0
// Keeps the files of a sweep's points (--keep): each kept point has the folder points/<number> in
// the folder of the sweep.
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

    // Removes what was kept of the point.
    void remove(std::size_t point) const;

    // Called before the point runs: makes its folder and removes old results from it. Returns the
    // folder; empty if nothing is kept.
    std::string prepare(std::size_t point) const;

    // Called when the point has ended: writes its report, or removes its folder; of a point that
    // passed no flight.bin stays. `command` repeats the point.
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
