// SPDX-License-Identifier: Apache-2.0
// Parts of a platform that knows nothing of itstorm: memory with an access time, an
// interconnect with a time per hop, and an initiator.
#pragma once
#include <cstdint>
#include <cstring>
#include <systemc>
#include <tlm>
#include <tlm_utils/multi_passthrough_initiator_socket.h>
#include <tlm_utils/multi_passthrough_target_socket.h>
#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>
#include <vector>

namespace foreign {

class Ram : public sc_core::sc_module {
public:
    Ram(sc_core::sc_module_name name, std::uint64_t bytes) : sc_module(name), data_(bytes)
    {
        port.register_b_transport(this, &Ram::b_transport);
    }

    tlm_utils::simple_target_socket<Ram> port{ "port" };

private:
    void b_transport(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
    {
        const std::uint64_t at = trans.get_address(), bytes = trans.get_data_length();
        if (at > data_.size() || bytes > data_.size() - at) {
            trans.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
            return;
        }
        if (trans.is_write())
            std::memcpy(&data_[at], trans.get_data_ptr(), bytes);
        else
            std::memcpy(trans.get_data_ptr(), &data_[at], bytes);
        delay += sc_core::sc_time(80, sc_core::SC_NS);
        trans.set_response_status(tlm::TLM_OK_RESPONSE);
    }

    std::vector<unsigned char> data_;
};

// In one of two styles: it leaves the time of a hop to the initiator, who waits once, or it waits
// itself, hop by hop.
enum class Style { Annotated, Waiting };

class Interconnect : public sc_core::sc_module {
public:
    Interconnect(sc_core::sc_module_name name, Style style) : sc_module(name), style_(style)
    {
        in.register_b_transport(this, &Interconnect::from_thread);
        at_once.register_b_transport(this, &Interconnect::pass_on);
    }

    tlm_utils::multi_passthrough_target_socket<Interconnect> in{ "in" };
    tlm_utils::multi_passthrough_target_socket<Interconnect> at_once{ "at_once" }; // never waits

    template <class Target>
    void map(std::uint64_t base, std::uint64_t bytes, Target& target)
    {
        ranges_.push_back({ base, bytes });
        out_.bind(target);
    }

private:
    struct Range {
        std::uint64_t base, bytes;
    };

    void from_thread(int id, tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
    {
        delay += sc_core::sc_time(5, sc_core::SC_NS);
        if (style_ == Style::Waiting) {
            wait(delay);
            delay = sc_core::SC_ZERO_TIME;
        }
        pass_on(id, trans, delay);
    }
    void pass_on(int, tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
    {
        const std::uint64_t address = trans.get_address();
        trans.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
        for (std::size_t n = 0; n < ranges_.size(); n++)
            if (address - ranges_[n].base < ranges_[n].bytes) {
                trans.set_address(address - ranges_[n].base);
                out_[static_cast<int>(n)]->b_transport(trans, delay);
                trans.set_address(address);
                return;
            }
    }

    const Style style_;
    std::vector<Range> ranges_;
    tlm_utils::multi_passthrough_initiator_socket<Interconnect> out_{ "out" };
};

// Reads and writes, and waits as long as each takes.
class Initiator : public sc_core::sc_module {
public:
    explicit Initiator(sc_core::sc_module_name name) : sc_module(name) {}

    tlm_utils::simple_initiator_socket<Initiator> bus{ "bus" };

    void write(std::uint64_t address, std::uint64_t value, unsigned bytes)
    {
        access(tlm::TLM_WRITE_COMMAND, address, value, bytes);
    }
    std::uint64_t read(std::uint64_t address, unsigned bytes)
    {
        std::uint64_t value = 0;
        access(tlm::TLM_READ_COMMAND, address, value, bytes);
        return value;
    }

protected:
    virtual void prepare(tlm::tlm_generic_payload&) {} // before it is sent: extensions

private:
    void access(tlm::tlm_command command, std::uint64_t address, std::uint64_t& value,
                unsigned bytes)
    {
        tlm::tlm_generic_payload trans;
        sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
        trans.set_command(command);
        trans.set_address(address);
        trans.set_data_ptr(reinterpret_cast<unsigned char*>(&value));
        trans.set_data_length(bytes);
        trans.set_streaming_width(bytes);
        prepare(trans);
        bus->b_transport(trans, delay);
        if (!trans.is_response_ok())
            SC_REPORT_FATAL(name(), "bus error");
        wait(delay);
    }
};

} // namespace foreign
