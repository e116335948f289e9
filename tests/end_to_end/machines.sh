# SPDX-License-Identifier: Apache-2.0
# A machine that cannot work is refused before time zero, at its place in the file; a guest that gives up later says why.
. "$(dirname "$0")/lib.sh"

# refused FILE PLACE TEXT: both check and run refuse the scenario, with TEXT at PLACE
refused() {
    expect_status 2 "$itstorm" check "$1.yaml"
    expect_text "$1.yaml:$2: error: $3"
}

{
    echo "scenario: 1"
    echo "name: icid"
    echo "platform: { pes: 3, its: [ { name: its0, icid_bits: 1 } ] }"
    echo "domains: [ { name: d, program: compute } ]"
} >icid.yaml
refused icid 3:53 "'icid_bits' is 1, but the hypervisor needs at least 2 here: a collection for each PE"

{
    echo "scenario: 1"
    echo "name: ram"
    echo "platform: { ram: 64MiB, its: ["
    for n in 0 1 2 3 4 5 6 7; do
        echo "  { name: its$n, command_queue: 1MiB, device_bits: 20 },"
    done
    echo "] }"
    echo "domains: [ { name: d, program: compute, ram: 4MiB } ]"
} >ram.yaml
refused ram 3:18 "'ram' is 64MiB, but the hypervisor needs at least 78464KiB here"

lpis() {
    echo "scenario: 1"
    echo "name: lpi"
    echo "platform: { lpi_id_bits: 14, pci: ["
    for n in 1 2 3 4 5; do
        echo "  { name: d$n, bdf: \"0$n:00.0\", vectors: $1 },"
    done
    echo "] }"
    echo "domains: [ { name: d, program: linux, devices: [d1,d2,d3,d4,d5] } ]"
}
lpis 2048 >lpi.yaml
refused lpi 3:26 "'lpi_id_bits' is 14, but the hypervisor needs at least 15 here: an LPI for each vector"
lpis 1638 >lpi.yaml # 8190 of 8192
expect_status 0 "$itstorm" check lpi.yaml

nvme() {
    echo "scenario: 1"
    echo "name: nvme"
    echo "limits: { sim_time: 30ms }"
    echo "platform: { pci: [ { name: d0, bdf: \"01:00.0\", vectors: 256, kind: $1 } ] }"
    echo "domains: [ { name: d, program: nvme, ram: $2, depth: 1023, devices: [d0] } ]"
    echo "timeline: [ { when: \"all_guests.ready == 1\", do: stop } ]"
}
nvme nvme 4MiB >nvme.yaml
refused nvme 5:43 "'ram' is 4MiB, but program nvme needs at least 16MiB here"
nvme nvme 16MiB >nvme.yaml
expect_status 0 "$itstorm" run nvme.yaml --out enough

nvme nic 16MiB >late.yaml
expect_status 4 "$itstorm" run late.yaml --out late -C limits.sim_time=5ms
expect_text "not ready: d.vcpu0 (off): a device is not of the kind that this driver is for"
grep -qF "d.vcpu0: warning: a device is not of the kind" late/result.json || fail "the log does not say so"

# order PROGRAM VCPUS KEYS
order() {
    echo "scenario: 1"
    echo "name: order"
    echo "platform: { pes: 4, pci: [ { name: d0, bdf: \"01:00.0\", vectors: 8 } ] }"
    echo "domains: [ { name: d, program: $1, vcpus: $2, devices: [d0] } ]"
    echo "timeline: [ { at: 1ms, do: guest.order, domain: d, $3 }, { at: 2ms, do: stop } ]"
}
order flood 2 "order: movi, args: { event: 8 }" >order.yaml
refused order 5:80 "'event' is 8, but program flood needs at most 7 here: an event that the device has"
order flood 2 "order: movi, args: { event: 6, events: 3 }" >order.yaml
refused order 5:91 "'events' is 3, but program flood needs at most 2 here: events that the device has"
order flood 2 "order: inv, args: { device: 1 }" >order.yaml
refused order 5:80 "'device' is 1, but program flood needs at most 0 here: a device that the domain has"
order flood 1 "order: movi" >order.yaml
refused order 5:13 "'to' is 1, but program flood needs at most 0 here: a vCPU that the domain has"
order flood 2 "order: cpu_on, args: { vcpu: 2 }" >order.yaml
refused order 5:81 "'vcpu' is 2, but program flood needs at most 1 here: a vCPU that the domain has"
order linux 2 "order: movi" >order.yaml
refused order 4:12 "'tick' is 0ns, but program linux needs at least 1us here: a vCPU that only waits for interrupts"
order "linux, tick: 1ms" 2 "order: movi" >order.yaml
expect_status 0 "$itstorm" check order.yaml
order "linux, background: always" 2 "order: movi" >order.yaml
expect_status 0 "$itstorm" check order.yaml

# Refuses triggers with which no command would ever complete.
printf 'scenario: 1\nname: batch\nhypervisor: { vits: { schedule: round_robin, batch_triggers: [int] } }\ndomains: [{ name: d, program: compute }]\ntimeline: [{ at: 1ms, do: stop }]\n' >batch.yaml
refused batch 3:62 "'batch_triggers' is int, but the hypervisor needs read, or write and int"
sed -i 's/\[int\]/write/' batch.yaml
refused batch 3:62 "'batch_triggers' is write, but the hypervisor needs read, or write and int"
sed -i 's/write }/read }/' batch.yaml
expect_status 0 "$itstorm" check batch.yaml

# Words that exclude each other are refused at the word that is wrong beside the others.
knobs() {
    printf 'scenario: 1\nname: knobs\nhypervisor: { %s }\ndomains: [{ name: d, program: compute }]\ntimeline: [{ at: 1ms, do: stop }]\n' "$1" >knobs.yaml
}
knobs 'vits: { invall_rate: 10k/s, schedule: round_robin }'
refused knobs 3:53 "'schedule' is round_robin, but the hypervisor needs in_trap: a pass does not wait"
knobs 'vgic: { pending_format: byte, pending_store: guest }'
refused knobs 3:60 "'pending_store' is guest, but the hypervisor needs bits: a guest's pending table has no room for bytes"
knobs 'assign: { enable: follow_guest }'
refused knobs 3:33 "'enable' is follow_guest, but the hypervisor needs vits.propagate: inv, all or sync_each"
knobs 'vits: { propagate: inv, enable_coupling: coupled, invall: bitmap64 }'
refused knobs 3:73 "'invall' is bitmap64, but the hypervisor needs full or xen, which read every byte"
knobs 'vits: { propagate: inv, enable_coupling: coupled, invall: xen }'
expect_status 0 "$itstorm" check knobs.yaml

finish
