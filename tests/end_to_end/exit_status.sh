# SPDX-License-Identifier: Apache-2.0
# Exit status: 0 all expectations met, 1 one failed, 2 wrong scenario or arguments and nothing written, 4 limit reached.
. "$(dirname "$0")/lib.sh"
smoke=$root/scenarios/00-smoke.yaml
expect_status 0 "$itstorm" run "$smoke" --out good
sed 's/^expect:/expect:\n  - { id: cannot-be, at_end: "its0.msi.received == 123456 MSIs" }/' "$smoke" >fails.yaml
expect_status 1 "$itstorm" run fails.yaml --out failed
expect_text "cannot-be"
expect_status 2 "$itstorm" run "$smoke" -C no.such=1 --out nothing
[ -e nothing ] && fail "a refused run has written something"
expect_status 2 "$itstorm" run "$smoke" --out /proc/nowhere
expect_status 2 "$itstorm" run no-such-file.yaml
expect_status 4 "$itstorm" run "$smoke" -C limits.sim_time=1us --out limited
[ -s limited/result.json ] || fail "the results up to the limit are missing"
finish
