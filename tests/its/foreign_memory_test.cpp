// SPDX-License-Identifier: Apache-2.0
// Memory of a foreign SystemC module: the ITS does not wait for the delay that its b_transport
// adds, and a b_transport that waits is an error.
#include "common/access.h"
#include "its_bench.h"
#include <cstring>

namespace {

using namespace itstorm;

// Answers 0 to every read, with a delay or after having waited.
class ForeignMemory : public sc_core::sc_module {
public:
    ForeignMemory(sc_core::sc_module_name name, bool waits) : sc_module(name), waits_(waits)
    {
        socket.register_b_transport(this, &ForeignMemory::b_transport);
    }

    tlm_utils::simple_target_socket<ForeignMemory> socket{ "socket" };

private:
    void b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
    {
        if (waits_)
            wait(1, sc_core::SC_NS);
        delay += sc_core::sc_time(1, sc_core::SC_MS);
        if (trans.is_read())
            std::memset(trans.get_data_ptr(), 0, trans.get_data_length());
        trans.set_response_status(tlm::TLM_OK_RESPONSE);
    }

    const bool waits_;
};

struct ForeignSystem : sc_core::sc_module {
    ForeignSystem(sc_core::sc_module_name name, bool waits)
        : sc_module(name), memory("memory", waits)
    {
        pe.bind(its.socket);
        its.memory.bind(memory.socket);
        its.redistributors.bind(redistributors);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
    }
    void write(std::uint64_t offset, std::uint64_t value, unsigned bytes = 8)
    {
        bus_write(pe, offset, &value, bytes);
    }
    // One command, whose opcode is 0: the engine reads it and stalls.
    void run_one_command()
    {
        write(GITS_CBASER, bit(63));
        write(GITS_CWRITER, ITS_CMD_BYTES);
        write(GITS_CTLR, GITS_CTLR_ENABLED, 4);
        sc_core::sc_start(10, sc_core::SC_US);
    }

    const Clock clock{ 1'000'000'000 };
    Ledger ledger;
    Its its{ "its0", clock, uncached(), ledger };
    FakeRedistributors redistributors;
    ForeignMemory memory;
    tlm_utils::simple_initiator_socket<ForeignSystem> pe{ "pe" };
};

TEST(ItsMemory, the_delay_that_foreign_memory_adds_is_not_waited_for)
{
    ForeignSystem system("system", false);
    system.run_one_command();
    std::uint64_t creadr = 0;
    bus_read(system.pe, GITS_CREADR, &creadr, 8);
    EXPECT_EQ(creadr & GITS_CREADR_STALLED, GITS_CREADR_STALLED) << "fetched within microseconds";
}

TEST(ItsMemory, memory_that_waits_is_an_error_that_says_so)
{
    ForeignSystem system("system", true);
    try {
        system.run_one_command();
        FAIL() << "no error";
    } catch (const sc_core::sc_report& report) {
        EXPECT_NE(std::string(report.what()).find("memory has waited"), std::string::npos)
            << report.what();
    }
}

} // namespace
