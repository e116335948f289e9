#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The small part of docs/fidelity.md's table: tools/sensitivity.sh runs a scenario in each of its six ways, and says what they change.
# usage: sensitivity.sh ITSTORM ROOT
set -eu
cd "$2"
out=$(sh tools/sensitivity.sh -i "$1" scenarios/31-spi-vs-lpi.yaml)
for row in '| `31-spi-vs-lpi` | lpi-starves-the-innocent | yes | yes | yes | yes | yes | yes |' '0 of 7 flip.'; do
    case $out in *"$row"*) ;; *) printf '%s\nnot there: %s\n' "$out" "$row"; exit 1 ;; esac
done
