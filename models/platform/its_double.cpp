// SPDX-License-Identifier: Apache-2.0
// ItsDouble: see its_double.h.
#include "its_double.h"
#include "arch/its_cmd.h"
#include "arch/its_regs.h"
#include "arch/its_table.h"
#include "common/access.h"
#include "common/simulated_time.h"
#include <algorithm>
#include <cstring>

namespace itstorm {

namespace {

constexpr unsigned char undefined_opcode = 0xff;
constexpr unsigned entry_valid_bit = 63; // of an entry of any table

bool is_doorbell(const tlm::tlm_generic_payload& trans)
{
    return trans.is_write() && trans.get_address() == GITS_CWRITER;
}

bool is_fetch(const tlm::tlm_generic_payload& trans)
{
    return trans.is_read() && trans.get_data_length() == ITS_CMD_BYTES;
}

} // namespace

ItsDouble::ItsDouble(sc_core::sc_module_name name, unsigned its)
    : sc_module(name), from_bus("from_bus"), from_its("from_its"), to_its("to_its"),
      to_bus("to_bus"), stall_ends_(sim::Rank(sim::Kind::Its, its))
{
    from_bus.register_b_transport(this, &ItsDouble::registers);
    from_its.register_b_transport(this, &ItsDouble::memory);
    stall_ends_.calls([this] { end_stall(); });
}

void ItsDouble::refuse_memory(std::uint64_t ps)
{
    refused_until_ps_ = sim::now_ps() + ps;
}

void ItsDouble::stall(std::uint64_t ps)
{
    const std::uint64_t now = sim::now_ps();
    stalled_until_ps_ = std::max(stalled_until_ps_, now + ps);
    stall_ends_.notify(sim::time_of(ps));
}

// The event keeps the earlier of two notifications: if a longer stall began meanwhile, notifies it
// again for the rest.
void ItsDouble::end_stall()
{
    const std::uint64_t now = sim::now_ps();
    if (now < stalled_until_ps_)
        return stall_ends_.notify(sim::time_of(stalled_until_ps_ - now));
    if (kept_bytes_ != 0)
        bus_write(to_its, GITS_CWRITER, &kept_, kept_bytes_);
    kept_bytes_ = 0;
}

void ItsDouble::keep_doorbell(tlm::tlm_generic_payload& trans)
{
    hit(ItsFault::Stall);
    kept_bytes_ = std::min<unsigned>(trans.get_data_length(), sizeof kept_);
    std::memcpy(&kept_, trans.get_data_ptr(), kept_bytes_);
}

void ItsDouble::registers(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
{
    const bool is_stalled = sim::now_ps() < stalled_until_ps_;
    if (!is_doorbell(trans) || (lost_ == 0 && !is_stalled))
        return to_its->b_transport(trans, delay);
    if (lost_ != 0) {
        --lost_;
        hit(ItsFault::Doorbell);
    } else {
        keep_doorbell(trans);
    }
    trans.set_response_status(tlm::TLM_OK_RESPONSE);
}

void ItsDouble::memory(tlm::tlm_generic_payload& trans, sc_core::sc_time& delay)
{
    if (sim::now_ps() < refused_until_ps_) {
        hit(ItsFault::Memory);
        return trans.set_response_status(tlm::TLM_GENERIC_ERROR_RESPONSE);
    }
    to_bus->b_transport(trans, delay);
    trans.set_dmi_allowed(false); // the ITS must not access memory past this double
    if (damaged_ == 0 || !is_fetch(trans))
        return;
    --damaged_;
    hit(ItsFault::Command);
    trans.get_data_ptr()[0] = undefined_opcode;
}

// Entries of all tables have the same size.
std::uint64_t ItsDouble::entry_address(std::uint64_t baser_offset, std::uint32_t entry)
{
    static_assert(ITS_DTE_BYTES == ITS_CTE_BYTES && ITS_DTE_BYTES == ITS_ITE_BYTES);
    std::uint64_t baser = 0;
    if (!bus_read(to_its, baser_offset, &baser, sizeof baser) ||
        bits_get(baser, GITS_BASER_VALID) == 0 || entry >= gits_baser_entries(baser))
        return 0;
    const std::uint64_t base = gits_baser_address(baser);
    if (bits_get(baser, GITS_BASER_INDIRECT) == 0)
        return base + std::uint64_t{ entry } * ITS_DTE_BYTES;
    const std::uint64_t in_page = gits_baser_page_entries(baser);
    const its_l1 level1 = its_l1_load(word_at(base + entry / in_page * ITS_L1_BYTES),
                                      static_cast<std::uint32_t>(in_page * ITS_DTE_BYTES));
    return level1.valid ? level1.page + entry % in_page * ITS_DTE_BYTES : 0;
}

std::uint64_t ItsDouble::word_at(std::uint64_t address)
{
    std::uint64_t word = 0;
    return address != 0 && bus_read(to_bus, address, &word, sizeof word) ? word : 0;
}

bool ItsDouble::overwrite(std::uint64_t address)
{
    const std::uint64_t zero = 0;
    return (word_at(address) & bit(entry_valid_bit)) != 0 &&
           bus_write(to_bus, address, &zero, sizeof zero);
}

bool ItsDouble::overwrite_device(std::uint32_t device)
{
    return overwrite(entry_address(GITS_BASER0, device));
}

bool ItsDouble::overwrite_event(std::uint32_t device, std::uint32_t event)
{
    const its_dte dte = its_dte_load(word_at(entry_address(GITS_BASER0, device)));
    const bool is_in_range = dte.valid && event < std::uint64_t{ 1 } << dte.event_bits;
    return is_in_range && overwrite(dte.itt + std::uint64_t{ event } * ITS_ITE_BYTES);
}

bool ItsDouble::overwrite_collection(std::uint32_t icid)
{
    return overwrite(entry_address(GITS_BASER1, icid));
}

} // namespace itstorm
