# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# How a scene tells what it saw: a line for each check, and one that says how many there were. To be sourced, in any
# POSIX sh, with TOKEN set to what the run gave it, so that no line of another run can be taken for one of this.

checks=0
tab='	'
newline='
'
carriage_return=$(printf '\r')

# tell RESULT ROW WHAT SEEN: RESULT is pass, fail or skip; ROW is one of the procedure's, S1 to S19, or "-".
tell() {
    checks=$((checks + 1))
    tell_seen=$4
    is_short_line "$4" || tell_seen=$(printf '%s' "$4" | tr '\n\t\r' '   ' | cut -c1-300)
    printf '@%s\t%s\t%s\t%s\t%s\n' "$TOKEN" "$1" "$2" "$3" "$tell_seen"
}

# Which most are that are told; there are hundreds, and a program each takes longer than the check.
is_short_line() {
    case $1 in *["$newline$tab$carriage_return"]*) return 1 ;; esac
    [ ${#1} -le 300 ]
}

# equal ROW WHAT EXPECTED SEEN
equal() {
    if [ "$3" = "$4" ]; then
        tell pass "$1" "$2" "${4:-(nothing)}"
    else
        tell fail "$1" "$2" "expected '$3', found '$4'"
    fi
}

# alike ROW WHAT EXPECTED-FILE FILE
alike() {
    if alike_difference=$(diff "$3" "$4" && wc -l <"$4"); then
        tell pass "$1" "$2" "$alike_difference lines alike"
    else
        tell fail "$1" "$2" "$(printf '%s\n' "$alike_difference" | grep '^[<>+-]')"
    fi
}

# works ROW WHAT COMMAND…: it ends with 0.
works() {
    works_row=$1
    works_what=$2
    shift 2
    if works_said=$("$@" 2>&1); then
        tell pass "$works_row" "$works_what" "${works_said:-$*}"
    else
        tell fail "$works_row" "$works_what" "$* ends with $?: $works_said"
    fi
}

# refuses ROW WHAT COMMAND…: it does not.
refuses() {
    refuses_row=$1
    refuses_what=$2
    shift 2
    if refuses_said=$("$@" 2>&1); then
        tell fail "$refuses_row" "$refuses_what" "$* ends with 0: $refuses_said"
    else
        tell pass "$refuses_row" "$refuses_what" "${refuses_said:-ends with $?}"
    fi
}

# finish SCENE: without it a scene is taken for one that broke off.
finish() {
    printf '@%s\tend\t%s\t%s\n' "$TOKEN" "$1" "$checks"
}
