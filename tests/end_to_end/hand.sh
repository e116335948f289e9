# SPDX-License-Identifier: Apache-2.0
# Everyday use: a scenario through a pipe, several scenarios at once, a baseline to compare with, JUnit for a server.
. "$(dirname "$0")/lib.sh"
smoke=$root/scenarios/00-smoke.yaml
one=$root/scenarios/10-one-msi.yaml
expect_status 0 sh -c "'$itstorm' run - --out piped <'$smoke'"
[ -s piped/result.json ] || fail "no result of what came through a pipe"
expect_status 2 sh -c "echo 'scenario: 1' | '$itstorm' check -"
expect_text "-:1:1: error: 'name' is missing"

sweep=$root/tests/end_to_end/sweep.yaml
expect_status 0 sh -c "'$itstorm' check - <'$sweep'"
expect_status 0 sh -c "'$itstorm' sweep - --out swept -j 2 <'$sweep'"
expect_status 0 "$itstorm" sweep "$sweep" --out swept_file -j 2
cmp -s swept/sweep.csv swept_file/sweep.csv || fail "a sweep through a pipe has other results"
expect_status 0 sh -c "'$itstorm' sweep - --out swept --resume <'$sweep'"
expect_status 0 sh -c "'$itstorm' stats - '*.full_share' <'$smoke'"
expect_status 2 sh -c "'$itstorm' search - --knob name --from 1 --to 2 --out searched <'$smoke'"
expect_text "'name' changes nothing that is simulated"
expect_status 2 sh -c "'$itstorm' sweep - --slurm 2 --out sent <'$sweep'"
expect_text "standard input does not reach the nodes"
[ -e sent ] && fail "a folder is there of what was refused"
expect_status 2 "$itstorm" sweep - --out nothing </dev/null

expect_status 0 "$itstorm" run "$smoke" "$one" --out both --junit both.xml
[ -s both/00-smoke/result.json ] && [ -s both/10-one-msi/result.json ] || fail "a result is missing"
[ "$(grep -c '<testsuite ' both.xml)" = 2 ] || fail "not two suites"
expect_status 0 "$itstorm" diff piped both/00-smoke
expect_status 0 "$itstorm" run "$smoke" --out slower -C timing.table_read=200 --seed 3 --quiet
[ -s log ] && fail "--quiet is not: $(cat log)"
expect_status 1 "$itstorm" diff piped slower
expect_text "its0.cmd.service.mean"
expect_status 0 "$itstorm" diff piped slower --only 'its0.cmd.*.executed'
grep -q '"seed": 3' slower/result.json || fail "--seed is not the seed"

expect_status 0 "$itstorm" list
expect_text "00-smoke"
expect_status 0 "$itstorm" stats "$smoke" '*.full_share'
expect_text "its0.cmdq.occupancy"

# Names of objects are checked before anything is written; a file that no run wrote stays in the folder.
echo mine >piped/notes.txt
expect_status 2 "$itstorm" run "$smoke" --out piped
expect_text "piped/notes.txt: was not written by a run"
[ -s piped/result.json ] || fail "a refused run has removed results"
finish
