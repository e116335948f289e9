# SPDX-License-Identifier: Apache-2.0
# A hypervisor object of one's own: without marks of spans its time is that of its blocks, whatever software.cost says; with marks it
# has statistics and constants of spans. Statistics of spans change no other result.
# usage: own_spans.sh ITSTORM ROOT OBJECTS
. "$(dirname "$0")/lib.sh"
objects=$3

play() { # object, folder, arguments...
    object=$objects/$1.so folder=$2
    shift 2
    expect_status 0 "$itstorm" run "$root/tests/end_to_end/own_spans.yaml" --hypervisor "$object" --quiet --no-report --out "$folder" "$@"
}
value() { # folder, statistic
    awk -v name="\"$2\":" 'is_found { sub(/,$/, "", $2); print $2; exit } $1 == name { is_found = 1 }' "$1/result.json"
}
expect_value() { # folder, statistic, number
    [ "$(value "$1" "$2")" = "$3" ] || fail "$1: $2 is '$(value "$1" "$2")', not $3"
}

# Without marks.
play minimal_hypervisor plain
play minimal_hypervisor plain_fixed -C software.cost=fixed
expect_value plain lpi.count 10
grep -q '"span\.' plain/result.json && fail "a span of an object that marks none"
for file in result.json series.csv log.txt; do
    cmp -s plain/$file plain_fixed/$file || fail "$file of an object without spans differs with software.cost: fixed"
done

# With marks around each interrupt: measured by blocks; the constant, and what leaves the core beside it: IAR twice (40 ns), EOIR (14 ns).
play marked_hypervisor marked
play marked_hypervisor marked_fixed -C software.cost=fixed -C software.host_irq=5us
expect_value marked lpi.count 10
expect_value marked span.host_irq.count 10
expect_value marked_fixed span.host_irq.count 10
expect_value marked_fixed span.host_irq.mean 5.094e-06
awk -v mean="$(value marked span.host_irq.mean)" 'BEGIN { exit !(mean > 94e-9 && mean < 200e-9) }' ||
    fail "by blocks an interrupt takes $(value marked span.host_irq.mean) s"

# Our own hypervisor with guests and a storm gives the same results with and without statistics of spans.
without_spans() { # folder
    sed -e '/"span\./,/}/d' -e 's/},$/}/' "$1/result.json"
}
echo 'table: [{ stat: span.trap.count }]' >watch.yaml
expect_status 0 "$itstorm" run "$root/tests/end_to_end/story.yaml" --quiet --no-report --out unwatched
expect_status 0 "$itstorm" run "$root/tests/end_to_end/story.yaml" -f watch.yaml --quiet --no-report --out watched
grep -q '"span\.trap\.count"' watched/result.json || fail "spans are not watched"
without_spans unwatched >unwatched.json
without_spans watched >watched.json
cmp -s unwatched.json watched.json || { fail "results differ if spans are watched"; diff unwatched.json watched.json | head -n 10; }
for file in series.csv log.txt; do
    cmp -s unwatched/$file watched/$file || fail "$file differs if spans are watched"
done
finish
