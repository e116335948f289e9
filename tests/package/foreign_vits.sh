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
awk '/"dom1.vits.cmd.mapti"/ { getline; found = 1; exit !(/[1-9]/) } END { exit !found }' out/result.json ||
    fail "the foreign virtual ITS has mapped nothing"
expect_status 0 "$prefix/bin/itstorm" run "$prefix/share/itstorm/scenarios/30-storm.yaml" --variant inflight \
    --hypervisor foreign_build/foreign_hypervisor.so -C limits.sim_time=50ms --out out
# What it cannot do is refused, not ignored.
expect_status 2 "$prefix/bin/itstorm" check "$prefix/share/itstorm/scenarios/30-storm.yaml" \
    --hypervisor foreign_build/foreign_hypervisor.so -C hypervisor.vits.schedule=round_robin
expect_text "executes its guest's commands in the trap"
finish
