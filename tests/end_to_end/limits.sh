# SPDX-License-Identifier: Apache-2.0
# limits.wall_time and Ctrl-C end a run within a second, whether or not simulated time passes in it, and it writes its results so far.
. "$(dirname "$0")/lib.sh"
objects=$3

# The run of ./case.yaml ends at the limit of real time and says that simulated time stood still.
stands_still() { # what is named
    rm -rf out
    expect_status 4 timeout 20 "$itstorm" run case.yaml --out out
    expect_text "no simulated time passes at"
    expect_text "$1"
    for file in result.json effective.yaml series.csv; do
        [ -s "out/$file" ] || fail "$file is missing"
    done
}

scenario() { # what it is, the rest of the lines
    echo "FOR $1"
    printf 'scenario: 1\nname: case\nlimits: { sim_time: 5ms, wall_time: 600ms }\n%s\n' "$2" >case.yaml
}

devices='platform: { pci: [{ name: d0, bdf: "01:00.0" }] }
domains: [{ name: d, program: linux, devices: [d0] }]'
scenario "a timeline entry that is repeated at one moment" "$devices
timeline: [{ at: 1us, do: msi.send, device: d0, count: 1000000000, every: 0ps }, { at: 50us, do: stop }]"
stands_still "timeline entry 1"

scenario "a burst without end at one moment" "$devices
timeline: [{ at: 1us, do: storm.start, device: d0, pattern: bursts, burst_size: 4294967295, burst_gap: 1ps }, { at: 50us, do: stop }]"
stands_still "timeline entry 2"

scenario "guest commands that cost nothing" "platform: { profile: ideal }
hypervisor: { vits: { propagate: all } }
domains: [{ name: dom1, program: flood }]
timeline:
  - { at: 10us, do: guest.order, domain: dom1, order: invall, args: { commands: 3, bursts: 0 } }
  - { at: 900us, do: stop }"
stands_still "pe0"

scenario "a guest that waits for another vCPU while no slice ends" "platform: { profile: ideal }
domains: [{ name: d, program: flood, vcpus: 2 }]
timeline: [{ at: 0s, do: guest.order, domain: d, vcpu: 1, order: invall }, { at: 1ms, do: stop }]"
stands_still "pe0, guest d.vcpu"

for how in counts calls silent; do
    echo "FOR an endless hypervisor: $how"
    expect_status 4 timeout 20 "$itstorm" run "$root/tests/end_to_end/endless.yaml" --hypervisor "$objects/endless_hypervisor.so" \
        -C hypervisor.how=$how --out out
    expect_text "no simulated time passes at 0 s: pe0, EL2 stack"
done
echo "FOR a hypervisor that is never created"
expect_status 4 timeout 20 "$itstorm" run "$root/tests/end_to_end/endless.yaml" --hypervisor "$objects/endless_hypervisor.so" \
    -C hypervisor.how=creates --out out

echo "FOR Ctrl-C while no simulated time passes"
expect_status 130 timeout --preserve-status --foreground -s INT 2 "$itstorm" run case.yaml -C limits.wall_time=60s --out out
expect_text "interrupted: no simulated time passes at 0 s"
[ -s out/result.json ] || fail "no results"

# Posted writes for which the guest never waits: the PE waits once 1024 are on their way, so memory is bounded and time passes.
scenario "a guest that writes to a device without a cost" "platform:
  profile: ideal
  pci: [{ name: bad0, bdf: '01:00.0', vectors: 4, kind: hostile }]
domains: [{ name: dom1, program: hostile, devices: [bad0], pin: [0], meanwhile: mask }]
timeline:
  - { when: 'all_guests.ready == 1', do: mark, label: ready }
  - { after: ready, do: guest.order, domain: dom1, order: one_vector, args: { gap: 1us } }
  - { at: 900us, do: stop }"
expect_status 0 timeout 20 "$itstorm" run case.yaml -C limits.wall_time=10s --out out

# 250 simulated hours without an event take no real time, and the series has no more rows than its bound.
scenario "idle time" "domains: [{ name: d, program: linux }]
timeline: [{ at: 900000s, do: stop }]"
expect_status 0 timeout 20 "$itstorm" run case.yaml -C limits.sim_time=1000000s -C limits.wall_time=10s --out out
rows=$(wc -l <out/series.csv)
[ "$rows" -le 4097 ] || fail "series.csv has $rows lines"
finish
