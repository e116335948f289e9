// SPDX-License-Identifier: Apache-2.0
// Turns accepted MSIs into LPIs: lanes (a task each) take them from the intake, walk device
// table, ITT and collection table, and hand them to a redistributor. A redistributor without credit
// holds its lanes, full lanes fill the inbox.
#pragma once
#include "common/ports.h"
#include "common/task.h"
#include "drops.h"
#include "intake.h"
#include "table_walk.h"
#include <deque>
#include <memory>
#include <optional>
#include <vector>

namespace itstorm {

class Translator : public sc_core::sc_module {
public:
    Translator(sc_core::sc_module_name name, const Clock& clock, const ItsConfig& config,
               sim::Rank rank, Intake& intake, const ItsTables& tables, TableWalk& walk,
               sc_core::sc_port<LpiTargetIf>& redistributors, Drops& drops,
               const ItsProbes& probes);
    ~Translator() override;

    // Waits until every MSI accepted before the call has been handed over or dropped. One caller:
    // the command engine.
    void drain();

    // Hands an LPI to a redistributor, behind those that wait there already: waits for its turn (on
    // `turn`, the caller's own event) and for credit. Never WouldBlock.
    LpiAnswer send(sim::Event& turn, unsigned target, std::uint32_t intid, std::uint64_t serial);

    std::size_t in_lanes() const { return busy_; } // MSIs in translation or waiting for a credit

private:
    struct Lane {
        sim::Event wake;                // an MSI to take, or the turn at a redistributor
        std::optional<AcceptedMsi> msi; // in hand
    };

    void start_of_simulation() override;
    void run(Lane& lane);
    void translate(Lane& lane);
    void hand_over(Lane& lane, unsigned target, std::uint32_t intid);
    std::uint64_t oldest() const;
    void finished();

    Intake& intake_;
    const ItsTables& tables_;
    TableWalk& walk_;
    sc_core::sc_port<LpiTargetIf>& redistributors_;
    Drops& drops_;
    const ItsProbes& probes_;
    Stage hand_over_;
    std::vector<std::unique_ptr<Lane>> lanes_;
    std::uint32_t busy_ = 0;                        // lanes with an MSI in hand
    std::vector<std::unique_ptr<sim::Task>> tasks_; // one runs each lane
    std::vector<std::deque<sim::Event*>>
        at_target_; // by target: turns of those that send or wait for a credit, first come first
    std::optional<std::uint64_t>
        drain_to_; // somebody waits until no MSI with a smaller number is left
    sim::Event drained_;
};

} // namespace itstorm
