#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a sweep saves against single runs, and that its table does not depend on how it came about.
# usage: bench/sweep.sh [ITSTORM [POINTS [JOBS]]]; without arguments build/release/itstorm, 1000 points, 2 at a time.
# The points are seeds of 00-smoke; as a point leaves no report, the single runs write none. They are run in ten rounds, each once as a sweep and once one by one, so that what else the
# machine does meets both alike; the bar is real time, at most 0.55. Then the whole sweep again: with one run at a time, with more
# than there are processors, and killed in the middle and resumed. Status 1: a table differs, or the bar is missed.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
itstorm=$(realpath "${1:-$root/build/release/itstorm}")
points=${2:-1000}
jobs=${3:-2}
rounds=10
bar=0.55
share=$((points / rounds))
scenario=$root/scenarios/00-smoke.yaml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

seconds() { date +%s.%N; }
processor() { # user and system seconds of all that has ended, into file $1
    times >"$1"
}

sweep() { # folder, points, runs at a time, more
    folder=$1 count=$2 at_once=$3
    shift 3
    "$itstorm" sweep "$scenario" --out "$folder" -C sweep.repetitions="$count" -j "$at_once" "$@" >"$folder.log" 2>&1
}

single() { # points
    for seed in $(seq "$1"); do
        "$itstorm" run "$scenario" --seed "$seed" --quiet --no-report --out single >single.log 2>&1
    done
}

round() { # name, command...: adds a line "name real user+system"
    name=$1
    shift
    processor before
    begun=$(seconds)
    "$@"
    ended=$(seconds)
    processor after
    awk -v name="$name" -v real="$(echo "$ended $begun" | awk '{ print $1 - $2 }')" '
        function s(text, part) { split(text, part, /[ms]/); return part[1] * 60 + part[2] }
        FNR == 2 { sum[FILENAME] = s($1) + s($2) }
        END { print name, real, sum["after"] - sum["before"] }' before after >>times.txt
}

for n in $(seq $rounds); do
    round sweep sweep "round$n" "$share" "$jobs"
    round single single "$share"
done
status=0
awk -v points=$((share * rounds)) -v jobs="$jobs" -v bar=$bar '
    { real[$1] += $2; cpu[$1] += $3; if ($1 == "single") ratio[++n] = last / $2; last = $2 }
    END {
        for (i = 1; i <= n; i++)
            for (j = i + 1; j <= n; j++)
                if (ratio[j] < ratio[i]) { t = ratio[i]; ratio[i] = ratio[j]; ratio[j] = t }
        printf "%d points, %d at a time, in %d rounds:\n", points, jobs, n
        printf "  single runs  %7.1f s real, %7.1f s of processors\n", real["single"], cpu["single"]
        printf "  sweep        %7.1f s real, %7.1f s of processors\n", real["sweep"], cpu["sweep"]
        all = real["sweep"] / real["single"]
        printf "  ratio        %.3f real (rounds %.3f to %.3f, median %.3f; at most %s), %.3f of processors\n", all, ratio[1], ratio[n], ratio[int((n + 1) / 2)], bar, cpu["sweep"] / cpu["single"]
        exit all > bar
    }' times.txt || status=1

same() { # folder, how it came about
    if cmp -s whole/sweep.csv "$1/sweep.csv"; then
        echo "sweep.csv, $2: the same bytes"
    else
        echo "sweep.csv, $2: DIFFERENT"
        status=1
    fi
}
sweep whole "$points" "$jobs"
tail -n 1 whole/sweep.csv | grep -q "^$((points - 1))," || { echo "the sweep is not whole"; cat whole.log; exit 1; }
grep -h "under way" whole.log
sweep one "$points" 1
same one "one at a time"
sweep many "$points" $((4 * jobs))
same many "$((4 * jobs)) at a time"
"$itstorm" sweep "$scenario" --out killed -C sweep.repetitions="$points" -j "$jobs" >killed.log 2>&1 &
pid=$!
until [ -e killed/sweep.csv ] && [ "$(wc -l <killed/sweep.csv)" -gt $((points / 3)) ]; do sleep 0.05; done
kill -KILL $pid
wait $pid || true
echo "killed with $(($(wc -l <killed/sweep.csv) - 1)) rows"
sweep killed "$points" "$jobs" --resume
same killed "killed and resumed"
exit $status
