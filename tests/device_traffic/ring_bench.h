// SPDX-License-Identifier: Apache-2.0
// The bench of devices with rings (nic, nvme): the function, guest memory at its far end, and a
// driver that writes registers.
#pragma once
#include "device_bench.h"
#include <algorithm>
#include <cstring>
#include <random>

namespace itstorm {

// 1 MiB at 1 GiB; refuses every other address, as an IOMMU would.
struct GuestMemory : sc_core::sc_module {
    static constexpr std::uint64_t base = 0x4000'0000, bytes = 1u << 20;

    struct Event {
        std::uint64_t at_ps;
        bool is_message;
        std::uint64_t address;
        std::uint32_t data; // of a message
    };

    tlm_utils::multi_passthrough_target_socket<GuestMemory> socket;
    std::vector<std::uint8_t> data = std::vector<std::uint8_t>(bytes);
    std::vector<Event> writes; // in order, refused ones as well
    unsigned refused = 0;

    explicit GuestMemory(sc_core::sc_module_name name) : sc_module(name), socket("socket")
    {
        socket.register_b_transport(this, &GuestMemory::b_transport);
    }

    void b_transport(int, tlm::tlm_generic_payload& trans, sc_core::sc_time&)
    {
        const bool is_message = trans.get_extension<MsiExtension>() != nullptr;
        std::uint32_t data_written = 0;
        if (trans.is_write()) {
            std::memcpy(&data_written, trans.get_data_ptr(), sizeof data_written);
            writes.push_back({ sc_core::sc_time_stamp().value(), is_message, trans.get_address(),
                               data_written });
        }
        trans.set_response_status(is_message || copy(trans) ? tlm::TLM_OK_RESPONSE
                                                            : tlm::TLM_ADDRESS_ERROR_RESPONSE);
    }

    bool copy(tlm::tlm_generic_payload& trans)
    {
        const std::uint64_t offset = trans.get_address() - base;
        const unsigned length = trans.get_data_length();
        if (offset >= bytes || length > bytes - offset) {
            ++refused;
            return false;
        }
        if (trans.is_write())
            std::memcpy(&data[offset], trans.get_data_ptr(), length);
        else
            std::memcpy(trans.get_data_ptr(), &data[offset], length);
        return true;
    }

    std::uint64_t word(std::uint64_t address) const
    {
        std::uint64_t value;
        std::memcpy(&value, &data[address - base], sizeof value);
        return value;
    }
    void set_word(std::uint64_t address, std::uint64_t value)
    {
        std::memcpy(&data[address - base], &value, sizeof value);
    }
    unsigned highest_message() const
    {
        std::uint32_t highest = 0;
        for (const Event& event : writes)
            highest = std::max(highest, event.is_message ? event.data : 0);
        return highest;
    }
    std::vector<std::uint64_t> message_times() const
    {
        std::vector<std::uint64_t> times;
        for (const Event& event : writes)
            if (event.is_message)
                times.push_back(event.at_ps);
        return times;
    }
};

struct RingBench {
    Ledger ledger;
    PciFunction function;
    GuestMemory memory{ "memory" };
    Windows software{ "software", function };

    explicit RingBench(const FunctionConfig& config) : function("device", 0, config, 1, ledger)
    {
        function.upstream.bind(memory.socket);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
        set_up(config.vectors);
    }

    // Enables memory, bus master and MSI-X; the message of vector v has data v.
    void set_up(unsigned vectors)
    {
        configure(0x04, 6);
        configure(0xa2, 0x8000);
        for (std::uint32_t vector = 0; vector < vectors; ++vector)
            for (const auto& [offset, value] :
                 { std::pair(0u, 0x0809'0040u), { 4u, 0u }, { 8u, vector }, { 12u, 0u } })
                bus_write(software.bar2.socket, vector * 16 + offset, &value, 4);
    }
    void configure(std::uint32_t offset, std::uint16_t value)
    {
        bus_write(software.configuration.socket, offset, &value, 2);
    }
    void function_level_reset() { configure(0x48, 0x8000); }

    // `reg` is the offset in the block of the queue.
    void write(std::uint32_t queue, std::uint32_t reg, std::uint32_t value)
    {
        bus_write(software.bar0.socket, 0x200 + 0x40 * queue + reg, &value, 4);
    }
    std::uint32_t read(std::uint32_t queue, std::uint32_t reg)
    {
        std::uint32_t value = 0;
        bus_read(software.bar0.socket, 0x200 + 0x40 * queue + reg, &value, 4);
        return value;
    }
    // Expects that every sent message is on one line of the ledger.
    void expect_balance() const
    {
        EXPECT_EQ(ledger.msis_sent,
                  memory.message_times().size() + ledger.merged_in_device + function.in_flight());
    }
    void run_ns(std::uint64_t ns)
    {
        sc_core::sc_start(ps(ns * 1000));
        while (sc_core::sc_pending_activity_at_current_time())
            sc_core::sc_start(sc_core::SC_ZERO_TIME);
    }

    // Writes random values to random registers; half of the values are small.
    void write_at_random(unsigned writes, std::uint64_t seed)
    {
        std::mt19937_64 random(seed);
        for (unsigned n = 0; n < writes; ++n) {
            const auto queue = static_cast<std::uint32_t>(random() % 5);
            const auto reg = static_cast<std::uint32_t>(random() % 16 * 4);
            const unsigned shift = random() % 2 ? 60 : 32;
            write(queue, reg, static_cast<std::uint32_t>(random() >> shift));
            if (random() % 4 == 0) {
                write(queue, 0x0c, 0);
                write(queue, 0x08, GuestMemory::base);
                write(queue, 0, 1);
            }
            run_ns(random() % 500);
        }
    }
};

inline FunctionConfig ring_config(DeviceType kind, const LinkConfig& link)
{
    FunctionConfig config = DeviceBench::config(link, 4);
    config.kind = kind;
    return config;
}

} // namespace itstorm
