# SPDX-License-Identifier: Apache-2.0
# Large machines: 64 domains of two vCPUs, a domain of 128 vCPUs, and one of 65536 vLPIs; each comes up and handles the interrupt of
# its last vector.
. "$(dirname "$0")/lib.sh"

head_of() # name
{
    echo "scenario: 1"
    echo "name: $1"
    echo "limits: { sim_time: 2s, wall_time: 200s }"
}

functions() # count, vectors of each
{
    echo "  pci:"
    for n in $(seq 1 "$1"); do
        echo "    - { name: d$n, bdf: \"$(printf '%02x' "$n"):00.0\", vectors: $2 }"
    done
}

sends() # function, vector
{
    echo "timeline: [ { when: \"all_guests.ready == 1\", do: msi.send, device: $1, vectors: $2, label: sent }, { after: sent, delay: 1ms, do: stop } ]"
}

{
    head_of domains
    echo "platform:"
    echo "  pes: 8"
    echo "  ram: 8GiB"
    functions 64 4
    echo "domains:"
    for n in $(seq 1 64); do echo "  - { name: g$n, program: linux, vcpus: 2, devices: [d$n] }"; done
    sends d64 3
    echo 'expect: [ { id: handled, at_end: "g64.vlpi.handled == 1" } ]'
} >domains.yaml
expect_status 0 "$itstorm" run domains.yaml --out domains

{
    head_of vcpus
    echo "platform:"
    echo "  pes: 128"
    functions 1 128
    echo "domains: [ { name: g, program: linux, vcpus: 128, devices: [d1], pin: [$(seq -s , 0 127)] } ]"
    sends d1 127
    echo 'expect: [ { id: handled, at_end: "g.vlpi.handled == 1" }, { id: there, at_end: "gicr127.lpi.delivered == 1" } ]'
} >vcpus.yaml
expect_status 0 "$itstorm" run vcpus.yaml --out vcpus

{
    head_of vlpis
    echo "platform:"
    echo "  lpi_id_bits: 17"
    functions 32 2048
    echo "domains: [ { name: g, program: linux, map_burst: 512, invalidate: invall_last, devices: [$(seq -f 'd%g' -s , 1 32)] } ]"
    sends d32 2047
    echo 'expect: [ { id: handled, at_end: "g.vlpi.handled == 1" }, { id: mapped, at_end: "g.vits.cmd.mapti == 65536" } ]'
} >vlpis.yaml
expect_status 0 "$itstorm" run vlpis.yaml --out vlpis

finish
