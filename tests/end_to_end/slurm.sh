# SPDX-License-Identifier: Apache-2.0
# `itstorm sweep --slurm` on a cluster of one node that this test starts itself, with daemons, keys and spool in its own folder.
# Status 77, skipped, where Debian's slurm-wlm and munge are not installed or cannot run.
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin:/sbin
skip() {
    echo "skipped: $*"
    exit 77
}
for program in slurmctld slurmd sbatch munged; do
    command -v $program >/dev/null || skip "$program is not installed (Debian: slurm-wlm, munge)"
done
[ "$(id -u)" = 0 ] || skip "daemons of Slurm start as root only"

pids=""
stop_daemons() {
    for pid in $pids; do
        kill "$pid" 2>/dev/null
    done
    wait
    rm -rf "$work"
}
trap stop_daemons EXIT

chmod 755 "$work"
mkdir -m 755 cluster
cd cluster
mkdir -m 700 munge
mkdir -m 755 socket spool state
dd if=/dev/urandom of=munge/key bs=1024 count=1 2>/dev/null
chmod 400 munge/key
host=$(hostname -s)
cat >slurm.conf <<END
ClusterName=itstorm
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$PWD/socket/munge
CryptoType=crypto/munge
SlurmctldPort=26817
SlurmdPort=26818
SlurmctldPidFile=$PWD/slurmctld.pid
SlurmdPidFile=$PWD/slurmd.pid
SlurmdSpoolDir=$PWD/spool
StateSaveLocation=$PWD/state
SlurmctldLogFile=$PWD/slurmctld.log
SlurmdLogFile=$PWD/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=sched_interval=1
ReturnToService=2
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES State=UP
END
export SLURM_CONF="$PWD/slurm.conf"
munged -F --force --key-file="$PWD/munge/key" --socket="$PWD/socket/munge" --pid-file="$PWD/munge/pid" --log-file="$PWD/munge/log" \
    --seed-file="$PWD/munge/seed" >munged.out 2>&1 &
pids="$!"
sleep 1
slurmctld -D -c >slurmctld.out 2>&1 &
pids="$pids $!"
slurmd -D -N "$host" >slurmd.out 2>&1 &
pids="$pids $!"
for _ in $(seq 30); do
    sinfo -h -o %t 2>/dev/null | grep -q idle && break
    sleep 1
done
sinfo -h -o %t 2>/dev/null | grep -q idle || {
    tail -n 5 munged.out slurmctld.out slurmd.out slurmctld.log slurmd.log 2>/dev/null
    skip "Slurm does not come up here"
}
cd ..

expect_status 0 "$itstorm" sweep "$root/tests/end_to_end/sweep.yaml" --out alone
expect_status 0 "$itstorm" sweep "$root/tests/end_to_end/sweep.yaml" --out cluster_out --slurm 3 --slurm-options "--time=5"
expect_text "3 shards"
for _ in $(seq $((patience * 2))); do
    [ -z "$(squeue -h)" ] && break
    sleep 1
done
[ -z "$(squeue -h)" ] || fail "jobs are still there: $(squeue)"
for table in sweep.csv spread.csv; do
    cmp -s alone/$table cluster_out/$table || { fail "$table differs on the cluster"; ls cluster_out; tail -n 5 cluster_out/*.log; }
done
finish
