# SPDX-License-Identifier: Apache-2.0
# Guest programs of one's own, beside ours: from --guests, or named in the scenario and found beside it.
. "$(dirname "$0")/lib.sh"
objects=$3
example=$root/examples/own_guests/own_guests.yaml
object=$objects/own_guests.so

expect_status 0 "$itstorm" run "$example" --guests "$object" --out out
grep -q '"name": "own_guests.so"' out/result.json || fail "the result does not say whose programs ran"
expect_status 0 "$itstorm" params --guests "$object"
expect_text "# Program own: tests its RAM"
expect_text "domains[].corrupt = false"

# A verdict that fails is counted, and its text is in the log.
expect_status 1 "$itstorm" run "$example" --guests "$object" -C dom1.corrupt=true --out out
expect_text "FAIL  nothing-is-wrong"
expect_text "failed: RAM holds what was written"

# An object beside the scenario is found by its name.
cp "$example" mine.yaml
expect_status 2 "$itstorm" check mine.yaml
expect_text "mine.yaml:6:9: error: there is no object 'own_guests.so' of guest programs"
cp "$object" own_guests.so
expect_status 0 "$itstorm" check mine.yaml

# A variant or an argument cannot name guests: objects are loaded before.
expect_status 2 "$itstorm" check "$root/scenarios/00-smoke.yaml" -C 'guests=[own_guests]'
expect_text "there is no object 'own_guests.so'"

# Names of programs are unique, and the name of an object is no path.
cp "$objects/itstorm_guests.so" twin.so
expect_status 3 "$itstorm" check mine.yaml --guests ./twin.so
expect_text "./twin.so: has a program 'linux', as "
sed 's/^guests:.*/guests: [..\/own_guests]/' mine.yaml >path.yaml
expect_status 2 "$itstorm" check path.yaml
expect_text "is a name of letters"
finish
