# SPDX-License-Identifier: Apache-2.0
# Every seeded fault, one per term of the books, is noticed by the ledger: status 3, and the message shows both equations.
. "$(dirname "$0")/lib.sh"
fault=$3
object=$4
scenario=$root/tests/end_to_end/wild.yaml
expect_status 0 "$itstorm" run "$scenario" --hypervisor "$object" --out clean
expect_status 3 "$itstorm" run "$scenario" --hypervisor "$object" --out broken -C "self_test.fault=$fault"
expect_text "ledger"
finish
