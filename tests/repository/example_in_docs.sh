#!/bin/sh
# The scenario that docs/scenarios.md explains the language with is one. usage: example_in_docs.sh ROOT PROGRAM
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
awk '/^```yaml$/ { inside = 1; next } /^```/ { inside = 0 } inside' "$1/docs/scenarios.md" > "$work/example.yaml"
"$2" check "$work/example.yaml"
