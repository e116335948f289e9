#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The layers of docs/architecture.md include only what lies below them. usage: include_rules.sh ROOT
set -eu
root=$1
here=$(dirname "$0")
find "$root/models" "$root/hypervisor_stub" "$root/app" "$root/embed" "$root/kit" "$root/examples" \( -name "*.[ch]" -o -name "*.cpp" \) -print0 |
    LC_ALL=C sort -z | xargs -0 awk -v root="$root" -f "$here/include_rules.awk"
