// SPDX-License-Identifier: Apache-2.0
// A recording in memory; declared in pattern_config.h.
#include "pattern_config.h"
#include <algorithm>

namespace itstorm {

namespace {

class MemoryStream final : public StimulusStream {
public:
    explicit MemoryStream(const std::vector<Stimulus>& arrivals) : arrivals_(arrivals) {}
    std::optional<Stimulus> next() override
    {
        return n_ == arrivals_.size() ? std::nullopt : std::optional(arrivals_[n_++]);
    }

private:
    const std::vector<Stimulus>& arrivals_; // the recording's, which its pattern holds
    std::size_t n_ = 0;
};

class MemoryRecording final : public Recording {
public:
    explicit MemoryRecording(std::vector<Stimulus> arrivals) : arrivals_(std::move(arrivals))
    {
        for (const Stimulus& s : arrivals_)
            vectors_ = std::max(vectors_, s.vector + 1);
    }

    unsigned vectors() const override { return vectors_; }
    std::unique_ptr<StimulusStream> play() const override
    {
        return std::make_unique<MemoryStream>(arrivals_);
    }

private:
    const std::vector<Stimulus> arrivals_;
    unsigned vectors_ = 0;
};

} // namespace

std::shared_ptr<const Recording> recording_of(std::vector<Stimulus> arrivals)
{
    return std::make_shared<MemoryRecording>(std::move(arrivals));
}

} // namespace itstorm
