# Holds the table of docs/what_ifs.md to runs. A row of it is
#   | id | question | knobs | scenario/variant | statistic | number | answer |
# where `statistic` is "stat", "stat in window", or "stat in window of [variant/]window", and the number is what result.json says:
# counts and zeros exactly, others within `tolerance`.
#   awk -v results=DIR -v mode=rows|runs|check -f what_ifs.awk what_ifs.md
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
    split_runs(bare($5))
    if (mode == "runs" && run != "")
        print run
    if (mode == "knobs")
        print_knobs($4)
    if (mode == "check" && bare($6) != "")
        check(bare($6), trim($7))
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

function split_runs(text)
{
    run = text
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

function check(text, number,    words, value, other, n)
{
    n = split(text, words, " ")
    value = look_up(run, words[1], n >= 3 ? words[3] : "")
    if (value == "none")
        return complain(id, "no statistic " words[1] (n >= 3 ? " in " words[3] : "") " in " run)
    if (n >= 5) {
        other = look_up(other_run(words[5]), words[1], other_window(words[5]))
        if (other == "none" || other == 0)
            return complain(id, "nothing to divide by: " words[5])
        value = value / other
    }
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
function look_up(where, stat, window,    file, line, inside, found, depth)
{
    file = results "/" where "/result.json"
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

# "66", "2.5 ms", "12 k/s", "97 %"
function compare(number, value,    parts, said, unit, scale)
{
    split(number, parts, " ")
    said = parts[1] + 0
    unit = parts[2]
    sub(/\/s$/, "", unit)
    scale["%"] = 0.01; scale["ns"] = 1e-9; scale["us"] = 1e-6; scale["ms"] = 1e-3
    scale["k"] = 1e3; scale["M"] = 1e6
    said *= unit in scale ? scale[unit] : 1
    checked++
    if (is_exact(parts[1], unit) ? said != value : (value > said * (1 + tolerance) || value < said * (1 - tolerance)))
        complain(id, "says " number ", the run " value)
}

function is_exact(text, unit)
{
    return unit == "" || text + 0 == 0
}
