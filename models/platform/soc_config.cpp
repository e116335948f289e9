// SPDX-License-Identifier: Apache-2.0
// SocConfig: see soc_config.h.
#include "soc_config.h"
#include "address_map.h"
#include "arch/intid.h"
#include <algorithm>
#include <itstorm/types.h>

namespace itstorm {

namespace {

// Choice: each interrupt pin has an SPI of its own, from this INTID on.
constexpr std::uint32_t first_intx_spi = 64;

void assign_addresses_and_pin(FunctionConfig& function, unsigned n)
{
    function.bar0 = AddressMap::bar0(n);
    function.bar2 = AddressMap::bar2(n);
    function.intx_spi = function.intx ? first_intx_spi + n : 0;
}

} // namespace

bool has_intx_spi(const SocConfig& config, std::size_t n)
{
    return first_intx_spi + n < INTID_SPI_FIRST + config.redistributor.spis;
}

std::uint32_t device_id_of(const std::vector<MsiMapEntry>& map, std::uint16_t requester)
{
    const auto entry = std::find_if(map.begin(), map.end(), [&](const MsiMapEntry& e) {
        return requester >= e.requester &&
               static_cast<std::uint32_t>(requester - e.requester) < e.length;
    });
    if (entry == map.end())
        return requester;
    return entry->device_id + (requester - entry->requester);
}

SocConfig complete(SocConfig config)
{
    config.redistributor.targets = config.pes;
    config.redistributor.lpi_id_bits = config.lpi_id_bits;
    for (ItsInstance& its : config.its)
        its.config.lpi_id_bits = config.lpi_id_bits;
    for (DomainConfig& domain : config.domains)
        domain.pins.resize(domain.vcpus, SIM_ANY_PE);
    for (unsigned n = 0; n < config.functions.size(); n++)
        assign_addresses_and_pin(config.functions[n], n);
    return config;
}

} // namespace itstorm
