# SPDX-License-Identifier: Apache-2.0
# `software.weights: calibrated` takes the table that the hypervisor carries; nothing else changes.
# usage: weights.sh ITSTORM ROOT OBJECTS
. "$(dirname "$0")/lib.sh"
objects=$3
scenario=$root/tests/end_to_end/story.yaml

for name in default constant calibrated again; do
    case $name in
    default) set -- ;;
    constant) set -- -C software.weights=constant ;;
    *) set -- -C software.weights=calibrated ;;
    esac
    expect_status 0 "$itstorm" run "$scenario" --quiet --out $name "$@"
done
cmp -s default/series.csv constant/series.csv || fail "the default is not the constant"
cmp -s calibrated/result.json again/result.json || fail "the same run is not the same twice"
cmp -s default/series.csv calibrated/series.csv && fail "weights change nothing"
grep -q 'built from other sources' calibrated/log.txt && fail "the table is made for other sources (make calibrate)"

# A function that `make calibrate` never runs.
expect_status 0 "$itstorm" run "$scenario" --quiet --out logged -C software.weights=calibrated -C hypervisor.vits.log=all
grep -q 'weights: [0-9]* of [0-9]* blocks took the constant, of functions without a weight: .*vits_log_command' logged/log.txt ||
    fail "the log does not say what took the constant"
grep -q weights default/log.txt && fail "weights are spoken of that nobody asked for"

# An object without a table cannot be weighed.
expect_status 3 "$itstorm" run "$root/scenarios/00-smoke.yaml" --hypervisor "$objects/minimal_hypervisor.so" \
    -C software.weights=calibrated --out refused
expect_text "minimal_hypervisor.so is built without WEIGHTS"
finish
