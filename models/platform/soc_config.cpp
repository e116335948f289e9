// complete(): see soc_config.h.
#include "soc_config.h"
#include "address_map.h"
#include <itstorm/types.h>

namespace itstorm {

namespace {

// Choice: each pin has an SPI of its own, from this INTID on.
constexpr std::uint32_t first_intx_spi = 64;

void place(FunctionConfig& function, unsigned n)
{
    function.bar0 = AddressMap::bar0(n);
    function.bar2 = AddressMap::bar2(n);
    function.intx_spi = function.intx ? first_intx_spi + n : 0;
}

} // namespace

SocConfig complete(SocConfig config)
{
    config.redistributor.targets = config.pes;
    config.redistributor.lpi_id_bits = config.lpi_id_bits;
    for (ItsInstance& its : config.its)
        its.config.lpi_id_bits = config.lpi_id_bits;
    for (DomainConfig& domain : config.domains)
        domain.pins.resize(domain.vcpus, SIM_ANY_PE);
    for (unsigned n = 0; n < config.functions.size(); n++)
        place(config.functions[n], n);
    return config;
}

} // namespace itstorm
