# SPDX-License-Identifier: Apache-2.0
# See conformance.sh. Input: reasons, rows, then the test sources; output: the page. Status 1 if a rule is broken.
BEGIN {
    FS = "\t"
    count = split(areas, area_list, " ")
    title["REG"] = "ITS registers"
    title["BAS"] = "Tables"
    title["CTL"] = "Enable, disable, quiescence"
    title["CMQ"] = "Command queue"
    title["MAP"] = "Mapping commands"
    title["INV"] = "INT, CLEAR, INV, INVALL, SYNC"
    title["TRN"] = "Translation"
    title["TIM"] = "Caches and traffic"
    title["RDS"] = "Redistributor"
    title["DST"] = "Distributor"
    title["CPU"] = "CPU interface"
    title["VIR"] = "Virtual interface"
}

/^#/ && (FILENAME == rows || FILENAME == reasons) { next }
FILENAME == reasons { reason[$1] = $2; next }
FILENAME == rows {
    order[++n] = $1
    stimulus[$1] = $2
    expected[$1] = $3
    next
}

/^TEST\(/ {
    finish()
    split($0, part, /[(,)]/)
    id = part[2]
    sub(/_/, "-", id)
    sentence = part[3]
    gsub(/^ +/, "", sentence)
    gsub(/_/, " ", sentence)
    asserts = 0
    if (!(id in stimulus))
        broken(FILENAME ":" FNR ": " id " is no row of " rows)
    if (id in tests)
        tests[id] = tests[id] "; " sentence
    else
        tests[id] = sentence
    tested++
}
/EXPECT_|ASSERT_|[^a-z_]expect_[a-z_]+\(/ { asserts++ }
/^}/ { finish() }

function finish()
{
    if (id != "" && asserts == 0)
        broken(FILENAME ": " id " asserts nothing")
    id = ""
}

function broken(what)
{
    print what > "/dev/stderr"
    status = 1
}

END {
    finish()
    print "# Conformance"
    print ""
    print "The rows of the checklist that this model is held to. Each has one or more tests, named by it: `ctest -L conformance`"
    print "runs them. (P) marks a choice of this model where the architecture leaves one. This page is made by"
    print "`tools/conformance.sh`; a test sees to it that it is up to date and that no row is left out."
    for (a = 1; a <= count; a++)
        section(area_list[a])
    exit status
}

function section(area,    i, id)
{
    print ""
    print "## " area ": " title[area]
    print ""
    print "| row | stimulus | expected | state |"
    print "|---|---|---|---|"
    for (i = 1; i <= n; i++) {
        id = order[i]
        if (substr(id, 1, 3) != area)
            continue
        if (!(id in tests) && !(id in reason))
            broken(id " has neither a test nor a reason in " reasons)
        if (id in tests && id in reason)
            broken(id " has a test and is said not to apply")
        print "| " id " | " stimulus[id] " | " expected[id] " | " (id in tests ? "passes: " tests[id] : "not applicable: " reason[id]) " |"
    }
}
