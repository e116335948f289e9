// SPDX-License-Identifier: Apache-2.0
// The rows of `domains`: the guests. The knobs of a domain's program come beside them from its
// object (object_rows.h).
#include "field_row.h"
#include "fields_parts.h"

namespace itstorm {

using namespace rows;

std::vector<Field> domain_rows()
{
    return {
        list("domains", "the guests").required(),
        name("domains[].name", "its name").required().into<&DomainConfig::name>(),
        name("domains[].program", "what runs in it; its own knobs stand beside")
            .required()
            .into<&DomainConfig::program>(),
        flag("domains[].privileged", "may manage others")
            .by_default("false")
            .into<&DomainConfig::privileged>(),
        count("domains[].vcpus", "vCPUs", "virtual CPUs")
            .range(1, 128)
            .by_default("1")
            .into<&DomainConfig::vcpus>(),
        bytes("domains[].ram", "its memory")
            .range(4ull << 20, 1ull << 36)
            .by_default("64MiB")
            .into<&DomainConfig::ram_bytes>(),
        names("domains[].devices", "functions assigned to it"),
        FieldRow(Kind::Counts, "domains[].pin", "one PE for each vCPU; without it they float")
            .unit("PE"),
    };
}

} // namespace itstorm
