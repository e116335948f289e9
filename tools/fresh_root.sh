#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Tries this tree in a bare Debian, made by debootstrap: README's commands as root and as a user with sudo, then the package in a
# second root, and an out-of-tree example against it. The tree is copied without its history, into a folder with a blank in its name,
# and is read-only for the user. Needs root and the network; without them it says so and is skipped (status 77).
# usage: fresh_root.sh [WORK [STEP...]]     steps: root user deb; all of them without any.  SUITE=trixie: another Debian
# Two more steps. build: the program and some tests, for another Debian than the usual one. test: all of `make test`, then the package.
set -eu
cd "$(dirname "$0")/.."
suite=${SUITE:-bookworm}
work=${1:-/var/tmp/itstorm-fresh-$suite}
[ $# -gt 0 ] && shift
steps=${*:-root user deb}

skip() { echo "fresh_root: skipped: $*" >&2; exit 77; }
[ "$(id -u)" = 0 ] || skip "debootstrap needs root"
command -v debootstrap >/dev/null || skip "debootstrap is not installed"
unshare -m true 2>/dev/null || skip "mounts of its own are not allowed here"

bare() { # a bare Debian in $work/base, once; a copy of it in $1
    if [ ! -e "$work/base/.done" ]; then
        mkdir -p "$work"
        debootstrap --variant=minbase "$suite" "$work/base" >"$work/debootstrap.log" 2>&1 ||
            skip "debootstrap failed (network?): $(tail -n 1 "$work/debootstrap.log")"
        touch "$work/base/.done"
    fi
    rm -rf "$1"
    cp -a "$work/base" "$1"
    cp /etc/resolv.conf "$1/etc/resolv.conf"
}

in_root() { # root folder, command line: with an environment of its own
    unshare -m sh -c 'mount -t proc proc "$0/proc" && exec chroot "$0" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb LANG=C.UTF-8 \
        DEBIAN_FRONTEND=noninteractive JOBS="$2" sh -euxc "$1"' "$1" "$2" "${JOBS:-2}"
}

copy_tree() { # root folder
    mkdir -p "$1/src/it storm"
    tar -c --exclude=./build --exclude=./out --exclude=./.git . | tar -x -C "$1/src/it storm"
    chown -R root:root "$1/src"
}

step_root() {
    bare "$work/as-root"
    copy_tree "$work/as-root"
    in_root "$work/as-root" 'apt-get -qq update; apt-get -qq install -y make >/dev/null; cd "/src/it storm"; make; make demo; make deb'
    cp "$work"/as-root/src/it\ storm/build/release/itstorm_*.deb "$work/"
}

step_user() {
    bare "$work/as-user"
    copy_tree "$work/as-user"
    in_root "$work/as-user" 'apt-get -qq update; apt-get -qq install -y make sudo >/dev/null
        useradd -m someone; echo "someone ALL=(ALL) NOPASSWD: ALL" >/etc/sudoers.d/someone
        cp -r "/src/it storm" "/home/someone/"; chown -R someone "/home/someone/it storm"
        su someone -c "cd && cd \"it storm\" && make && make demo"
        su someone -c "cd && cmake -S \"/src/it storm\" -B read-only -G Ninja -DITSTORM_TESTS=OFF && cmake --build read-only --target itstorm_hypervisor"'
}

step_build() {
    bare "$work/as-builder"
    copy_tree "$work/as-builder"
    in_root "$work/as-builder" 'apt-get -qq update; apt-get -qq install -y make >/dev/null; cd "/src/it storm"; make
        for n in 00-smoke 10-one-msi; do build/release/itstorm run scenarios/$n.yaml --out out/$n; done
        build/release/itstorm check-object build/release/itstorm_hypervisor.so --strict
        cmake --build build/release -j $JOBS --target test_common event_queue_test test_kit boundary_test test_its embedded_platform bare_metal_storm
        ctest --test-dir build/release -j $JOBS --output-on-failure -R "^(test_common|EventQueue|test_kit|Boundary|Commands|examples)[.]"'
}

step_test() {
    bare "$work/as-tester"
    copy_tree "$work/as-tester"
    in_root "$work/as-tester" 'apt-get -qq update; apt-get -qq install -y make >/dev/null; cd "/src/it storm"; make test; make deb'
    cp "$work"/as-tester/src/it\ storm/build/release/itstorm_*.deb "$work/"
}

# From a package made in this tree if there is one, else from the step before.
step_deb() {
    deb=$(ls build/release/itstorm_*.deb "$work"/itstorm_*.deb 2>/dev/null | head -n 1)
    [ -n "$deb" ] || { echo "fresh_root: no package: make deb, or the step root"; exit 1; }
    bare "$work/with-deb"
    cp "$deb" "$work/with-deb/"
    in_root "$work/with-deb" 'apt-get -qq update; apt-get -qq install -y ./itstorm_*.deb >/dev/null
        itstorm --version; cd /tmp
        for n in 00-smoke 10-one-msi; do itstorm run /usr/share/itstorm/scenarios/$n.yaml; done
        itstorm check-object /usr/lib/itstorm/itstorm_hypervisor.so --strict
        apt-get -qq install -y cmake make gcc >/dev/null
        cp -r /usr/share/doc/itstorm/examples/foreign_vits .
        cmake -S foreign_vits -B build; cmake --build build
        itstorm run /usr/share/itstorm/scenarios/10-one-msi.yaml --hypervisor build/foreign_hypervisor.so --out foreign'
}

for step in $steps; do
    echo "== $suite: $step"
    "step_$step"
done
echo "== $suite: all of it worked: $steps"
