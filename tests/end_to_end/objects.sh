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
finish
