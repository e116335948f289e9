#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every key that `itstorm params` prints is explained in docs/scenarios.md or docs/timing.md, the tables of timing.md state the
# defaults and the tag that the program has, and the table of orders in scenarios.md is the program's.
# usage: knobs_in_docs.sh ROOT PROGRAM [PAGES_DIR]
set -eu
root=$1
program=$2
pages=${3:-$root/docs}
here=$(dirname "$0")
"$program" params | awk -f "$here/knobs_in_docs.awk" "$pages/scenarios.md" "$pages/timing.md" -
