#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Writes itstorm.1 (manual page) and itstorm.bash (completion) into DIR, from what PROGRAM says of itself. usage: pages.sh PROGRAM DIR
set -eu
program=$1
dir=$2
export SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1

# CLI11's help: a row of a list begins with two blanks and a word.
commands()
{
    "$program" --help | awk '/^Subcommands:/ { on = 1; next } /^[^ ]/ { on = 0 } on && /^  [a-z]/ { print $1 }'
}

options() # command
{
    "$program" "$1" --help | grep -oE -- '(^| |,)--?[A-Za-z][a-z-]*' | tr -d ' ,' | sort -u | tr '\n' ' '
}

verbatim() # text on stdin, as troff that keeps its lines
{
    echo '.nf'
    sed 's/\\/\\\\/g; s/^\./\\\&./; s/-/\\-/g'
    echo '.fi'
}

{
    version=$("$program" --version)
    echo ".TH ITSTORM 1 \"\" \"$version\""
    echo '.SH NAME'
    echo 'itstorm \- a cycle-approximate GICv3 ITS with real hypervisor code on it'
    echo '.SH SYNOPSIS'
    echo '.B itstorm'
    echo '.I COMMAND'
    echo '[OPTIONS]'
    echo '.SH DESCRIPTION'
    "$program" --help | verbatim
    echo '.SH COMMANDS'
    for command in $(commands); do
        echo ".SS $command"
        "$program" "$command" --help | verbatim
    done
    echo '.SH SEE ALSO'
    echo 'README.md and the pages in docs, installed below share/doc/itstorm.'
} > "$dir/itstorm.1"

{
    echo '# Completion of itstorm in bash.'
    echo '_itstorm()'
    echo '{'
    echo '    local word=${COMP_WORDS[COMP_CWORD]} options='
    echo '    case ${COMP_WORDS[1]} in'
    for command in $(commands); do
        echo "    $command) options='$(options "$command")' ;;"
    done
    echo '    esac'
    echo "    [ \"\$COMP_CWORD\" = 1 ] && options='$(commands | tr '\n' ' ')--help --version'"
    # What can be set, the program lists itself, with whatever the objects beside it add.
    echo "    local known='\$2 == \"=\" { print \$1 }'"
    echo '    case ${COMP_WORDS[COMP_CWORD - 1]}:$COMP_CWORD in'
    echo '    -C:* | --knob:*) options=$("${COMP_WORDS[0]}" params 2>/dev/null | awk "$known" | grep -vF "[]") ;;'
    echo '    explain:2) options=$("${COMP_WORDS[0]}" params 2>/dev/null | awk "$known") ;;'
    echo '    *) [[ $word == -* || $COMP_CWORD == 1 ]] || return 0 ;;'
    echo '    esac'
    echo '    COMPREPLY=($(compgen -W "$options" -- "$word"))'
    echo '}'
    echo 'complete -o default -F _itstorm itstorm'
} > "$dir/itstorm.bash"
