# SPDX-License-Identifier: Apache-2.0
# Input: Markdown pages, then what `itstorm params` prints. Output: a line for each key that no page mentions in code quotes,
# and for each row of a table
#   | `key` | server | embedded | ideal | tag | source |           timing.md
#   | `key` | kvm-altra | kvm-phytium | xen-xgene | ideal | source |   timing.md, of software
#   | `program`, ... | `order`, ... | `argument` | default | what |  scenarios.md
# that says something else than the program, and exit status 1.

FILENAME != "-" {
    text = $0
    while (match(text, /`[^`]+`/)) {
        mentioned[substr(text, RSTART + 1, RLENGTH - 2)] = 1
        text = substr(text, RSTART + RLENGTH)
    }
    if (FILENAME ~ /timing\.md$/ && split($0, cell, /[ ]*\|[ ]*/) == 8)
        remember_row()
    if (FILENAME ~ /scenarios\.md$/ && split($0, cell, /[ ]*\|[ ]*/) == 7 && cell[2] ~ /^`/)
        remember_orders()
    next
}

# # Order flood.invall: text
/^# Order / {
    order = $3
    sub(/:$/, "", order)
    orders++
    compare_order(order, "")
}

/^# / && !/^# Order / {
    order = ""
}

# timeline[].args.commands = 100  [commands, 1 to 2047]
/^[a-z]/ && order != "" {
    sub(/^timeline\[\]\.args\./, "")
    compare_order(order " " $1, $3)
    next
}

# key = 10 server, 12 embedded, 0 ideal  [GIC cycles, 0 to 1000000]  (assumed: why)
/^[a-z]/ {
    key = $1
    keys++
    if (!(key in mentioned))
        complain(key " is explained nowhere")
    if (key in row)
        compare()
    else if (key ~ /^timing\./ || / kvm-altra, /)
        complain(key " has no row in timing.md")
    delete row[key]
}

function remember_row()
{
    if (match(cell[2], /^`[^`]+`/))
        row[substr(cell[2], 2, RLENGTH - 2)] = cell[3] ", " cell[4] ", " cell[5] (cell[2] ~ /^`software\./ ? ", " : " ") cell[6]
}

# Without argument: the order itself.
function remember_orders(    program, name, p, n)
{
    gsub(/`/, "")
    split($0, cell, /[ ]*\|[ ]*/)
    for (p = split(cell[2], program, /, */); p > 0; p--)
        for (n = split(cell[3], name, /, */); n > 0; n--)
            order_row[program[p] "." name[n] (cell[4] == "" ? "" : " " cell[4])] = cell[5]
}

function compare_order(key, value)
{
    if (!(key in order_row))
        complain("order " key " has no row in scenarios.md")
    else if (order_row[key] != value)
        complain("order " key " is " value ", but scenarios.md says " order_row[key])
    delete order_row[key]
}

function compare(    values, tag)
{
    values = $0
    sub(/^[^=]*= /, "", values)
    sub(/  \[.*$/, "", values)
    if (gsub(/ (kvm-altra|kvm-phytium|xen-xgene|ideal)/, "", values) > 1) {
        if (row[key] != values)
            complain(key " is " values ", but timing.md says " row[key])
        return
    }
    gsub(/ (server|embedded|ideal)/, "", values)
    if (values !~ /,/)
        values = values ", " values ", " values
    tag = $0
    sub(/^.*\]  \(/, "", tag)
    sub(/[:)].*$/, "", tag)
    if (row[key] != values " " tag)
        complain(key " is " values " " tag ", but timing.md says " row[key])
}

function complain(why)
{
    print why
    bad = 1
}

END {
    if (keys < 50) # the output of `itstorm params` is missing or malformed
        complain("only " keys + 0 " keys")
    if (orders == 0)
        complain("no orders")
    for (key in order_row)
        complain("scenarios.md has a row for the order " key ", which the program does not know")
    for (key in row)
        complain("timing.md has a row for " key ", which the program does not know")
    exit bad
}
