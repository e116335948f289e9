#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Bundles script and style of the reports with esbuild, in a copy of this folder. Where npm cannot do that (it is not installed, or
# reaches no registry) the bundle that is checked in is taken; --strict: that is an error then.
# usage: bundle.sh COPY [--strict]; leaves COPY/dist/main.js and COPY/dist/style.css
set -eu
here=$(cd "$(dirname "$0")" && pwd)
copy=$1

bundle()
{
    command -v npm >/dev/null 2>&1 || return 1
    cp "$here"/*.js "$here"/*.css "$here"/package*.json "$here"/.npmrc "$copy"/
    cd "$copy"
    cmp -s package-lock.json node_modules/.of_lock || {
        npm ci --silent --prefer-offline --fetch-retries=0 --fetch-timeout=30000 || return 1
        cp package-lock.json node_modules/.of_lock
    }
    npm run --silent build >build.log 2>&1 || return 1
}

mkdir -p "$copy/dist"
if ! (bundle); then
    [ "${2:-}" != --strict ] || exit 1
    echo "report: no npm that can bundle, the bundle that is checked in is taken"
    cp "$here"/dist/* "$copy/dist/"
fi
