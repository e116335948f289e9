// SPDX-License-Identifier: Apache-2.0
// The CPU interface of one PE: system registers in front of the two state machines (icc, ich), and
// the lines to the PE. The redistributor presents one interrupt at a time; whether it is signalled
// is decided here, at once.
#pragma once
#include "candidate.h"
#include "common/ports.h"
#include "icc.h"
#include "ich.h"
#include "redistributor_config.h"
#include "redistributor_probes.h"

namespace itstorm {

// Presents interrupts, and is told what the CPU interface did with them.
class InterruptSource {
public:
    virtual void acknowledged(std::uint32_t intid) = 0;
    virtual void deactivated(std::uint32_t intid) = 0;
    virtual void groups_changed() = 0;        // IGRPEN
    virtual void maintenance(bool level) = 0; // from the virtual interface

protected:
    ~InterruptSource() = default;
};

// Which of the SGIs that have the INTID a write to an SGI register asks for.
enum class SgiGroups { Group0, Any };

// Where ICC_SGI1R, ICC_ASGI1R and ICC_SGI0R go.
class SgiNet {
public:
    virtual void send(unsigned from, std::uint64_t sgir, SgiGroups groups) = 0;

protected:
    ~SgiNet() = default;
};

class CpuInterface : public CpuInterfaceIf {
public:
    CpuInterface(unsigned target, const RedistributorConfig& config, IrqLinesPort& lines,
                 InterruptSource& source, SgiNet& sgis, RedistributorProbes& probes);

    bool read(std::uint16_t sysreg, std::uint64_t& value) override;
    bool write(std::uint16_t sysreg, std::uint64_t value) override;
    bool read_virtual(std::uint16_t sysreg, std::uint64_t& value) override;
    bool write_virtual(std::uint16_t sysreg, std::uint64_t value) override;

    unsigned enabled_groups() const { return icc_.enabled; }
    candidate presented() const { return presented_; }
    void present(candidate c);
    void recall();

private:
    bool read_group(unsigned group, std::uint16_t sysreg, std::uint64_t& value);
    bool write_registers(std::uint16_t sysreg, std::uint64_t value);
    std::uint32_t acknowledge(unsigned group);
    std::uint32_t peek(unsigned group) const;
    bool end(unsigned group, std::uint32_t intid);
    void deactivate(std::uint32_t intid);
    std::uint32_t acknowledge_virtual(unsigned group);
    void end_virtual(unsigned group, std::uint32_t vintid);
    void deactivate_virtual(std::uint32_t vintid);
    void deactivate_physical(std::uint32_t intid);
    void drive(void (IrqLinesIf::*line)(bool), bool level);
    void physical_changed();
    void virtual_changed();
    void list_registers_changed(std::uint32_t in_use);

    unsigned target_;
    icc icc_;
    ich ich_;
    candidate presented_ = candidate_none();
    bool irq_ = false, fiq_ = false, virq_ = false, vfiq_ = false, maintenance_ = false;
    std::uint32_t lrs_in_use_ = 0; // a bit for each
    IrqLinesPort& lines_;
    InterruptSource& source_;
    SgiNet& sgis_;
    RedistributorProbes& probes_;
};

} // namespace itstorm
