# SPDX-License-Identifier: Apache-2.0
# Makes the changes of docs/extending.md in a tree. A block of C or C++ is a new file, which the last line that begins with `PATH`
# names. A block `diff` changes the files that its lines `@@ PATH @@` name: the text of its lines ' ' and '-' must be in the file
# exactly once, and is replaced by the text of its lines ' ' and '+'.
# usage: awk -v tree=TREE -f extending.awk PAGE; prints the changed files, one a line
function slurp(path, line, text) {
    text = ""
    while ((getline line < path) > 0)
        text = text line "\n"
    close(path)
    return text
}

function change(text, at, rest) {
    if (file == "" || before == after)
        return
    text = slurp(tree "/" file)
    at = index(text, before)
    rest = substr(text, at + length(before))
    if (at == 0 || index(rest, before) != 0) {
        printf "extending: %s has %s:\n%s", file, at == 0 ? "nothing like" : "more than one", before > "/dev/stderr"
        failed = 1
        exit 1
    }
    printf "%s", substr(text, 1, at - 1) after rest > (tree "/" file)
    close(tree "/" file)
    print file
    before = after = ""
}

/^```(c|cpp)$/ { kind = "new"; file = named; print file; next }
/^```diff$/ { kind = "diff"; file = before = after = ""; next }
/^```$/ {
    if (kind == "diff")
        change()
    else if (kind == "new")
        close(tree "/" file)
    kind = ""
    next
}
kind == "new" { print > (tree "/" file) }
kind == "diff" && /^@@ / { change(); file = $2; before = after = ""; next }
kind == "diff" && /^[ -]/ { before = before substr($0, 2) "\n" }
kind == "diff" && /^[ +]/ { after = after substr($0, 2) "\n" }
kind == "" && match($0, /^`[^`]*\.(c|h|cpp)`/) { named = substr($0, 2, RLENGTH - 2) }
END { exit failed }
