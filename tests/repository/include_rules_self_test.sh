#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Shows that include_rules.sh can fail: a small tree that keeps every rule, and then, one at a time, an include that breaks
# one of them. Each must be reported with the file that has it.
set -eu
here=$(dirname "$0")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT

put() # file, lines
{
    mkdir -p "$tree/$(dirname "$1")"
    printf '%s\n' "$2" > "$tree/$1"
}

for file in models/arch/bits.h models/common/stage.h models/its/its_facts.h models/redistributor/lpi.h \
            models/device_traffic/msix.h models/observe/stats.h app/run.h embed/bench.cpp hypervisor_stub/include/itstorm/types.h \
            hypervisor_stub/include/itstorm/guest.h; do
    put $file '#include <stdint.h>'
done
put app/sweep/plan.h '#include "run.h"'
put app/sweep/commands.h '#include "run.h"'
put app/cli.cpp '#include "sweep/commands.h"'
put models/platform/pe.h '#include <itstorm/guest.h>'
put hypervisor_stub/include/itstorm/import.h '#include "types.h"'
put kit/list.h '#include <itstorm/import.h>'
put hypervisor_stub/base/pe.h '#include "kit/list.h"'
put hypervisor_stub/driver/cmdq.h '#include "base/pe.h"
#include "kit/list.h"
#include "arch/bits.h"'
put hypervisor_stub/sched/sched.h '#include "driver/cmdq.h"'
put hypervisor_stub/policy/storm/storm.h '#include "sched/sched.h"'
put hypervisor_stub/policy/storm/rate.c '#include "policy/storm/storm.h"'
put hypervisor_stub/policy/queue_full/queue_full.h '#include "driver/cmdq.h"'
put hypervisor_stub/domain/domain.h '#include "policy/storm/storm.h"'
put hypervisor_stub/vgic/vgic.h '#include "policy/storm/storm.h"
#include "domain/domain.h"'
put hypervisor_stub/vits/vits.c '#include "vgic/vgic.h"'
put hypervisor_stub/dispatch/hv.h '#include "base/pe.h"
#include "vgic/vgic.h"'
put hypervisor_stub/guest/driver.h '#include <itstorm/guest.h>'
put hypervisor_stub/bindings/imports.cpp '#include <platform/pe.h>
#include <itstorm/import.h>'
put examples/minimal/main.c '#include <itstorm/import.h>'
put examples/foreign_vits/adapter/env.c '#include "vgic/vgic.h"
#include "../../minimal/env.h"'
put examples/minimal/env.h '#include <stddef.h>'

if ! sh "$here/include_rules.sh" "$tree"; then
    echo "a tree that keeps every rule is refused"
    exit 1
fi

failed=0
while read -r file include; do
    put "$file" "#include $include"
    if report=$(sh "$here/include_rules.sh" "$tree"); then
        echo "not noticed: $file includes $include"
        failed=1
    elif ! printf '%s\n' "$report" | grep -q "^$tree/$file:1: "; then
        echo "$file includes $include, but the report is: $report"
        failed=1
    fi
    rm "$tree/$file"
done <<'END'
models/arch/new.h "common/stage.h"
models/arch/new.h <systemc>
app/new.cpp "sweep/plan.h"
embed/new.cpp "sweep/commands.h"
models/common/new.h "its/its_facts.h"
models/its/new.h "redistributor/lpi.h"
models/its/new.cpp "../redistributor/lpi.h"
models/redistributor/new.h "device_traffic/msix.h"
models/device_traffic/new.h "platform/pe.h"
models/platform/new.h "observe/stats.h"
models/platform/new.cpp <itstorm/import.h>
models/observe/new.h "../../app/run.h"
hypervisor_stub/vits/new.c "common/stage.h"
hypervisor_stub/vits/new.c "platform/pe.h"
hypervisor_stub/vits/new.c <stdio.h>
hypervisor_stub/bindings/new.cpp "driver/cmdq.h"
kit/new.h "base/pe.h"
kit/new.c <string.h>
kit/new.c "common/stage.h"
models/its/new.cpp "kit/list.h"
hypervisor_stub/base/new.h "driver/cmdq.h"
hypervisor_stub/driver/new.c "sched/sched.h"
hypervisor_stub/driver/new.c "policy/queue_full/queue_full.h"
hypervisor_stub/sched/new.c "vgic/vgic.h"
hypervisor_stub/policy/storm/new.c "policy/queue_full/queue_full.h"
hypervisor_stub/policy/storm/new.c "domain/domain.h"
hypervisor_stub/domain/new.h "vgic/vgic.h"
hypervisor_stub/vgic/new.c "dispatch/hv.h"
hypervisor_stub/vits/new.c "../dispatch/hv.h"
hypervisor_stub/guest/new.c "base/pe.h"
hypervisor_stub/newfloor/new.c "base/pe.h"
app/new.cpp <itstorm/import.h>
examples/minimal/new.c "../../hypervisor_stub/driver/cmdq.h"
examples/foreign_vits/fv.c "vgic/vgic.h"
examples/foreign_vits/adapter/new.c "vits/vits.c"
END
exit $failed
