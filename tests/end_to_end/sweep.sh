# SPDX-License-Identifier: Apache-2.0
# A sweep writes the same tables however many points run at a time, whatever interrupts it, and on however many machines it runs. A
# point is the same run as its arguments give to `itstorm run`.
. "$(dirname "$0")/lib.sh"
scenario=$root/tests/end_to_end/sweep.yaml

contents() { # of a database, but for real time and host; sqlite3 is not everywhere
    command -v sqlite3 >/dev/null || return 0
    sqlite3 "$1" .dump | grep -v '^INSERT INTO timing'
}

same() { # folder, what happened to it
    cmp -s one/sweep.csv "$1/sweep.csv" || fail "sweep.csv differs $2"
    cmp -s one/spread.csv "$1/spread.csv" || fail "spread.csv differs $2"
    contents "$1/sweep.db" >other.sql
    cmp -s one.sql other.sql || fail "the database differs $2"
}

expect_status 0 "$itstorm" sweep "$scenario" --out one -j 1
expect_text "24 points"
[ "$(wc -l <one/sweep.csv)" = 25 ] || fail "sweep.csv has not 24 rows"
[ "$(wc -l <one/spread.csv)" = 7 ] || fail "spread.csv has not 6 rows"
contents one/sweep.db >one.sql

expect_status 0 "$itstorm" sweep "$scenario" --out four -j 4
same four "with four runs at a time"

rows_of() { [ -e "$1/sweep.csv" ] && wc -l <"$1/sweep.csv" || echo 0; }

# A sweep that is killed or interrupted keeps the points that it has committed; none is lost or run twice.
for signal in KILL INT; do
    "$itstorm" sweep "$scenario" --out killed$signal -j 2 >log 2>&1 &
    pid=$!
    for _ in $(seq $((patience * 100))); do
        [ "$(rows_of killed$signal)" -ge 4 ] && break
        sleep 0.01
    done
    kill -$signal $pid
    wait $pid
    got=$?
    [ "$signal" = KILL ] || [ "$got" = 130 ] || [ "$got" = 0 ] || fail "status $got after an interrupt"
    [ "$(rows_of killed$signal)" -ge 4 ] || fail "it was killed before it began"
    cut -d, -f1 killed$signal/sweep.csv >before
    expect_status 0 "$itstorm" sweep "$scenario" --out killed$signal -j 2 --resume
    same killed$signal "after $signal and --resume"
done

for n in 1 2 3; do
    expect_status 0 "$itstorm" sweep "$scenario" --out parts --shard $n/3
done
expect_status 0 "$itstorm" merge "$scenario" parts/shard-1-of-3.db parts/shard-2-of-3.db parts/shard-3-of-3.db --out whole
same whole "after a merge of three shards"

# The last point as a single run, by the arguments that the database has.
if command -v sqlite3 >/dev/null; then
    arguments=$(sqlite3 one/sweep.db 'SELECT arguments FROM point WHERE point = 23')
    # shellcheck disable=SC2086 # they are several words
    "$itstorm" run "$scenario" $arguments --out byhand >log 2>&1
    by_hand=$(awk '/"during"/ { inside = 1 } inside && /"dom1.vlpi.handled"/ { getline; gsub(/[^0-9.]/, ""); print; exit }' byhand/result.json)
    [ "$by_hand" = "$(sqlite3 one/sweep.db 'SELECT CAST(value AS INTEGER) FROM number WHERE point = 23 AND statistic = 0')" ] ||
        fail "point 23 by hand handles $by_hand"
fi

# A sweep with errors writes nothing.
sed 's/1us, 3us/1us, 3k/' "$scenario" >wrong.yaml
expect_status 2 "$itstorm" sweep wrong.yaml --out nothing
expect_text "wrong.yaml:32:27: error"
[ -e nothing ] && fail "a wrong sweep has made its folder"
finish
