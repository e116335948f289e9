# SPDX-License-Identifier: Apache-2.0
# examples/foreign_vits, copied out of the tree, builds against the installed package and runs: its hypervisor has another virtual
# ITS, which maps and delivers. --strict takes it, since all of it is charged.
. "$(dirname "$0")/../end_to_end/lib.sh"
build=$3
prefix="$work/prefix"
cmake --install "$build" --prefix "$prefix" >log 2>&1 || fail "cmake --install: $(tail -n 3 log)"
cp -r "$prefix/share/doc/itstorm/examples/foreign_vits" .
expect_status 0 cmake -S foreign_vits -B foreign_build -G "${4:-Ninja}" -DCMAKE_PREFIX_PATH="$prefix"
expect_status 0 cmake --build foreign_build
grep -q warning log && { fail "it builds with warnings"; tail -n 15 log; }
for scenario in 00-smoke 10-one-msi; do
    expect_status 0 "$prefix/bin/itstorm" run "$prefix/share/itstorm/scenarios/$scenario.yaml" \
        --hypervisor foreign_build/foreign_hypervisor.so --out out
    grep -q '"name": "foreign_hypervisor.so"' out/result.json || fail "$scenario: another hypervisor ran"
done
is_counted() { # a statistic of the last run
    grep -A 1 "\"$1\": {" out/result.json | grep -q '"value": [1-9]'
}
is_counted dom1.vits.cmd.mapti || fail "the foreign virtual ITS has mapped nothing"
is_counted dom1.assign.usable.count || fail "nobody has told from when on the guest could use its device"
expect_status 0 "$prefix/bin/itstorm" run "$prefix/share/itstorm/scenarios/30-storm.yaml" --variant inflight \
    --hypervisor foreign_build/foreign_hypervisor.so -C limits.sim_time=50ms --out out
# A knob for something that this hypervisor cannot do is refused, not ignored.
cat >asks.yaml <<END
scenario: 1
name: asks
platform: { pci: [ { name: nic0, bdf: "0000:01:00.0", vectors: 2 } ] }
hypervisor:
  assign: { map: mapti, trigger: mapd }
  vits:
    schedule: round_robin
    propagate: inv
    config_writes: trapped
    invall: xen
    invall_rate: 1000/s
domains:
  - { name: dom0, privileged: true, program: linux, devices: [nic0] }
END
expect_status 2 "$prefix/bin/itstorm" check asks.yaml --hypervisor foreign_build/foreign_hypervisor.so
expect_text "asks.yaml:5:18: error: 'map' is mapti, but the hypervisor needs upfront: "
expect_text "asks.yaml:5:34: error: 'trigger' is mapd, but the hypervisor needs hypercall: "
expect_text "asks.yaml:7:15: error: 'schedule' is round_robin, but the hypervisor needs in_trap: "
expect_text "asks.yaml:8:16: error: 'propagate' is inv, but the hypervisor needs none or storm_only: "
expect_text "asks.yaml:9:20: error: 'config_writes' is trapped, but the hypervisor needs untrapped: "
expect_text "asks.yaml:10:13: error: 'invall' is xen, but the hypervisor needs full: "
expect_text "asks.yaml:11:18: error: 'invall_rate' is 1k/s, but the hypervisor needs at most 0/s here: "
finish
