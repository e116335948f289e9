#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `itstorm explain` knows each what-if, something that can be set to try it, and a statistic that shows it. usage: what_ifs_explained.sh ITSTORM
set -eu
failed=0
for n in $(seq 66); do
    text=$("$1" explain "S$n")
    for part in '  set ' '  look at '; do
        echo "$text" | grep -q "^$part" || { echo "S$n: nothing after '$part'"; failed=1; }
    done
done
exit $failed
