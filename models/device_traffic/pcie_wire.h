// SPDX-License-Identifier: Apache-2.0
// Bytes of transaction layer packets on the lanes: framing and sequence number 4, header 12 (16
// when the address needs 64 bits), payload in dwords, LCRC 4; no ECRC. Source: PCI Express Base
// Specification, "Transaction Layer Protocol - Packet Definition"; Intel AN 708.
#pragma once
#include "device_config.h"

namespace itstorm {

// Generation 1 to 5. The rate is net of line coding: 8b/10b, from generation 3 on 128b/130b.
constexpr std::uint64_t lanes_bytes_per_second(unsigned generation, unsigned lanes)
{
    constexpr std::uint64_t transfers_per_second[] = { 2'500'000'000, 5'000'000'000, 8'000'000'000,
                                                       16'000'000'000, 32'000'000'000 };
    const std::uint64_t raw = transfers_per_second[generation - 1] * lanes / 8;
    return generation < 3 ? raw * 8 / 10 : raw * 128 / 130;
}

constexpr std::uint64_t tlp_framing_bytes = 8;
constexpr std::uint64_t completion_header_bytes = 12;
// Choice: Max_Payload_Size 256 B and Max_Read_Request_Size 512 B, what most systems set. What is
// longer goes as several packets, back to back.
constexpr std::uint64_t max_payload_bytes = 256, max_read_bytes = 512;

constexpr std::uint64_t request_header_bytes(std::uint64_t address)
{
    return address >> 32 == 0 ? 12 : 16;
}

constexpr std::uint64_t packets(std::uint64_t bytes, std::uint64_t most)
{
    return bytes == 0 ? 1 : (bytes + most - 1) / most;
}

constexpr std::uint64_t whole_dwords(std::uint64_t bytes)
{
    return (bytes + 3) / 4 * 4;
}

constexpr std::uint64_t write_wire_bytes(std::uint64_t address, std::uint64_t bytes)
{
    const std::uint64_t overhead = tlp_framing_bytes + request_header_bytes(address);
    return packets(bytes, max_payload_bytes) * overhead + whole_dwords(bytes);
}

constexpr std::uint64_t read_wire_bytes(std::uint64_t address, std::uint64_t bytes)
{
    return packets(bytes, max_read_bytes) * (tlp_framing_bytes + request_header_bytes(address));
}

constexpr std::uint64_t completion_wire_bytes(std::uint64_t bytes)
{
    const std::uint64_t overhead = tlp_framing_bytes + completion_header_bytes;
    return packets(bytes, max_payload_bytes) * overhead + whole_dwords(bytes);
}

// 24 bytes, or 28 beyond 4 GiB; or what the scenario says.
constexpr std::uint64_t msi_wire_bytes(const LinkConfig& config, std::uint64_t address)
{
    return config.msi_bytes != 0 ? config.msi_bytes : write_wire_bytes(address, 4);
}

} // namespace itstorm
