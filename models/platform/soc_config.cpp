// complete(): see soc_config.h.
#include "soc_config.h"
#include <itstorm/types.h>

namespace itstorm {

SocConfig complete(SocConfig config)
{
    config.redistributor.targets = config.pes;
    config.redistributor.lpi_id_bits = config.lpi_id_bits;
    for (ItsInstance& its : config.its)
        its.config.lpi_id_bits = config.lpi_id_bits;
    for (DomainConfig& domain : config.domains)
        domain.pins.resize(domain.vcpus, SIM_ANY_PE);
    return config;
}

} // namespace itstorm
