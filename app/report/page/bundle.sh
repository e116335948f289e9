#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Bundles script and style of the reports with esbuild, in a copy of this folder. Where npm cannot bundle (it is not installed, or
# reaches no registry) the bundle that is checked in is taken; --strict: the status is 77 then. A source that esbuild refuses is an
# error either way.
# usage: bundle.sh COPY [--strict]; leaves COPY/dist/main.js and COPY/dist/style.css
set -eu
here=$(cd "$(dirname "$0")" && pwd)
copy=$1

install_tools()
{
    command -v npm >/dev/null 2>&1 || return 1
    cp "$here"/*.js "$here"/*.css "$here"/package*.json "$here"/.npmrc "$copy"/
    cd "$copy"
    cmp -s package-lock.json node_modules/.of_lock || {
        npm ci --silent --prefer-offline --fetch-retries=0 --fetch-timeout=30000 || return 1
        cp package-lock.json node_modules/.of_lock
    }
    node_modules/.bin/esbuild --version >/dev/null 2>&1
}

mkdir -p "$copy/dist"
if (install_tools); then
    cd "$copy"
    npm run --silent build >build.log 2>&1 || { cat build.log >&2; exit 1; }
elif [ "${2:-}" = --strict ]; then
    exit 77
else
    echo "report: no npm that can bundle, the bundle that is checked in is taken"
    cp "$here"/dist/* "$copy/dist/"
fi
