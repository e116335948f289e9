#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The example in docs/scenarios.md is a scenario that the program accepts. usage: scenario_in_docs.sh ITSTORM ROOT
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
awk '/^```/ { inside = ($0 == "```yaml"); next } inside' "$2/docs/scenarios.md" > "$work/example.yaml"
"$1" check "$work/example.yaml"
