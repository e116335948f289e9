// Reads of table entries with their time. One read is outstanding per kind of table, whoever asks: MSIs in translation and
// the command engine queue at the same three ports. A look-up happens when its read is answered, at that moment. Called from
// the lanes of Translator and from CommandExec, on their own threads.
#pragma once
#include "common/stage.h"
#include "its_tables.h"

namespace itstorm {

class TableWalk {
public:
    TableWalk(const Clock& clock, const ItsConfig& config, const ItsTables& tables);

    // Each waits for its turn and for the answer. nullopt: memory refused the read.
    std::optional<its_dte> device(std::uint32_t device);
    std::optional<its_ite> event(const its_dte& dte, std::uint32_t event);
    std::optional<its_cte> collection(std::uint32_t icid);

    // The last step of a translation: the read, then `next`, in one wait.
    std::optional<its_cte> collection_then(std::uint32_t icid, Stage& next);

private:
    const ItsTables& tables_;
    Stage device_port_, itt_port_, collection_port_;
};

} // namespace itstorm
