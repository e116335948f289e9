#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The first scenarios, with waveforms, and where to look afterwards. Called by `make demo`. usage: demo.sh BUILD_DIR
set -eu
cd "$(dirname "$0")/.."
itstorm=${1:-build/release}/itstorm
status=0
shown=

show() # scenario
{
    echo "== $1"
    "$itstorm" run "scenarios/$1.yaml" --vcd --out "out/$1" || status=$?
    shown="$shown out/$1"
    echo
}

show 00-smoke
show 10-one-msi
show 20-queue-full
show 30-storm
show 31-spi-vs-lpi
show 40-nic-moderation
show 43-hostile-device

"$itstorm" report $shown -o out/report.html >/dev/null

cat <<'END'
Where everything is:
END
for folder in $(find out/[0-9]* -name result.json 2>/dev/null | LC_ALL=C sort | xargs -n 1 dirname); do
    echo "  $folder/: $(ls "$folder" | tr '\n' ' ')"
done
cat <<'END'

  result.json     verdicts, every statistic with its unit, the windows
  effective.yaml  the scenario as it ran, and where each value comes from
  series.csv      occupancy of the physical command ring over time
  trace.vcd       waveforms: ring occupancy, CREADR, CWRITER, pending LPIs, IRQ lines, what each PE does
  report.html     all of it to look at, in a browser; beside the folders of variants one that compares them

Look at a full ring that keeps two slots free, and at one that does not:
  gtkwave out/20-queue-full/spin/trace.vcd out/20-queue-full/spin/trace.gtkw
  gtkwave out/20-queue-full/reserve0/trace.vcd out/20-queue-full/reserve0/trace.gtkw

Look at a storm, and at what the detection makes of it:
  gtkwave out/30-storm/none/trace.vcd out/30-storm/none/trace.gtkw
  gtkwave out/30-storm/inflight/trace.vcd out/30-storm/inflight/trace.gtkw

Look at an attack with forged Requester IDs, at the port that lets them through:
  gtkwave out/43-hostile-device/no-acs/trace.vcd out/43-hostile-device/no-acs/trace.gtkw

Try something else:
END
echo "  $itstorm run scenarios/20-queue-full.yaml -C its0.command_queue=64KiB -C timing.lpi_cache_sets=32"
echo "  $itstorm run scenarios/30-storm.yaml -C hypervisor.storm.max_in_flight=4"
echo "  $itstorm params"
cat <<'END'

Look at this in a browser first; each run has a report of its own behind it:
  out/report.html
END
exit $status
