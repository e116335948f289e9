# SPDX-License-Identifier: Apache-2.0
# If the ledger loses one booking, on any line of the books, the run ends with status 3 and a message that shows both equations.
. "$(dirname "$0")/lib.sh"
line=$3
object=$4
scenario=$root/tests/end_to_end/wild.yaml
expect_status 0 "$itstorm" run "$scenario" --hypervisor "$object" --out clean
expect_status 3 "$itstorm" run "$scenario" --hypervisor "$object" --out broken -C "self_test.lost_booking=$line"
expect_text "ledger"
finish
