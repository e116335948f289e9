# SPDX-License-Identifier: Apache-2.0
# Holds the table of docs/what_ifs.md to runs. A row of it is
#   | id | question | knobs | scenario/variant | statistic | number | answer |
# where `statistic` is "stat [in window] [of [variant/]window]", the window `run` is the whole run, and the number is what result.json
# says: counts and zeros exactly, others within `tolerance`. Modes: `knobs` and `runs` list what the page needs; `check` compares;
# `show` prints what each row should say.
#   awk -v results=DIR -v mode=MODE -f what_ifs.awk what_ifs.md
BEGIN { FS = "|"; tolerance = 0.15 }

function trim(text)
{
    gsub(/^[ \t]+|[ \t]+$/, "", text)
    return text
}

function bare(text)
{
    gsub(/`/, "", text)
    return trim(text)
}

/^\| S[0-9]+ / {
    id = trim($2)
    seen[id]++
    run = bare($5)
    read_statistic(bare($6))
    if (mode == "runs" && run != "")
        print run
    if (mode == "runs" && base != "")
        print other_run(base)
    if (mode == "knobs")
        print_knobs($4)
    if ((mode == "check" || mode == "show") && stat != "")
        check(trim($7))
}

END {
    if (mode == "check") {
        for (n = 1; n <= 66; n++)
            if (!("S" n in seen))
                complain("S" n, "has no row")
        if (checked < 40)
            complain("the page", "has only " checked + 0 " numbers")
        exit bad
    }
}

# "a.b in w of v/x"
function read_statistic(text,    words, n, at)
{
    n = split(text, words, " ")
    stat = words[1]
    window = base = ""
    for (at = 2; at < n; at += 2)
        if (words[at] == "in")
            window = words[at + 1]
        else if (words[at] == "of")
            base = words[at + 1]
        else
            complain(id, "what is '" words[at] "'?")
}

function print_knobs(cell,    word)
{
    while (match(cell, /`[a-z_.]+(: [^`]*)?`/)) {
        word = substr(cell, RSTART + 1, RLENGTH - 2)
        sub(/:.*/, "", word)
        print word
        cell = substr(cell, RSTART + RLENGTH)
    }
}

function complain(what, why)
{
    print what ": " why
    bad = 1
}

function check(number,    value, other)
{
    value = look_up(run, stat, window)
    if (value == "none")
        return complain(id, "no statistic " stat " in " run " " window)
    if (base != "") {
        other = look_up(other_run(base), stat, other_window(base))
        if (other == "none" || other == 0)
            return complain(id, "nothing to divide by: " base)
        value = value / other
    }
    if (mode == "show")
        print id, value
    else
        compare(number, value)
}

function other_run(text)
{
    if (text !~ /\//)
        return run
    return substr(run, 1, index(run, "/")) substr(text, 1, index(text, "/") - 1)
}

function other_window(text)
{
    return text ~ /\// ? substr(text, index(text, "/") + 1) : text
}

# The value in base units; "none" if there is none.
function look_up(where, stat, window,    file, line, inside, found)
{
    file = results "/" where substr(where, index(where "/", "/")) "/result.json" # one folder for each variant
    window = window == "run" ? "" : window
    inside = window == ""
    found = "none"
    while ((getline line < file) > 0) {
        if (window != "" && line ~ "^    \"" window "\": \\{")
            inside = 1
        else if (window != "" && line ~ /^    "[a-z_]+": \{/)
            inside = 0
        if (inside && index(line, "\"" stat "\": {")) {
            getline line < file
            sub(/.*"value": /, "", line)
            sub(/,$/, "", line)
            found = line + 0
            break
        }
    }
    close(file)
    return found
}

# "66", "2.5 ms", "12 k/s", "97 %", "< 5 us"
function compare(number, value,    parts, said, unit, scale, sign)
{
    sign = number ~ /^[<>]/ ? substr(number, 1, 1) : ""
    sub(/^[<>] /, "", number)
    split(number, parts, " ")
    said = parts[1] + 0
    unit = parts[2]
    sub(/\/s$/, "", unit)
    scale["%"] = 0.01; scale["ns"] = 1e-9; scale["us"] = 1e-6; scale["ms"] = 1e-3
    scale["k"] = 1e3; scale["M"] = 1e6
    said *= unit in scale ? scale[unit] : 1
    checked++
    if (!agrees(sign, unit == "" || said == 0, said, value))
        complain(id, "says " sign " " number ", the run " value)
}

function agrees(sign, is_exact, said, value)
{
    if (sign != "")
        return sign == "<" ? value < said : value > said
    return is_exact ? value == said : value <= said * (1 + tolerance) && value >= said * (1 - tolerance)
}
