// SPDX-License-Identifier: Apache-2.0
// Wrong scenarios: keys of platform.pci[] that only some kinds of device have.
#include "wrong.h"

using namespace itstorm;

namespace {

std::string with_disk(const std::string& keys)
{
    return with_line(10, "    - { name: disk0, bdf: \"0000:02:00.0\", " + keys + " }");
}

TEST(WrongKind, a_key_of_another_kind_is_refused)
{
    EXPECT_ONE_ERROR(with_disk("kind: nic, service: 5us"), "s.yaml:10:54",
                     "'service' belongs to kind: nvme, not to nic");
}

TEST(WrongKind, a_key_of_a_kind_without_the_kind_is_refused)
{
    EXPECT_ONE_ERROR(with_disk("channels: 4"), "s.yaml:10:43",
                     "'channels' belongs to kind: nvme, not to generator");
}

// The good scenario with its storm at line rate, on a device of another kind.
std::string with_nic0(const std::string& keys)
{
    return with_line(9, "    - { name: nic0, bdf: \"0000:01:00.0\", link: gen3x1, " + keys + " }");
}

TEST(WrongKind, line_rate_of_packets_is_refused)
{
    EXPECT_ONE_ERROR(with_nic0("kind: nic"), "s.yaml:18:73", "line rate is for kind generator");
}

TEST(WrongKind, arrivals_at_a_storage_controller_are_refused)
{
    EXPECT_ONE_ERROR(with_nic0("kind: nvme"), "s.yaml:18:73", "works for its driver");
}

TEST(WrongKind, an_unknown_kind_is_refused)
{
    EXPECT_ONE_ERROR(with_disk("kind: nvm"), "s.yaml:10:49", "nvme");
}

TEST(WrongKind, own_keys_of_a_kind_are_accepted)
{
    EXPECT_TRUE(errors_of(with_disk("kind: nvme, service: 5us, service_times: exponential, "
                                    "channels: 4"))
                    .empty());
}

} // namespace
