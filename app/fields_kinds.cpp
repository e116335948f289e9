// SPDX-License-Identifier: Apache-2.0
// Rows of platform.pci[]: what is behind a function, and what only one kind of device has. These
// have no default in the table, since a function of another kind does not have them at all.
#include "fields_parts.h"

namespace itstorm {

std::vector<Field> kind_rows()
{
    const auto none = all("");
    return {
        { "platform.pci[].kind", Kind::Choice, "", all("generator"), 0, 0,
          "generator|nic|nvme|buggy|hostile", false, Tag::None, "",
          "the device: a plain source of interrupts, a network card, a storage controller, ...",
          [](Target& t, const Value& v) { t.function->kind = static_cast<DeviceType>(v.number); } },
        { "platform.pci[].service", Kind::Duration, "", none, 1, 0, "", false, Tag::Assumed,
          "a fast flash drive", "time of a command in its channel; without it 10us",
          [](Target& t, const Value& v) { t.function->nvme.service_ps = v.number; }, "nvme" },
        { "platform.pci[].service_times", Kind::Choice, "", none, 0, 0, "fixed|exponential", false,
          Tag::Assumed, "", "whether all take that long, or as a mean; without it fixed",
          [](Target& t, const Value& v) {
              t.function->nvme.service = static_cast<NvmeService>(v.number);
          },
          "nvme" },
        { "platform.pci[].channels", Kind::Count, "commands", none, 1, 4096, "", false,
          Tag::Assumed, "", "worked on at a time; without it 8",
          [](Target& t, const Value& v) {
              t.function->nvme.channels = static_cast<unsigned>(v.number);
          },
          "nvme" },
    };
}

} // namespace itstorm
