# SPDX-License-Identifier: Apache-2.0
# Ctrl-C ends a run cleanly, with the results so far.
. "$(dirname "$0")/lib.sh"
"$itstorm" run "$root/tests/end_to_end/long.yaml" --out out >log 2>&1 &
pid=$!
await_run out
kill -INT $pid
wait $pid
status=$?
[ "$status" = 130 ] || { fail "status $status, not 130"; cat log; }
[ -s out/result.json ] || fail "no results"
grep -q '"passed": null' out/result.json || fail "a run that was cut short has decided something"
grep -q interrupted out/result.json || fail "result.json does not say that it was interrupted"
finish
