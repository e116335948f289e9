#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Relative links and pictures in Markdown name files that exist, and their anchors headings that exist. usage: links_in_docs.sh ROOT
set -eu
root=$1
cd "$root"
failed=0

anchors() # of a Markdown file, as the usual renderers make them from headings
{
    awk '/^```/ { code = !code } !code && /^#+ / { sub(/^#+ /, ""); print }' "$1" |
        tr '[:upper:]' '[:lower:]' | sed -e 's/[^a-z0-9 _-]//g' -e 's/ /-/g'
}

links() # of a Markdown file, code left out
{
    awk '/^```/ { code = !code } !code' "$1" | sed 's/`[^`]*`//g' |
        grep -oE '\]\([^) ]+\)|(src|href)="[^"]+"' | sed -E 's/^\]\(//; s/\)$//; s/^(src|href)="//; s/"$//'
}

for page in $(find . -name '*.md' -not -path './build/*' -not -path './out/*' -not -path './.git/*' | LC_ALL=C sort); do
    for link in $(links "$page"); do
        case $link in
        *://* | mailto:*) continue ;;
        esac
        file=${link%%#*}
        target=$page
        [ -z "$file" ] || target=$(dirname "$page")/$file
        if [ ! -e "$target" ]; then
            echo "$page: $link leads nowhere"
            failed=1
        elif [ "$link" != "$file" ] && ! anchors "$target" | grep -qxF "${link#*#}"; then
            echo "$page: $link: no such heading"
            failed=1
        fi
    done
done
exit $failed
