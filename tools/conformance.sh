#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# docs/conformance.md from the checklist (tests/conformance/rows.tsv), the rows that do not apply (not_applicable.tsv) and the
# tests themselves. usage: conformance.sh            writes docs/conformance.md
#                          conformance.sh --check    fails if it is not what would be written, if a test asserts nothing, if a
#                                                    row of the areas in `areas` has neither test nor reason, or if a test
#                                                    names no row
set -eu
cd "$(dirname "$0")/.."
rows=tests/conformance/rows.tsv
reasons=tests/conformance/not_applicable.tsv
areas="REG BAS CTL CMQ MAP INV TRN TIM RDS DST CPU VIR"
made=$(mktemp)
trap 'rm -f "$made"' EXIT

awk -v areas="$areas" -v rows="$rows" -v reasons="$reasons" -f tools/conformance.awk $reasons $rows \
    tests/conformance/*_test.cpp > "$made"
if [ "${1:-}" = --check ]; then
    diff -u docs/conformance.md "$made" || { echo "run tools/conformance.sh"; exit 1; }
else
    cp "$made" docs/conformance.md
fi
