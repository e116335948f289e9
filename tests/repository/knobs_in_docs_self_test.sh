#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Shows that knobs_in_docs.sh can fail: each edit of the pages below must be noticed. usage: knobs_in_docs_self_test.sh ROOT PROGRAM
set -eu
root=$1
program=$2
here=$(dirname "$0")
pages=$(mktemp -d)
trap 'rm -rf "$pages"' EXIT
failed=0

if ! sh "$here/knobs_in_docs.sh" "$root" "$program"; then
    echo "the pages as they are do not pass"
    exit 1
fi

while read -r edit; do
    cp "$root/docs/scenarios.md" "$root/docs/timing.md" "$pages"
    sed -i "$edit" "$pages/scenarios.md" "$pages/timing.md"
    if sh "$here/knobs_in_docs.sh" "$root" "$program" "$pages" > /dev/null; then
        echo "not noticed: $edit"
        failed=1
    fi
done <<'END'
/`timing.table_read`/d
s/`hypervisor.storm.max_in_flight`/`hypervisor.storm.limit`/
/^| `timing.xlate_latency` |/s/12/13/
/^| `timing.table_read` |/s/derived/documented/
s/^| `timing.stream` |/| `timing.flow` |/
/^| `software.decode` |/s/145/146/
/^| `software.kick` |/s/derived/assumed/
/^| `software.flush` |/d
/^| `linux`, `flood`, `hostile` | `quiet` |/d
s/`hostile` | `quiet` |/`quiet` |/
s/`hostile` | `inv` |/`hostile` | `invs` |/
/| `commands` | 100 |/s/100/99/
s/`unmapc`, `movall` | `pause` |/`unmapc` | `pause` |/
s/`unmapc`, `movall` | `pause` |/`unmapc`, `movall`, `quiet` | `pause` |/
END
exit $failed
