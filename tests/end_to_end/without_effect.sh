# SPDX-License-Identifier: Apache-2.0
# A fault of the timeline that broke nothing is named at the end, on the terminal and in log.txt; one that broke something is not.
. "$(dirname "$0")/lib.sh"
cat >quiet.yaml <<'END'
scenario: 1
name: quiet
limits: { sim_time: 20ms }
platform: { pes: 1, pci: [ { name: nic0, bdf: "01:00.0" }, { name: nobodys, bdf: "02:00.0" } ] }
domains: [ { name: dom1, program: flood, devices: [nic0], pin: [0] } ]
hypervisor: { vits: { propagate: all } }
timeline:
  - { when: "all_guests.ready == 1", do: mark, label: ready }
  - { after: ready, do: fault.doorbell, count: 1, label: lost }
  - { after: ready, do: fault.command, count: 200, label: damaged }
  - { after: ready, do: fault.memory, lasts: 1us }
  - { after: ready, do: fault.stall, lasts: 1us }
  - { after: ready, do: fault.table, device: nobodys }
  - { after: ready, do: fault.table, device: nic0, event: 0 }
  - { after: ready, delay: 1ms, do: stop }
END
expect_status 0 "$itstorm" run quiet.yaml --out quiet
expect_text "timeline: warning: timeline entry 2, fault.doorbell, broke nothing: no doorbell was written after it"
expect_text "entry 3, fault.command, broke nothing: no command was read after it"
expect_text "entry 4, fault.memory, broke nothing: no access to memory was made while it lasted"
expect_text "entry 5, fault.stall, broke nothing: no doorbell was written while it lasted"
expect_text "entry 6, fault.table, broke nothing: no such entry was there"
grep -q "entry 7" log && fail "the entry that was there is said to be missing"
grep -q "fault.doorbell, broke nothing" quiet/log.txt || fail "log.txt does not say it"

sed 's/^  - { after: ready, do: fault.memory.*/  - { after: ready, delay: 100us, do: guest.order, domain: dom1, order: inv, args: { commands: 4 } }/' quiet.yaml >busy.yaml
expect_status 0 "$itstorm" run busy.yaml --out busy
grep -q "fault.doorbell" log && fail "a doorbell that was lost is said not to be"
expect_status 0 "$itstorm" run busy.yaml --out busy -C 'timeline.lost.count=50'
grep -q "fault.doorbell, broke [1-9][0-9]* of 50: no other doorbell was written after it" log || fail "not said how many doorbells were lost"

# Entries have the numbers of the file, even if the variant leaves entries out or for_each makes several of one.
sed -e 's/^timeline:/variants: { a: {}, b: {} }\n&\n  - { at: 0s, only: [b], do: mark, label: early }/' \
    -e 's/^  - .*label: lost }/  - { after: ready, do: storm.stop, for_each: [all] }\n&/' quiet.yaml >numbered.yaml
expect_status 0 "$itstorm" run numbered.yaml --variant a --out numbered
expect_text "timeline entry 4, fault.doorbell, broke nothing"
expect_status 4 "$itstorm" run numbered.yaml --variant a --out numbered -C limits.sim_time=1ms
expect_text "still waiting: timeline entry 10 (after ready)"
finish
