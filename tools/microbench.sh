#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Runs scenarios/73-microbench.yaml and prints each operation beside what is published for it, in ns, and the deviation.
# With `fixed` that is a check of plumbing. With blocks, hvc and mmio_read_vgic are fitted, ipi and lpi predicted. Below it the LPIs
# that the hypervisor takes in a second (scenarios/74-lpi-stress.yaml) beside what vgic_lpi_stress was published with; only the rows of one
# vCPU are comparable (docs/timing.md).
# usage: microbench.sh [ITSTORM]          from the root of the repository
set -eu
itstorm=${1:-build/release/itstorm}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
"$itstorm" run scenarios/73-microbench.yaml --quiet --out "$out/run"

# Published (docs/timing.md, "Software by published sums"): variant, hvc, mmio_read_vgic, eoi, ipi, lpi; 0: not published.
cat > "$out/published" <<'P'
kvm_altra 306 451 14 1926 2179
kvm_phytium 1518 2143 25 4936 5427
xen_xgene 157 565 0 2491 0
blocks_altra 306 451 14 1926 2179
blocks_kunpeng 407 638 16 1618 2162
blocks_phytium 1518 2143 25 4936 5427
P

awk -F, '
    BEGIN { split("hvc mmio_read_vgic eoi ipi lpi", operations, " ") }
    FILENAME ~ /published$/ {
        split($0, cell, " ")
        variants[++count] = cell[1]
        for (n = 1; n <= 5; n++)
            published[cell[1], operations[n]] = cell[n + 1]
        next
    }
    {
        name = $2
        sub(/^dom1\.guest\.micro\./, "", name)
        sub(/\.mean$/, "", name)
        measured[$1, name] = $5 * 1e9
    }
    END {
        printf "%-16s %-16s %10s %10s %10s\n", "variant", "operation", "published", "here", "deviation"
        for (v = 1; v <= count; v++)
            for (n = 1; n <= 5; n++) {
                there = published[variants[v], operations[n]]
                here = measured[variants[v], operations[n]]
                deviation = there ? sprintf("%+.1f %%", (here / there - 1) * 100) : ""
                printf "%-16s %-16s %10s %10.0f %10s\n", variants[v], operations[n], there ? there : "-", here, deviation
            }
    }' "$out/published" "$out/run/table.csv"

# LPIs in a second, all PEs together. Published: v6.8-rc1, and with the LPI translation cache per ITS (docs/timing.md).
cat > "$out/rates" <<'P'
v1-d1-e1 2063297 1362602
v16-d16-e16 610678 5200910
v16-d16-e17 678362 5890676
v1-d1-e17 1512443 1425954
P
rates() # column, arguments...
{
    column=$1
    shift
    "$itstorm" run scenarios/74-lpi-stress.yaml "$@" --quiet --out "$out/$column"
    awk -F, -v column="$column" '$2 ~ /lpi.delivered/ { sum[$1] += $5 } END { for (variant in sum) print column, variant, sum[variant] }' \
        "$out/$column/table.csv" >> "$out/taken"
}
rates blocks
rates calibrated -C software.weights=calibrated
rates kvm-altra -C software.cost=fixed -C software.profile=kvm-altra
rates xen-xgene -C software.cost=fixed -C software.profile=xen-xgene

echo
awk '
    BEGIN { split("blocks calibrated kvm-altra xen-xgene", columns, " ") }
    FILENAME ~ /taken$/ { taken[$1, $2] = $3; next }
    FNR == 1 {
        printf "%-12s %23s", "M LPIs/s", "published, then later"
        for (n = 1; n <= 4; n++)
            printf " %10s", columns[n]
        print ""
    }
    {
        printf "%-12s %14.2f %8.2f", $1, $2 / 1e6, $3 / 1e6
        for (n = 1; n <= 4; n++)
            printf " %10.2f", taken[columns[n], $1] / 1e6
        print ""
    }
    END { print "v16 is not comparable: here PEs share nothing, there the threads that inject share locks" }' "$out/taken" "$out/rates"
