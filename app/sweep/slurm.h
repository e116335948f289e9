// SPDX-License-Identifier: Apache-2.0
// A sweep as jobs of an existing Slurm cluster: an array with a task for each shard, and a job that
// merges what they have left.
#pragma once
#include "command.h"
#include <filesystem>

namespace itstorm {

// Writes shards.sbatch and merge.sbatch into `folder`, which all nodes must see, and submits them.
// Returns the exit status.
int submit_to_slurm(const Options& options, const std::filesystem::path& folder, std::ostream& out,
                    std::ostream& err);

} // namespace itstorm
