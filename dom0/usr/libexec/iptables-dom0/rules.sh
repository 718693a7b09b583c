# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What the init scripts and xen-firewall share: rules are put in force at once, and those of the guests that are up
# stay. To be sourced, in any POSIX sh, with IPTABLES set to iptables or ip6tables.
#
# The rules of a guest are those that Xen's vif scripts put in when one of its interfaces comes up, and take out by
# name when it goes: -A FORWARD … -m physdev --physdev-in|out vif1.0 … -j ACCEPT. A domain has another number after
# each start, so in a file they would open the way to whichever guest gets that number next.

newline='
'
# A file that was written on Windows ends its lines so.
carriage_return=$(printf '\r')
GUEST_DEVICES=${GUEST_DEVICES%"$carriage_return"}
: "${GUEST_DEVICES:=vif*.* tap*.*}"
# What was in force before stop or panic; its guests are put back by the next rules, and then it goes.
stopped=/var/run/$IPTABLES.stopped

# Everything in here reads the output of iptables-save. -v guests= has the patterns of the guests' interfaces.
rules_awk='
BEGIN {
    count = split(guests, patterns, " ")
    for (p = 1; p <= count; p++) {
        expression = ""
        for (c = 1; c <= length(patterns[p]); c++) {
            character = substr(patterns[p], c, 1)
            if (character == "*") expression = expression ".*"
            else if (character == "?") expression = expression "."
            else if (character ~ /[A-Za-z0-9_:@-]/) expression = expression character
            else if (character == "^" || character == "\\") expression = expression "\\" character
            else expression = expression "[" character "]"
        }
        guest_device = guest_device (p > 1 ? "|" : "") "^(" expression ")$"
    }
    if (count == 0) guest_device = "^$"
}

# The interface of a guest that a rule belongs to, or nothing.
function guest_of(line,    words, count, first, i) {
    if (!is_forward(line)) return ""
    # What is quoted (a comment, a string that is looked for) may read like a rule.
    gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
    count = split(line, words, " ")
    first = words[1] ~ /^\[[0-9]+:[0-9]+\]$/ ? 2 : 1
    if (words[count - 1] != "-j" || words[count] != "ACCEPT") return ""
    for (i = first + 2; i < count; i++) {
        if (words[i] == "--comment") return ""
        if ((words[i] == "--physdev-in" || words[i] == "--physdev-out") && words[i - 1] != "!" && words[i + 1] ~ guest_device) return words[i + 1]
    }
    return ""
}

# Also as somebody writes it by hand.
function is_forward(line) {
    return table == "filter" && line ~ /^[ \t]*(\[[0-9]+:[0-9]+\][ \t]+)?(-A|--append|-I|--insert)[ \t]+FORWARD[ \t]/
}

# A rule without its counters and the blank that older releases leave at the end of a line.
function bare(line) {
    sub(/^\[[0-9]+:[0-9]+\] /, "", line)
    sub(/[ \t]+$/, "", line)
    return line
}
'

without_guest_rules() {
    awk -v guests="$GUEST_DEVICES" "$rules_awk"'
        /^\*/ { table = substr($1, 2) }
        guest_of($0) == "" { print }
    '
}

# with_guest_rules RUNNING STOPPED FILE: the text of the file, with the guests of RUNNING (what is in force) in their places.
# Each goes behind the rules it stands behind now, as far as the file begins with the same; where it does not, they
# stand at the top, where Xen puts them. STOPPED is what was in force when the firewall was stopped, or nothing: of its
# guests those are taken whose interface is still there.
with_guest_rules() {
    printf '%s\n' "$1" '#### stopped' "$2" '#### file' "$3" | awk -v guests="$GUEST_DEVICES" "$rules_awk"'
        BEGIN {
            section = "running"
            # Busybox compares an unset variable as a text.
            others = running_others = taken = emitted = place = 0
            while ((getline device <"/proc/net/dev") > 0) {
                if (!sub(/:.*/, "", device)) continue
                gsub(/ /, "", device)
                is_present[device] = 1
            }
        }
        function emit_up_to(place) {
            while (emitted < taken && after[emitted + 1] <= place) print rule[++emitted]
        }
        function emit_all() {
            while (emitted < taken) print rule[++emitted]
        }
        function take(line) { rule[++taken] = line; after[taken] = others }
        section == "running" && $0 == "#### stopped" { section = "stopped"; table = ""; running_others = others; others = 0; next }
        section == "stopped" && $0 == "#### file" {
            section = "file"
            table = ""
            if (!was_stopped) others = running_others
            is_same = 1
            next
        }
        /^\*/ {
            table = substr($1, 2)
            if (section == "file" && table == "filter") {
                # Where a file has the table twice, the last is what stays in force.
                has_filter = is_same = 1
                emitted = place = 0
            }
        }
        section == "running" {
            # A rule may be there more than once: two addresses of a guest make two alike.
            if (guest_of($0) != "") { take($0); known[bare($0)]++ }
            else if (is_forward($0)) other[++others] = bare($0)
            next
        }
        section == "stopped" {
            if ($0 == "") next
            if (!was_stopped) {
                # What came up since stands at the top; the order of the rest is the one before the stop.
                was_stopped = 1
                for (i = 1; i <= taken; i++) after[i] = 0
            }
            if ((device = guest_of($0)) != "") { if ((device in is_present) && known[bare($0)]-- <= 0) take($0) }
            else if (is_forward($0)) other[++others] = bare($0)
            next
        }
        guest_of($0) != "" { next }
        is_forward($0) {
            if (is_same && place < others && other[place + 1] == bare($0)) {
                emit_up_to(place)
                place++
            } else {
                is_same = 0
                emit_all()
            }
        }
        table == "filter" && $1 == "COMMIT" { emit_all() }
        { print }
        END {
            if (!has_filter && taken > 0) {
                print "*filter"
                emit_all()
                print "COMMIT"
            }
        }
    '
}

# Sets $active_tables to those that are in force.
active_tables() {
    case $IPTABLES in
        ip6tables) active_tables_names=/proc/net/ip6_tables_names ;;
        *) active_tables_names=/proc/net/ip_tables_names ;;
    esac
    active_tables=
    [ ! -r "$active_tables_names" ] || while read -r active_tables_name; do
        active_tables="$active_tables $active_tables_name"
    done <"$active_tables_names"
}

is_active() {
    active_tables
    case "$active_tables " in
        *" $1 "*) return 0 ;;
        *) return 1 ;;
    esac
}

# reset_of TABLE POLICY: a table without rules.
reset_of() {
    case $1 in
        filter | security) reset_of_chains='INPUT FORWARD OUTPUT' ;;
        nat) reset_of_chains='PREROUTING POSTROUTING OUTPUT' ;;
        mangle) reset_of_chains='PREROUTING INPUT FORWARD OUTPUT POSTROUTING' ;;
        raw) reset_of_chains='PREROUTING OUTPUT' ;;
        *) return 0 ;;
    esac
    echo "*$1"
    for reset_of_chain in $reset_of_chains; do
        echo ":$reset_of_chain $2 [0:0]"
    done
    echo COMMIT
}

# The filter table that is in force, nothing where there is none. Fails where it is there and cannot be read.
running_filter() {
    is_active filter || return 0
    running_filter_text=$("$IPTABLES-save" -c -t filter) || return 1
    case $running_filter_text in
        *COMMIT*) printf '%s\n' "$running_filter_text" ;;
        *) return 1 ;;
    esac
}

# Rules without what changes with each packet, and without the date.
without_counters() {
    sed -e '/^#/d' -e 's/\[[0-9]*:[0-9]*\]//'
}

# resets_beside FILE POLICY: the active tables that a file does not name, without rules.
resets_beside() {
    active_tables
    for resets_beside_table in $active_tables; do
        case $newline$1$newline in
            *"$newline*$resets_beside_table$newline"* | *"$newline*$resets_beside_table "*) ;;
            *) reset_of "$resets_beside_table" "$2" ;;
        esac
    done
}

# restore_over RUNNING FILE [-c]: iptables-restore of the text of a file that was made of the filter table RUNNING; or nothing, where
# another program (Xen's vif script) has changed that table since.
#
# iptables-restore reads the table at the line *filter, and the kernel refuses what it makes of it where the table has changed
# after that. What changed before would be lost. So the rest of the file is sent once iptables-restore is known to be
# past that line, and the table is found as it was: -v repeats comments, in older releases when they fill a buffer.
restore_over() {
    restore_over_read=$(printf '%s\n' "$1" | without_counters)
    restore_over_mark="# $IPTABLES.$$ "
    restore_over_answer=/dev/null
    # A full disk must not keep the firewall from its rules.
    for restore_over_place in /var/run /dev/shm; do
        if mkfifo -m 600 "$restore_over_place/$IPTABLES.$$" 2>/dev/null; then
            restore_over_answer=$restore_over_place/$IPTABLES.$$
            break
        fi
    done
    {
        [ "$restore_over_answer" = /dev/null ] || rm -f "$restore_over_answer"
        {
            printf '%s\n' "$2" | sed '/^\*filter/q'
            printf "$restore_over_mark%1000s\\n" 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20
            read -r _ <&4
            [ "$(running_filter | without_counters)" != "$restore_over_read" ] ||
                printf '%s\n' "$2" | awk 'is_past { print } /^\*filter/ { is_past = 1 }'
        } | {
            "$IPTABLES-restore" -v ${3:+"$3"} 4>&-
            echo "$?"
        } | {
            while read -r restore_over_status; do
                case $restore_over_status in "$restore_over_mark"*) break ;; esac
                restore_over_last=$restore_over_status
            done
            echo >&4
            [ -z "$restore_over_status" ] || restore_over_last=$(sed -n '$p')
            exit "$restore_over_last"
        }
    } 4<>"$restore_over_answer"
}

# load_rules FILE [-c]: puts the text of a file in force, each table at once, with the guests' rules in their places; or
# leaves all as it was. -c: with the counters of the file.
load_rules() {
    for load_rules_try in 1 2 3 4 5 6 7 8 9 10; do
        load_rules_running=$(running_filter) || {
            echo "$IPTABLES-save cannot read the rules that are in force; nothing was changed" >&2
            return 1
        }
        load_rules_stopped=
        [ ! -f "$stopped" ] || load_rules_stopped=$(cat "$stopped")
        load_rules_new=$(with_guest_rules "$load_rules_running" "$load_rules_stopped" "$1") || {
            echo "awk cannot work on the rules; nothing was changed" >&2
            return 1
        }
        load_rules_said=$(printf '%s\n' "$load_rules_new" | "$IPTABLES-restore" ${2:+"$2"} --test 2>&1) || {
            printf '%s\n' "$load_rules_said" "nothing was changed" >&2
            return 1
        }

        # Once it is known to be well formed.
        if load_rules_said=$(restore_over "$load_rules_running" "$load_rules_new" ${2:+"$2"} 2>&1); then
            rm -f "$stopped"
            return 0
        fi
    done
    printf '%s\n' "$load_rules_said" "they could not be put in force ($load_rules_try times)" >&2
    return 1
}
