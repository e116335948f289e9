// SPDX-License-Identifier: Apache-2.0
// The fixture of the virtual GIC's tests: Bench as a GoogleTest fixture, one domain with one
// device.
#pragma once
#include "hv_bench.h"

namespace fake {

class Vgic : public testing::Test, public Bench {
protected:
    explicit Vgic(unsigned vectors = 40, unsigned list_registers = 4, unsigned vcpus = 1)
        : Bench(machine(vectors, list_registers, vcpus))
    {
    }

private:
    static Config machine(unsigned vectors, unsigned list_registers, unsigned vcpus)
    {
        Config c;
        c.list_registers = list_registers;
        c.domains = { { vcpus, { vectors } } };
        return c;
    }
};

class TwoVcpus : public Vgic {
protected:
    TwoVcpus() : Vgic(8, 4, 2) {}
};

// One vCPU, 4 events mapped. The guest's commands are sent from outside of the vCPU.
class VitsEvent : public Vgic {
protected:
    VitsEvent() { g.bring_up(4); }
    void send(const its_cmd& command) { EXPECT_EQ(g.send({ command }), 0u); }
};

} // namespace fake
