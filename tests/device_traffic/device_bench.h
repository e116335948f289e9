// SPDX-License-Identifier: Apache-2.0
// The bench of this folder: a function, its link, and a far end that records messages and may delay
// them.
#pragma once
#include "arch/msix.h"
#include "common/access.h"
#include "device_traffic/pci_function.h"
#include "patterns.h"
#include <gtest/gtest.h>
#include <tlm_utils/multi_passthrough_target_socket.h>
#include <tlm_utils/simple_initiator_socket.h>
#include <vector>

namespace itstorm {

inline sc_core::sc_time ps(std::uint64_t n)
{
    return sc_core::sc_time::from_value(n);
}

// Accepts a write after `hold` inside the blocking call, then adds `annotate` to the delay.
struct FarEnd : sc_core::sc_module {
    struct Write {
        std::uint64_t at_ps, address;
        std::uint32_t data;
        MsiTag tag;
    };

    tlm_utils::multi_passthrough_target_socket<FarEnd> socket;
    sc_core::sc_time hold = sc_core::SC_ZERO_TIME, annotate = sc_core::SC_ZERO_TIME;
    std::vector<Write> writes; // with the time of acceptance

    explicit FarEnd(sc_core::sc_module_name name) : sc_module(name), socket("socket")
    {
        socket.register_b_transport(this, &FarEnd::b_transport);
    }

    void b_transport(int, tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
    {
        if (hold != sc_core::SC_ZERO_TIME)
            wait(hold);
        delay += annotate;
        MsiExtension* msi = trans.get_extension<MsiExtension>();
        ASSERT_NE(msi, nullptr);
        writes.push_back({ sc_core::sc_time_stamp().value(), trans.get_address(),
                           *reinterpret_cast<std::uint32_t*>(trans.get_data_ptr()), msi->tag });
        trans.set_response_status(tlm::TLM_OK_RESPONSE);
    }
};

struct Driver : sc_core::sc_module {
    tlm_utils::simple_initiator_socket<Driver> socket;
    explicit Driver(sc_core::sc_module_name name) : sc_module(name), socket("socket") {}
};

// Accesses of software to a function.
struct Windows {
    Driver bar0, bar2, configuration;

    Windows(const std::string& name, PciFunction& function)
        : bar0((name + "_bar0").c_str()), bar2((name + "_bar2").c_str()),
          configuration((name + "_configuration").c_str())
    {
        bar0.socket.bind(function.bar0);
        bar2.socket.bind(function.bar2);
        configuration.socket.bind(function.configuration);
    }
};

struct DeviceBench {
    Ledger ledger;
    PciFunction function;
    FarEnd far_end{ "far_end" };
    Windows software{ "software", function };

    static FunctionConfig config(const LinkConfig& link, unsigned vectors)
    {
        FunctionConfig config;
        config.name = "nic0";
        config.device_id = 0x108;
        config.vectors = vectors;
        config.link = link;
        return config;
    }

    explicit DeviceBench(const LinkConfig& link, unsigned vectors = 4, LostBooking lost = {},
                         unsigned index = 3)
        : DeviceBench(config(link, vectors), lost, index)
    {
    }

    explicit DeviceBench(const FunctionConfig& config, LostBooking lost = {}, unsigned index = 3)
        : ledger{ lost }, function("nic0", index, config, 1, ledger)
    {
        function.upstream.bind(far_end.socket);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
        configure(0x04, 6, 2);      // memory and bus master
        configure(0xa2, 0x8000, 2); // MSI-X
        for (unsigned vector = 0; vector < config.vectors; ++vector)
            program(vector);
    }

    bool write(std::uint32_t offset, std::uint32_t value)
    {
        return bus_write(software.bar2.socket, offset, &value, 4);
    }
    std::uint32_t read(std::uint32_t offset)
    {
        std::uint32_t value = 0;
        EXPECT_TRUE(bus_read(software.bar2.socket, offset, &value, 4));
        return value;
    }
    bool configure(std::uint32_t offset, std::uint32_t value, unsigned bytes)
    {
        return bus_write(software.configuration.socket, offset, &value, bytes);
    }
    std::uint32_t configuration(std::uint32_t offset, unsigned bytes = 4)
    {
        std::uint32_t value = 0;
        EXPECT_TRUE(bus_read(software.configuration.socket, offset, &value, bytes));
        return value;
    }
    void mask(unsigned vector, bool masked) { write(vector * 16 + 12, masked); }
    void program(unsigned vector)
    {
        write(vector * 16, 0x0809'0040);
        write(vector * 16 + 4, 0);
        write(vector * 16 + 8, 100 + vector);
        mask(vector, false);
    }

    // Runs up to and including now + ps_long; sc_start alone leaves out the events at its end.
    void run(std::uint64_t ps_long)
    {
        sc_core::sc_start(ps(ps_long));
        while (sc_core::sc_pending_activity_at_current_time())
            sc_core::sc_start(sc_core::SC_ZERO_TIME);
    }
    std::vector<std::uint32_t> data() const
    {
        std::vector<std::uint32_t> all;
        for (const FarEnd::Write& write : far_end.writes)
            all.push_back(write.data);
        return all;
    }

    // The ledger's right side, with the far end in place of all later lines: accepted, merged, in
    // flight.
    std::uint64_t booked() const
    {
        return far_end.writes.size() + ledger.merged_in_device + function.in_flight();
    }
};

// 24 bytes at 4 GB/s are 6000 ps; no other bound.
inline LinkConfig lanes_only()
{
    LinkConfig link;
    link.bytes_per_second = 4'000'000'000;
    link.posted_credits = 0;
    return link;
}

inline LinkConfig ideal()
{
    LinkConfig link;
    link.oneway_ps = 0;
    link.posted_credits = 0;
    return link;
}

} // namespace itstorm
