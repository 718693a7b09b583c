# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# The service iptables, and ip6tables: sourced by /etc/init.d/iptables and ip6tables, which set IPTABLES to their name.

PATH=/sbin:/usr/sbin:/bin:/usr/bin
export PATH

data=/etc/sysconfig/$IPTABLES
lock=/var/lock/subsys/$IPTABLES

case $IPTABLES in
    ip6tables) prefix=IP6TABLES ;;
    *) prefix=IPTABLES ;;
esac

# A quote that is missing in it would end this shell, and dom0 would be without a firewall.
configuration=/etc/sysconfig/$IPTABLES-config
if [ -f "$configuration" ]; then
    if sh -n "$configuration" 2>/dev/null; then
        # shellcheck source=/dev/null
        . "$configuration"
    else
        echo "$IPTABLES: $configuration is no shell text; it is passed over" >&2
    fi
fi

eval "GUEST_DEVICES=\${${prefix}_GUEST_DEVICES-}"
# shellcheck source=dom0/usr/libexec/iptables-dom0/rules.sh
. /usr/libexec/iptables-dom0/rules.sh

# setting NAME DEFAULT: sets $setting to IPTABLES_NAME, or IP6TABLES_NAME, of the configuration.
setting() {
    eval "setting=\${${prefix}_$1-\$2}"
    setting=${setting%"$carriage_return"}
}

is_set() {
    setting "$1" "$2"
    [ "$setting" = yes ]
}

# Sets $counters to the option for them, or to nothing.
counters() {
    counters=
    if is_set SAVE_COUNTER no; then counters=-c; fi
}

# EL5's own, where it is: it writes to the boot log and knows the terminal.
if [ -f /etc/init.d/functions ] && (. /etc/init.d/functions && type success && type failure) >/dev/null 2>&1; then
    # shellcheck source=/dev/null
    . /etc/init.d/functions
else
    success() { printf '[  OK  ]'; }
    failure() { printf '[FAILED]'; }
fi

# report TEXT COMMAND…: runs it, and says how it went as init scripts do.
report() {
    printf '%s: ' "$1"
    shift
    if report_said=$("$@" 2>&1); then
        success
        echo
        return 0
    fi
    failure
    echo
    [ -z "$report_said" ] || printf '%s\n' "$report_said" >&2
    return 1
}

# Newer kernels call ip_conntrack_ftp nf_conntrack_ftp, and older ones the other way round.
load_module() {
    /sbin/modprobe "$1" >/dev/null 2>&1 && return 0
    case $1 in
        ip_conntrack* | ip_nat*) /sbin/modprobe "nf${1#ip}" >/dev/null 2>&1 ;;
        nf_conntrack* | nf_nat*) /sbin/modprobe "ip${1#nf}" >/dev/null 2>&1 ;;
        *) return 1 ;;
    esac
}

load_modules() {
    load_modules_missing=
    setting MODULES ''
    for load_modules_name in $setting; do
        load_module "$load_modules_name" || load_modules_missing="$load_modules_missing $load_modules_name"
    done
    [ -z "$load_modules_missing" ] || {
        echo "the kernel has no module:$load_modules_missing"
        return 1
    }
}

load_file() {
    load_file_text=$(cat "$data") || return 1
    case $load_file_text in
        *COMMIT*) ;;
        *)
            # A disk that was full, or a power cut: to take it for a firewall without rules would open all.
            echo "there are no rules in $data; nothing was changed"
            return 1
            ;;
    esac
    load_file_text=$load_file_text$newline$(resets_beside "$load_file_text" ACCEPT)
    counters
    # shellcheck disable=SC2086
    load_rules "$load_file_text" $counters
}

start() {
    if [ ! -f "$data" ]; then
        echo "$IPTABLES: there are no rules in $data; make some, then run: service $IPTABLES save" >&2
        return 6
    fi
    report "Applying $IPTABLES firewall rules" load_file || return 1
    mkdir -p "${lock%/*}" && : >"$lock"
    setting MODULES ''
    [ -z "$setting" ] || report "Loading additional $IPTABLES modules ($setting)" load_modules
}

reset_all() {
    printf '%s\n' "$(resets_beside '' "$1")" | "$IPTABLES-restore"
}

# Modules that others use stay, and so do those that are built in.
unload_modules() {
    while read -r unload_modules_name unload_modules_rest; do
        case $unload_modules_name in
            ip_conntrack* | ip_nat* | nf_conntrack* | nf_nat* | ip_tables | ip6_tables | iptable_* | ip6table_* | ipt_* | ip6t_* | xt_* | x_tables)
                case $IPTABLES:$unload_modules_name in
                    iptables:ip6* | ip6tables:ip_* | ip6tables:ipt*) ;;
                    *) echo "$unload_modules_name" ;;
                esac
                ;;
        esac
        : "$unload_modules_rest"
    done </proc/modules 2>/dev/null | {
        unload_modules_left=$(cat)
        # What uses others goes before them: each round frees more.
        for unload_modules_round in 1 2 3 4 5 6; do
            for unload_modules_name in $unload_modules_left; do
                /sbin/rmmod "$unload_modules_name" >/dev/null 2>&1
            done
            : "$unload_modules_round"
        done
    }
    return 0
}

# What start puts back of the guests that are still up then; after a second stop also those of the first.
remember_guests() {
    remember_guests_text=$(running_filter) || return 0
    if [ -f "$stopped" ]; then
        remember_guests_before=$(cat "$stopped")
        remember_guests_text=$(with_guest_rules "$remember_guests_text" "$remember_guests_before" "$remember_guests_before") || return 0
    fi
    (umask 077 && printf '%s\n' "$remember_guests_text" >"$stopped.new" && mv -f "$stopped.new" "$stopped")
}

stop() {
    active_tables
    if [ -n "$active_tables" ]; then
        remember_guests
        report "Setting $IPTABLES to policy ACCEPT without rules" reset_all ACCEPT || return 1
        if is_set MODULES_UNLOAD yes; then
            report "Unloading $IPTABLES modules" unload_modules
        fi
    fi
    rm -f "$lock"
}

write_file() {
    counters
    # shellcheck disable=SC2086
    write_file_text=$("$IPTABLES-save" $counters) || return 1
    case $write_file_text in
        *COMMIT*) ;;
        *)
            echo "$IPTABLES-save wrote no rules; $data is as it was"
            return 1
            ;;
    esac
    write_file_text=$(printf '%s\n' "$write_file_text" | without_guest_rules) || return 1
    write_file_new=$(umask 077 && mktemp "$data.XXXXXX") || return 1
    if printf '%s\n' "$write_file_text" >"$write_file_new" && chmod 600 "$write_file_new"; then
        if [ -e "$data" ]; then
            cp -p "$data" "$data.save" && chmod 600 "$data.save"
        fi
        mv -f "$write_file_new" "$data" && {
            [ ! -x /sbin/restorecon ] || /sbin/restorecon "$data" || :
            return 0
        }
    fi
    rm -f "$write_file_new"
    return 1
}

save() {
    active_tables
    if [ -z "$active_tables" ]; then
        echo "$IPTABLES: no rules are in force, so there is nothing to save" >&2
        return 1
    fi
    report "Saving firewall rules to $data" write_file
}

# What stop and panic leave is not saved by itself: it would take the place of the rules that start is to load.
save_before() {
    active_tables
    if [ -n "$active_tables" ] && [ ! -e "$stopped" ]; then
        save
    fi
}

# A guest's interface that is there without a rule: its network would stop at the next REJECT, and nobody knew why.
tell_bare_guests() {
    tell_bare_guests_rules=$(running_filter 2>/dev/null)
    for tell_bare_guests_device in $(sed -n 's/^ *\(vif[0-9]*\.[0-9]*\):.*/\1/p' /proc/net/dev 2>/dev/null); do
        case $tell_bare_guests_rules in
            *" -m physdev "*" --physdev-in $tell_bare_guests_device "*) ;;
            *) echo "$IPTABLES: no rule lets $tell_bare_guests_device through" >&2 ;;
        esac
    done
}

# Not stop and start: at no moment is there another firewall than before or after, and no connection is forgotten.
restart() {
    if is_set SAVE_ON_RESTART no; then
        save_before || return 1
    fi
    start || return $?
    [ "$IPTABLES" = ip6tables ] || tell_bare_guests
}

panic() {
    panic_tables=$(resets_beside '' DROP)
    case $panic_tables in
        *'*filter'*) ;;
        *) panic_tables=$panic_tables$newline$(reset_of filter DROP) ;;
    esac
    # The nat table may not drop.
    panic_tables=$(printf '%s\n' "$panic_tables" | awk '/^\*/ { is_nat = $0 == "*nat" } is_nat { sub(/ DROP /, " ACCEPT ") } { print }')
    remember_guests
    panic_restore() { printf '%s\n' "$panic_tables" | "$IPTABLES-restore"; }
    report "Setting $IPTABLES to policy DROP without rules" panic_restore
}

status() {
    active_tables
    if [ ! -e "$lock" ] && [ -z "$active_tables" ]; then
        echo 'Firewall is stopped.'
        return 3
    fi
    if [ -z "$active_tables" ]; then
        echo 'Firewall is not active.'
        return 3
    fi
    set --
    if is_set STATUS_NUMERIC yes; then set -- "$@" -n; fi
    if is_set STATUS_VERBOSE no; then set -- "$@" --verbose; fi
    if is_set STATUS_LINENUMBERS yes; then set -- "$@" --line-numbers; fi
    status_result=0
    for status_table in $active_tables; do
        echo "Table: $status_table"
        "$IPTABLES" -t "$status_table" --list "$@" && echo || status_result=4
    done
    return $status_result
}

if ! command -v "$IPTABLES-restore" >/dev/null 2>&1; then
    echo "$IPTABLES: there is no $IPTABLES-restore; install the package iptables" >&2
    exit 5
fi

case ${1-} in
    start)
        start
        ;;
    stop)
        if is_set SAVE_ON_STOP no; then
            save_before || exit 1
        fi
        stop
        ;;
    restart | reload | force-reload)
        restart
        ;;
    condrestart | try-restart)
        if [ -e "$lock" ]; then
            restart
        fi
        ;;
    status)
        status
        ;;
    save)
        save
        ;;
    panic)
        panic
        ;;
    *)
        echo "Usage: service $IPTABLES {start|stop|restart|condrestart|status|save|panic}" >&2
        exit 2
        ;;
esac
