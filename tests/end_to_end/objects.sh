# SPDX-License-Identifier: Apache-2.0
# Objects that misbehave end with status 3 and a message that names object and place, never a bare crash or a hang.
. "$(dirname "$0")/lib.sh"
objects=$3
smoke=$root/scenarios/00-smoke.yaml
refused() { # object, text
    expect_status 3 timeout 60 "$itstorm" run "$smoke" --hypervisor "$1" --out out
    expect_text "$1"
    expect_text "$2"
}
echo "this is text" >text.so
refused ./text.so "not an ELF object"
refused "$objects/other_abi.so" "ABI version 99"
refused "$objects/missing_export.so" "export 'hv_irq' is missing"
for case in 8:panic 9:overflow 10:twice 11:entry 14:NULL 17:returned 18:'does not return' 19:overflow; do
    expect_status 3 timeout 60 "$itstorm" run "$root/tests/end_to_end/case.yaml" \
        --hypervisor "$objects/boundary_object.so" -C "hypervisor.case=${case%%:*}" --out out
    expect_text "${case#*:}"
    expect_text "boundary_object.so"
done
# An object ends its process: the process that started it says so.
expect_status 3 timeout 60 "$itstorm" run "$root/tests/end_to_end/endless.yaml" \
    --hypervisor "$objects/endless_hypervisor.so" -C hypervisor.how=leaves --out out
expect_text "its process ended without a result"

# The same if the object does so at the end of a run that was cut short.
expect_status 3 timeout 60 "$itstorm" run "$root/tests/end_to_end/endless.yaml" \
    --hypervisor "$objects/endless_hypervisor.so" -C hypervisor.how=faults -C limits.sim_time=1us --out out
expect_text "hv_destroy: invalid memory access"

# An object without coverage is used, with a warning.
gcc -std=c11 -O2 -fPIC -ffreestanding -fexceptions -shared -nostdlib -I "$root/hypervisor_stub/include" -I "$root/models" \
    "$root/examples/minimal_hypervisor/"*.c -o free.so || fail "free.so does not build"
expect_status 0 "$itstorm" check "$smoke" --hypervisor ./free.so
expect_text "warning: ./free.so: built without"
expect_status 3 "$itstorm" check "$smoke" --hypervisor ./free.so --strict
expect_text "error: ./free.so: built without"
expect_status 3 "$itstorm" run "$smoke" --hypervisor ./free.so --strict --out strict
[ ! -e strict ] || fail "something was run"
expect_status 0 "$itstorm" check "$smoke" --strict
expect_status 0 "$itstorm" check "$smoke"
grep -q warning log && fail "an object with coverage is warned of"

# check-object says what an object is, without a scenario.
expect_status 0 "$itstorm" check-object "$objects/minimal_hypervisor.so" --strict
expect_text "minimal_hypervisor.so: hypervisor, ABI version"
expect_text "compiler: GCC: ("
expect_text "time: charged, by basic block"
expect_text "statistics: lpi.count"
expect_text " sim_wfi"
expect_status 0 "$itstorm" check-object "$objects/itstorm_guests.so"
expect_text "programs: linux compute"
expect_status 0 "$itstorm" check-object ./free.so
expect_text "warning: ./free.so: built without"
expect_text "time: not charged"
expect_status 3 "$itstorm" check-object ./free.so --strict
expect_status 3 "$itstorm" check-object "$objects/foreign_symbol.so"
expect_text "needs launch_missiles"
expect_status 3 "$itstorm" check-object ./text.so
expect_status 2 "$itstorm" check-object ./none.so
expect_text "none.so: cannot be read"
expect_status 2 "$itstorm" run "$smoke" --hypervisor ./none.so --out out
echo 'const unsigned itstorm_abi_version = 3;' | gcc -x c -shared -nostdlib -o neither.so - || fail "neither.so does not build"
expect_status 3 "$itstorm" check-object ./neither.so
expect_text "exports neither hv_create"
finish
