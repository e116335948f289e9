#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes two rows of the tables of docs/fidelity.md again: tools/sensitivity.sh runs two scenarios in each of its six ways, one whose
# conclusions hold and one of which some flip, and prints the rows that the page has.
# usage: sensitivity.sh ITSTORM ROOT
set -eu
cd "$2"
rows=$(sh tools/sensitivity.sh -i "$1" scenarios/31-spi-vs-lpi.yaml scenarios/33-false-detections.yaml | grep '^| `')
[ "$(printf '%s\n' "$rows" | wc -l)" = 5 ] || { printf 'five rows are wanted:\n%s\n' "$rows"; exit 1; }
printf '%s\n' "$rows" | while IFS= read -r row; do
    grep -qxF "$row" docs/fidelity.md || { printf 'not in docs/fidelity.md (sh tools/sensitivity.sh -w makes it):\n%s\n' "$row"; exit 1; }
done
