// SPDX-License-Identifier: Apache-2.0
// All redistributors, CPU interfaces and the distributor of a system, wired: sockets, blocks in
// data-flow order, bindings. The ITS reaches them through LpiTargetIf, software through the frames
// and the CPU interfaces.
#pragma once
#include "common/clock.h"
#include "common/ledger.h"
#include "common/ports.h"
#include "redistributor_config.h"
#include "redistributor_probes.h"
#include <memory>
#include <systemc>
#include <tlm>
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>

namespace itstorm {

class Redistributors : public sc_core::sc_module, public LpiTargetIf, public SpiIf {
public:
    // Throws std::invalid_argument, before time zero, on a configuration that cannot be built.
    Redistributors(sc_core::sc_module_name name, const Clock& gic_clock,
                   const RedistributorConfig& config, Ledger& ledger);
    ~Redistributors() override;

    // A frame that no software accesses may stay unbound, and so may the lines of a PE.
    using Frame = tlm_utils::simple_target_socket_optional<Redistributors>;
    Frame frames;      // GICR_STRIDE each, by processor number
    Frame distributor; // GICD_FRAME_BYTES
    tlm_utils::simple_initiator_socket<Redistributors> memory; // configuration and pending tables
    RedistributorProbes probes;

    CpuInterfaceIf& cpu_interface(unsigned pe);
    PpiIf& ppi(unsigned pe);
    IrqLinesPort& lines(unsigned pe);

    unsigned targets() const override;
    LpiAnswer set_lpi(unsigned target, std::uint32_t intid, std::uint64_t serial) override;
    const sim::Event& lpi_room(unsigned target) override;
    unsigned add_its() override;
    void map_collection(unsigned its, std::uint16_t icid, unsigned target) override;
    void map_lpi(std::uint32_t intid, unsigned its, std::uint16_t icid) override;
    std::vector<unsigned> others(unsigned target, std::uint32_t intid) override;
    void invalidate(unsigned target, std::uint32_t intid) override;
    std::vector<unsigned> others(unsigned target) override;
    void invalidate_all(unsigned target) override;
    sc_core::sc_time invalidate_all_time(unsigned target) override;
    void clear(unsigned target, std::uint32_t intid) override;
    void move(unsigned from, std::uint32_t intid, unsigned to) override;
    void move_all(unsigned from, unsigned to) override;
    sc_core::sc_time move_all_time(unsigned from, unsigned to) override;
    void sync(unsigned target) override;

    void spi(unsigned intid, bool level) override;

    // MSIs accepted and not stored, and pending bits that MSIs have set: the ledger's "in flight".
    std::uint64_t lpis_in_flight() const;

    // For test benches: memory may be stale while LPIs are enabled.
    bool lpi_pending(unsigned target, std::uint32_t intid) const;

private:
    void frames_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    void distributor_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay);
    void memory_offer_ends(sc_dt::uint64, sc_dt::uint64);

    struct Blocks;
    std::unique_ptr<Blocks> blocks_;
};

} // namespace itstorm
