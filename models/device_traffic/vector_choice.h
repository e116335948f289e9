// SPDX-License-Identifier: Apache-2.0
// The vector of the next arrival: one small class for each rule. Made by make_vectors(), called by
// Pattern.
#pragma once
#include "common/random_stream.h"
#include "pattern_config.h"

namespace itstorm {

class VectorSequence {
public:
    virtual ~VectorSequence() = default;
    virtual unsigned next(RandomStream& random) = 0;
};

std::unique_ptr<VectorSequence> make_vectors(const PatternConfig& config);

} // namespace itstorm
