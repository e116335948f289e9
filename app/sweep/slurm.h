// SPDX-License-Identifier: Apache-2.0
// Runs a sweep on an existing Slurm cluster: an array job with a task for each shard, and a job
// that merges the shards' databases.
#pragma once
#include "command.h"
#include <filesystem>

namespace itstorm {

// Writes shards.sbatch and merge.sbatch into `folder`, which all nodes must see, and submits them.
// Returns the exit status.
int submit_to_slurm(const Options& options, const std::filesystem::path& folder, std::ostream& out,
                    std::ostream& err);

} // namespace itstorm
