#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Every source file names its licence, once, in its first two lines: MIT for what is compiled into foreign objects (the boundary's
# headers, models/arch, kit/, and two examples of such objects), Apache-2.0 for all else. usage: spdx.sh REPOSITORY
set -eu
cd "$1"
find Makefile CMakeLists.txt app bench cmake embed examples hypervisor_stub kit models tests tools validate -type f \( -name '*.[ch]' \
    -o -name '*.cpp' -o -name '*.sh' -o -name '*.awk' -o -name '*.cmake' -o -name CMakeLists.txt -o -name Makefile \) | sort |
    awk -v key="SPDX-License-Identifier:" '
    function licence_of(file) {
        return file ~ "^(models/arch|kit|hypervisor_stub/include/itstorm|examples/own_guests)/|^examples/foreign_vits/.*[.][ch]$" ? "MIT" : "Apache-2.0"
    }
    {
        named = ""
        for (n = 1; n <= 5 && (getline line <$0) > 0; n++)
            if (split(line, word) && line ~ "^(#|//|/[*]) " key)
                named = named (n <= 2 ? word[3] : "too late") " "
        close($0)
        if (named != licence_of($0) " ") {
            print $0 ": its licence is " licence_of($0) ", its first lines say: " named
            wrong++
        }
    }
    END {
        if (NR < 500)
            print "only " NR " files were found"
        exit wrong > 0 || NR < 500
    }'
