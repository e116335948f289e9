# SPDX-License-Identifier: Apache-2.0
# The table of sensitivity.sh. Input: a file for each scenario and mode, NAME.MODE: JUnit of a run's variants, or a sweep.csv.
function judge(id, outcome) # of one variant, or of one point: met, not met, or without an end
{
    if (!((scenario, id) in seen)) {
        seen[scenario, id] = 1
        keys[++count] = scenario SUBSEP id
    }
    all[scenario, id, mode]++
    sum[scenario, id, mode, outcome]++
}
function attribute(name,    at)
{
    at = index($0, " " name "=\"")
    return substr($0, at + length(name) + 3, index(substr($0, at + length(name) + 3), "\"") - 1)
}
FNR == 1 {
    mode = scenario = FILENAME
    sub(/.*\./, "", mode)
    sub(/.*\//, "", scenario)
    sub(/\.[a-z]*$/, "", scenario)
    is_sweep = !/^</
    has_ended = 1
    passed = 0
    columns = split($0, column, ",")
    for (n = 1; n <= columns; n++)
        if (column[n] == "passed")
            passed = n
    if (is_sweep)
        next
}
is_sweep { # the verdicts stand between the column "passed" and the statistics, which have a unit or a window
    columns = split($0, cell, ",")
    for (n = passed + 1; n <= columns && cell[n] ~ /^(passed|failed|undecided)$/; n++)
        judge(column[n], cell[passed - 1] != "finished" ? "endless" : cell[n] == "passed" ? "met" : "missed")
    next
}
/<testcase/ && attribute("name") == "run" { has_ended = !/<error/; next }
/<testcase/ && !/<skipped/ { judge(attribute("name"), !has_ended ? "endless" : /<failure/ ? "missed" : "met") }

function verdict(key, mode,    met, of)
{
    met = sum[key, mode, "met"] + 0
    of = all[key, mode] + 0
    if (sum[key, mode, "endless"] > 0)
        return met == 0 ? "no end" : met " of " of ", no end"
    return met == of ? "yes" : met == 0 ? "no" : met " of " of
}
function flips(key,    n)
{
    for (n = 2; n <= modes; n++)
        if (verdict(key, name[n]) != verdict(key, name[1]))
            return 1
    return 0
}
function print_row(scenario, expectations, key,    text, n)
{
    text = "| `" scenario "` | " expectations " |"
    for (n = 1; n <= modes; n++)
        text = text " " verdict(key, name[n]) " |"
    print text
}
function print_head()
{
    print "| scenario | conclusion | blocks | half the CPI | twice | calibrated | `kvm-altra` | `xen-xgene` |"
    print "|---|---|---|---|---|---|---|---|"
}
# A row for each that flips; then those of a scenario that hold in all ways share one.
END {
    modes = split("blocks half twice calibrated altra xgene", name, " ")
    print_head()
    for (n = 1; n <= count; n++) {
        split(keys[n], part, SUBSEP)
        if (flips(keys[n])) {
            flipped++
            print_row(part[1], part[2], keys[n])
        } else if (verdict(keys[n], name[1]) == "yes") {
            if (!(part[1] in holding))
                order[++scenarios] = part[1]
            first[part[1]] = keys[n]
            holding[part[1]] = holding[part[1]] (holding[part[1]] == "" ? "" : ", ") part[2]
        } else {
            print_row(part[1], part[2], keys[n])
        }
    }
    print ""
    print_head()
    for (n = 1; n <= scenarios; n++)
        print_row(order[n], holding[order[n]], first[order[n]])
    printf "\n%d of %d flip.\n", flipped, count
}
