#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes of the bundle the two string literals that bundle.cpp includes. usage: embed.sh DIST OUTPUT
set -eu
literal() # file
{
    printf 'R"bundle('
    cat "$1"
    printf ')bundle"\n'
}
literal "$1/main.js" > "$2/page_script.inc"
literal "$1/style.css" > "$2/page_style.inc"
