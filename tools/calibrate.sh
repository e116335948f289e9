#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# `make calibrate`: runs the hypervisor's unit tests, and whole paths (tools/calibrate/paths.cpp), as code of this machine with the
# object's own coverage calls and as AArch64 code under QEMU, where a plugin counts each instruction; fits what a block of each
# function stands for, and writes hypervisor_stub/weights.tsv. Prints how far off that is. Same compilers, same bytes.
# usage: calibrate.sh BUILD [JOBS] [TABLE]     from the root of the repository; BUILD has the object and test_hv
set -eu
build=$1
jobs=${2:-2}
table=${3:-hypervisor_stub/weights.tsv}
root=$(pwd)
here=$root/tools/calibrate
work=$root/$build/calibrate
cross=aarch64-linux-gnu-
googletest=/usr/src/googletest/googletest
include="-I $root -I $root/models -I $root/hypervisor_stub/include -I $root/hypervisor_stub -I $root/tests/hypervisor_stub"
mkdir -p "$work/aarch64"

# Flags of cmake/itstormObject.cmake, but for the coverage call: here instructions are counted. A call of another file's function is one
# instruction, as in a hypervisor that is linked as a whole.
flags=$(sed -n "s|^set(ITSTORM_OBJECT_FLAGS ||p" cmake/itstormObject.cmake | sed "s| -fno-plt||")

# Without those that draw at random, and one that waits for a second: they take long, and are loops. Without those that die on purpose.
filter="--gtest_filter=-*andom*:*uzz*:*no_sequence*:*lie*:*after_a_second*"

# Only what is older than its source. A header of the hypervisor makes all of it older.
newest=$(find hypervisor_stub kit models/arch models/redistributor models/device_traffic tests/hypervisor_stub -name '*.h' -newer "$work/aarch64/stamp" 2>/dev/null | head -1 || true)
[ -z "$newest" ] && [ -e "$work/aarch64/stamp" ] || rm -f "$work"/aarch64/*.o
touch "$work/aarch64/stamp"
compile() # object, source, compiler and flags...: a line for xargs
{
    to=$1 from=$2
    shift 2
    [ "$to" -nt "$from" ] || echo "$* -c $from -o $to"
}
{
    for source in $(cd hypervisor_stub && find base driver sched policy domain vgic vits dispatch -name '*.c' | sort); do
        compile "$work/aarch64/hv_$(echo "$source" | tr / _).o" "$root/hypervisor_stub/$source" ${cross}gcc $flags $include
    done
    for source in format log ram mem; do
        compile "$work/aarch64/hv_kit_$source.o" "$root/kit/$source.c" ${cross}gcc $flags $include
    done
    for source in redistributor/ich redistributor/ich_icv redistributor/ich_view device_traffic/config_space; do
        compile "$work/aarch64/model_$(basename $source).o" "$root/models/$source.c" ${cross}gcc -std=c11 -O1 $include
    done
    for source in "$root"/tests/hypervisor_stub/*.cpp; do
        case $source in */mem_test.cpp | */guest_fuzz.cpp | */guest_input.cpp) continue ;; esac
        compile "$work/aarch64/test_$(basename "$source").o" "$source" ${cross}g++ -std=c++17 -O0 -I $googletest/include $include
    done
    for source in main paths; do
        compile "$work/aarch64/test_$source.o" "$here/$source.cpp" ${cross}g++ -std=c++17 -O0 -I $googletest/include $include
        compile "$work/host_$source.o" "$here/$source.cpp" g++ -std=c++17 -O1 $include
    done
    compile "$work/aarch64/googletest.o" $googletest/src/gtest-all.cc ${cross}g++ -std=c++17 -O1 -I $googletest -I $googletest/include
} | xargs -P "$jobs" -I LINE sh -c LINE
gcc -std=c11 -O2 -Wall -Wextra -fPIC -shared -fvisibility=hidden "$here/count.c" -o "$work/count.so"

# The hypervisor as one object, all of its code in a section that both linkers mark the ends of. Its memory functions do not
# take the place of the C library's.
gather() # prefix of the tools, output, objects...
{
    prefix=$1 out=$2
    shift 2
    ${prefix}ld -r "$@" -o "$out"
    renames=""
    for name in memcpy memmove memset memcmp; do
        renames="$renames --redefine-sym $name=hv_$name"
    done
    for section in text text.unlikely text.startup text.hot; do
        renames="$renames --rename-section .$section=hvtext"
    done
    ${prefix}objcopy $renames "$out"
}
symbols() # program: "address function file" of the hypervisor's code, from its beginning on; file: of a local one, else "-"
{
    readelf -sW "$1" | awk '
        function hex(text,    n, value) {
            for (n = 1; n <= length(text); n++)
                value = value * 16 + index("0123456789abcdef", substr(text, n, 1)) - 1
            return value
        }
        $4 == "FILE" { file = NF < 8 ? "-" : $8 }
        $8 == "__start_hvtext" { begin = hex($2) }
        $8 == "__stop_hvtext" { end = hex($2) }
        $4 == "FUNC" { at[++count] = hex($2); name[count] = $8; source[count] = $5 == "LOCAL" ? file : "-" }
        END {
            for (n = 1; n <= count; n++)
                if (at[n] >= begin && at[n] < end)
                    printf "%08x %s %s\n", at[n] - begin, name[n], source[n]
        }' | LC_ALL=C sort | awk '$1 "" != last { print } { last = $1 "" }' # as text: 000000e0 is no number
}
address() # program, symbol
{
    nm "$1" | awk -v name="$2" '$3 == name { print $1 }'
}
gather "" "$work/host_hv.o" "$build"/hypervisor_stub/itstorm_hypervisor.dir/*.o
g++ "$work/host_hv.o" "$work/host_main.o" "$work/host_paths.o" "$build"/tests/hypervisor_stub/CMakeFiles/test_hv.dir/*.o \
    $(find "$build/tests/hypervisor_stub/CMakeFiles/test_hv.dir/__" -name '*.o') -lgtest -lsystemc -o "$work/host"
gather $cross "$work/aarch64_hv.o" "$work"/aarch64/hv_*.o
${cross}g++ -static "$work/aarch64_hv.o" "$work"/aarch64/test_*.o "$work"/aarch64/model_*.o "$work/aarch64/googletest.o" -o "$work/guest"

"$work/host" "$work/host.names" "$work/host.counts" --gtest_brief=1 "$filter" > "$work/host.log"
qemu-aarch64 -plugin "$work/count.so,begin=$(address "$work/guest" __start_hvtext),end=$(address "$work/guest" __stop_hvtext),mark=$(
    address "$work/guest" calibration_marked),out=$work/guest.counts" "$work/guest" "$work/guest.names" /dev/null --gtest_brief=1 "$filter" > "$work/guest.log"
symbols "$work/host" > "$work/host.symbols"
symbols "$work/guest" > "$work/guest.symbols"
LC_ALL=C awk -v table="$table" -v sources="$(sh tools/calibrate/sources.sh)" -v compilers="$(gcc -dumpfullversion) $(${cross}gcc -dumpfullversion)" -f "$here/fit.awk" \
    "$work/host.names" "$work/host.counts" "$work/guest.names" "$work/guest.counts" "$work/host.symbols" "$work/guest.symbols"
