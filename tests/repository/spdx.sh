#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every source file names its licence in its first lines: MIT for what is compiled into foreign objects (the boundary's headers,
# models/arch, kit/), Apache-2.0 for all else. usage: spdx.sh REPOSITORY
set -eu
cd "$1"
status=0
find Makefile CMakeLists.txt app bench cmake embed examples hypervisor_stub kit models tests tools validate -type f \( -name '*.[ch]' -o -name '*.cpp' \
    -o -name '*.sh' -o -name '*.awk' -o -name '*.cmake' -o -name CMakeLists.txt -o -name Makefile \) | sort >"${TMPDIR:-/tmp}/spdx.$$"
trap 'rm -f "${TMPDIR:-/tmp}/spdx.$$"' EXIT
[ "$(wc -l <"${TMPDIR:-/tmp}/spdx.$$")" -gt 500 ] || { echo "hardly any file was found"; exit 1; }
while read -r file; do
    case $file in
    models/arch/* | kit/* | hypervisor_stub/include/itstorm/*) licence=MIT ;;
    *) licence=Apache-2.0 ;;
    esac
    head -n 2 "$file" | grep -q "SPDX-License-Identifier: $licence\$\|SPDX-License-Identifier: $licence \*/\$" || {
        echo "$file: no line SPDX-License-Identifier: $licence at its top"
        status=1
    }
done <"${TMPDIR:-/tmp}/spdx.$$"
exit $status
