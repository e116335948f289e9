// SPDX-License-Identifier: Apache-2.0
// A link by itself: the bench sends requests; a memory system at the far end records and answers
// them.
#pragma once
#include "common/simulated_time.h"
#include "device_traffic/pcie_link.h"
#include "device_traffic/pcie_wire.h"
#include <cstring>
#include <gtest/gtest.h>
#include <tlm_utils/simple_target_socket.h>

namespace itstorm {

// Fills each read with the lowest byte of its address, after `read_time`; refuses accesses from
// `end` on.
struct MemorySystem : sc_core::sc_module {
    struct Access {
        std::uint64_t at_ps, address;
        bool is_read, is_message;
        std::uint32_t device_id;
        std::vector<std::uint8_t> data;
    };

    tlm_utils::simple_target_socket<MemorySystem> socket{ "socket" };
    sc_core::sc_time read_time = sc_core::SC_ZERO_TIME;
    std::uint64_t end = ~0ull;
    std::vector<Access> accesses;

    explicit MemorySystem(sc_core::sc_module_name name) : sc_module(name)
    {
        socket.register_b_transport(this, &MemorySystem::b_transport);
    }

    void b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
    {
        const auto* message = trans.get_extension<MsiExtension>();
        const auto* dma = trans.get_extension<DmaExtension>();
        ASSERT_NE(message == nullptr, dma == nullptr);
        const std::uint64_t address = trans.get_address();
        if (trans.is_read()) {
            delay += read_time;
            std::memset(trans.get_data_ptr(), static_cast<int>(address & 0xff),
                        trans.get_data_length());
        }
        accesses.push_back(
            { sc_core::sc_time_stamp().value(),
              address,
              trans.is_read(),
              message != nullptr,
              message ? message->tag.device_id : dma->device_id,
              { trans.get_data_ptr(), trans.get_data_ptr() + trans.get_data_length() } });
        trans.set_response_status(address < end ? tlm::TLM_OK_RESPONSE
                                                : tlm::TLM_ADDRESS_ERROR_RESPONSE);
    }
};

// Transmits requests in order, each as soon as the link takes it.
struct LinkBench {
    PciFunctionProbes probes;
    std::deque<LinkRequest> waiting;
    PcieLink link;
    MemorySystem memory{ "memory" };

    explicit LinkBench(const LinkConfig& config)
        : link("link", 0, config, probes, [this] { transmit_waiting(); })
    {
        link.far_end.bind(memory.socket);
        sc_core::sc_start(sc_core::SC_ZERO_TIME);
    }

    void send_dma(std::uint64_t address, DmaRequest dma)
    {
        send({ address, 0, { 7, 0, 0 }, std::make_unique<DmaRequest>(std::move(dma)) });
    }
    void send(LinkRequest request)
    {
        waiting.push_back(std::move(request));
        transmit_waiting();
    }
    void message(std::uint64_t address) { send({ address, 42, { 7, 42, 1 } }); }
    void write(std::uint64_t address, std::size_t bytes)
    {
        send_dma(address, { std::vector<std::uint8_t>(bytes, 0xab), nullptr });
    }
    // Notes the time of the completion in `completed_ps`.
    std::shared_ptr<PendingRead> read(std::uint64_t address, std::size_t bytes)
    {
        auto read = std::make_shared<PendingRead>(0);
        read->data.resize(bytes);
        send_dma(address, { {}, read });
        sc_core::sc_spawn([this, read] {
            sim::wait(read->completed);
            completed_ps.push_back(sc_core::sc_time_stamp().value());
        });
        return read;
    }
    void run(std::uint64_t ps_long) { sc_core::sc_start(sc_core::sc_time::from_value(ps_long)); }

    std::vector<std::uint64_t> completed_ps;

private:
    void transmit_waiting()
    {
        while (!waiting.empty() && link.can_take()) {
            LinkRequest next = std::move(waiting.front());
            waiting.pop_front();
            link.transmit(std::move(next));
        }
    }
};

} // namespace itstorm
