#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The examples of docs/extending.md are true: with only the changes that they show, the hypervisor has one more detector, knob and
# statistics, and the models one more command, statistic and kind of device. The unchanged program runs the hypervisor, and the
# changed C++ files are compiled. With `all`, the whole program is built, and the other examples are run as well, which takes some
# minutes (`make validate`).
# usage: extending.sh ROOT PROGRAM [GENERATOR [all]]
set -eu
root=$1
program=$2
generator=${3:-Ninja}
extent=${4:-some}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
build=$work/build
export SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1

say() { echo "extending: $*"; exit 1; }
quietly() { "$@" >"$work/log" 2>&1 || { tail -n 30 "$work/log"; say "status of: $*"; }; }
count() { awk -v name="\"$1\"" 'index($0, name) { getline; exit !(/[1-9]/) }' "$2"; } # statistic, result.json: it is not 0

mkdir "$tree"
(cd "$root" && tar -c --exclude=./build --exclude=./out --exclude=./.git .) | tar -x -C "$tree"
awk -v tree="$tree" -f "$here/extending.awk" "$root/docs/extending.md" >"$work/changed"

# A message to an event that was touched finds its entry in the cache.
cat >"$tree/touch.c" <<'END'
#include "arch/its_cmd.h"
#include <itstorm/bench.h>
int main(void)
{
    char error[200] = "";
    itstorm_bench *bench = itstorm_bench_open(0, 0, error, sizeof error);
    if (bench == 0 || !itstorm_bench_boot(bench))
        return 2;
    const uint64_t itt = itstorm_bench_where(bench).ram + 0x700000;
    const struct its_cmd commands[] = { its_cmd_mapd(8, 5, itt, true), its_cmd_mapti(8, 0, 8192, 0),
                                        its_cmd_event(ITS_OP_TOUCH, 8, 0) };
    double before[2] = { 0 }, after[2] = { 0 };
    itstorm_bench_commands(bench, &commands[0].dw, 3);
    itstorm_bench_run_until_idle(bench, 1000000000);
    itstorm_bench_stat(bench, "its0.cache.event.misses", &before[0]);
    itstorm_bench_stat(bench, "its0.cmd.touch.executed", &before[1]);
    itstorm_bench_msi(bench, 8, 0);
    itstorm_bench_run_until_idle(bench, 1000000000);
    itstorm_bench_stat(bench, "its0.cache.event.misses", &after[0]);
    itstorm_bench_stat(bench, "its0.cache.event.hits", &after[1]);
    return before[0] == after[0] && before[1] == 1 && after[1] == 1 ? 0 : 1;
}
END
cat >>"$tree/CMakeLists.txt" <<'END'
add_executable(touch EXCLUDE_FROM_ALL touch.c)
target_link_libraries(touch PRIVATE itstorm::bench)
set_target_properties(touch PROPERTIES LINKER_LANGUAGE CXX)
END

quietly cmake -S "$tree" -B "$build" -G "$generator" -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-O0 \
    -DITSTORM_WERROR=ON -DITSTORM_TESTS=OFF -DITSTORM_INSTALL=OFF -DCMAKE_EXPORT_COMPILE_COMMANDS=ON
if [ "$extent" = all ]; then
    quietly cmake --build "$build" -j 2 --target itstorm itstorm_hypervisor itstorm_guests touch
    program=$build/itstorm
else
    quietly cmake --build "$build" -j 2 --target itstorm_hypervisor
    cd "$build"
    for file in $(sort -u "$work/changed" | grep '\.cpp$'); do # each file that is changed compiles; the command is the build's
        command=$(sed -n "s|^  \"command\": \"\(.*\) -o .* -c $tree/$file\",\$|\1 -fsyntax-only $tree/$file|p" compile_commands.json)
        [ -n "$command" ] || say "no command for $file"
        quietly sh -c "$command"
    done
fi

"$program" params --hypervisor "$build/itstorm_hypervisor.so" >"$work/params"
grep -q "^hypervisor.storm.spacing = 1us " "$work/params" || say "no knob storm.spacing"
grep -q "^hypervisor.scheduler.idle_helps = true " "$work/params" || say "no knob scheduler.idle_helps"
cd "$work"
run() { "$program" run "$@" --hypervisor "$build/itstorm_hypervisor.so" --out out >log 2>&1 || true; }
run "$root/scenarios/30-storm.yaml" --variant inflight -C hypervisor.storm.detect=spacing -C limits.sim_time=5ms
count dom1.storm.detections out/inflight/result.json || { cat log; say "the new detector detects nothing"; }

# Two vCPUs that float: PE 1 takes the one that waits for PE 0, unless the knob forbids it.
run "$here/extending.yaml"
count sched.helped out/result.json || { cat log; say "no idle PE has taken a vCPU"; }
run "$here/extending.yaml" -C hypervisor.scheduler.idle_helps=false
count sched.helped out/result.json && say "idle_helps: false has no effect"
[ "$extent" = all ] || exit 0

# Each event of nic0 interrupts three vectors.
run "$here/extending.yaml" -C nic0.kind=fan -C nic0.fan=3 -C dom3.program=flood
count gicr0.irq.spurious out/result.json || { cat log; say "no spurious read is counted"; }
awk '/"nic0.msi.raised"/ { getline; exit !(/60/) }' out/result.json || say "the device does not interrupt three vectors"
"$program" stats "$here/extending.yaml" | grep -q "its0.cmd.touch.executed" || say "the ITS does not know the command"

# The bench of the command, above.
"$build/touch" || say "TOUCH: status $?"
