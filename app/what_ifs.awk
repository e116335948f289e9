# SPDX-License-Identifier: Apache-2.0
# The rows of docs/what_ifs.md as initializers of struct WhatIf (what_ifs.h). Which statistics a row looks at, and which knobs it
# sets, are its own, without the name of a domain, PE or ITS and without a suffix.
BEGIN { FS = "|" }

function text(cell)
{
    gsub(/^[ \t]+|[ \t]+$/, "", cell)
    gsub(/\\/, "\\\\", cell)
    gsub(/"/, "\\\"", cell)
    return "\"" cell "\""
}

function bare(cell)
{
    gsub(/`/, "", cell)
    return cell
}

function keys(cell,    all, word)
{
    while (match(cell, /`[^`]*`/)) {
        word = substr(cell, RSTART + 1, RLENGTH - 2)
        cell = substr(cell, RSTART + RLENGTH)
        sub(/:.*/, "", word)
        all = all " " word
    }
    return substr(all, 2)
}

function name(cell,    words)
{
    split(bare(cell), words, " ")
    sub(/\.(mean|max|min|p50|p90|p99|p999|count|share)$/, "", words[1])
    sub(/^[^.]*\./, "", words[1])
    return words[1]
}

/^\| S[0-9]+ / {
    print "{ " text($2) ", " text($3) ", " text(keys($4)) ", " text(bare($4)) ", " text(bare($5)) ", " text(name($6)) ", " text(bare($6)) ", " text($7) ", " text($8) " },"
}
