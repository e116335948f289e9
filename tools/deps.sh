#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Installs what is missing of the Debian packages that building, testing and looking at results need. Idempotent: asks dpkg
# each time (fast), so nothing stale can hide a missing package. Uses sudo only if not root. Called by the Makefile.
# usage: deps.sh [deb | browser | calibrate]     deb: also what CPack needs to make a Debian package; browser: also what the tests
# of reports in a browser need, and npm, which bundles their script; calibrate: also a compiler and an emulator for AArch64
set -eu

# Debian 12 by version (a newer Boost of backports would remove what is there), any other by its default.
boost="libboost-dev libboost-context-dev"
grep -q '^VERSION_ID="12"' /etc/os-release 2>/dev/null && boost="libboost1.74-dev libboost-context1.74-dev"

build="g++ gcc cmake ninja-build pkg-config libsystemc-dev $boost libyaml-cpp-dev libcli11-dev nlohmann-json3-dev
       libsqlite3-dev"
tests="libgtest-dev libgmock-dev librapidcheck-dev valgrind sigrok-cli"
looking="gtkwave"
packing=""
[ "${1:-}" != deb ] || packing="file dpkg-dev"
calibrating=""
[ "${1:-}" != calibrate ] || calibrating="gcc-aarch64-linux-gnu g++-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user googletest"

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "deps: not a Debian system; the equivalents of these packages are needed:" $build $tests $looking $packing $calibrating >&2
    exit 0
fi

is_installed()
{
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=""
for package in $build $tests $looking $packing $calibrating; do
    is_installed "$package" || missing="$missing $package"
done
# Looks for the commands, not for packages: npm and node may be installed from elsewhere.
if [ "${1:-}" = browser ]; then
    for command in node:nodejs npm:npm chromium:chromium chromedriver:chromium-driver; do
        command -v "${command%:*}" >/dev/null 2>&1 || missing="$missing ${command#*:}"
    done
fi
[ -n "$missing" ] || exit 0

as_root=""
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "deps: missing:$missing" >&2
        echo "deps: neither root nor sudo; run as root: apt-get install$missing" >&2
        exit 1
    fi
    as_root="sudo"
fi

echo "deps: installing$missing"
$as_root apt-get -qq update
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -o Dpkg::Use-Pty=0 install --no-install-recommends -y $missing >/dev/null
