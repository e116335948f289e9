# SPDX-License-Identifier: Apache-2.0
# Sourced by the end-to-end tests. $1: the itstorm executable, $2: the repository. Each test works in a folder of its own.
set -u
itstorm=$1
root=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0

fail() {
    echo "FAILED: $*"
    failed=1
}

# expect_status N command...: runs it, keeps its output in ./log
expect_status() {
    wanted=$1
    shift
    "$@" >log 2>&1
    got=$?
    if [ "$got" != "$wanted" ]; then
        fail "status $got, not $wanted, from: $*"
        tail -n 15 log
    fi
}

expect_text() {
    grep -qF -- "$1" log || { fail "'$1' is not in the output"; tail -n 15 log; }
}

patience=60 # seconds after which a run that has not begun is an error, even on a busy machine

# Waits until a run that writes to folder $1 has begun.
await_run() {
    for _ in $(seq $((patience * 20))); do
        [ -e "$1/log.txt" ] && return 0
        sleep 0.05
    done
    fail "the run did not begin in $patience s"
}

finish() {
    [ "$failed" = 0 ] && echo "all as expected"
    exit "$failed"
}
