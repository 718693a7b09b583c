# SPDX-License-Identifier: MIT
# shellcheck shell=sh
#
# One boot of the rehearsal's dom0, from runlevel 3 on. Which boot it is, and the run's token, are on the kernel's command
# line: first (the packages are installed, the rules made and saved), again (all comes from the disk; at its end the
# packages are erased) or erased.

set -u
here=/rehearsal
# shellcheck source=build/Rehearsal/Scenes/checks.sh
. $here/scenes/checks.sh
# shellcheck source=build/Rehearsal/Scenes/network.sh
. $here/scenes/network.sh
# shellcheck source=build/VirtualMachines/Guest/machines.sh
. $here/machines.sh

argument() {
    sed "s/.*\<$1=\([^ ]*\).*/\1/" /proc/cmdline
}

TOKEN=$(argument token)
boot=$(argument boot)
data=/etc/sysconfig/iptables

in_force() {
    iptables-save | plain_rules
}

# What an administrator would find changed: the files of the system, and what is in those of /etc.
system_files() {
    find /bin /sbin /lib /usr ! -type d ! -path '*/modules.*' | sort
    find /etc ! -type d ! -name ld.so.cache ! -path /etc/sysconfig/iptables ! -path '/etc/sysconfig/*.save' | sort | while read -r file; do
        if [ -L "$file" ]; then
            echo "$file -> $(readlink "$file")"
        else
            echo "$(stat -c '%a %U' "$file") $(md5sum <"$file") $file"
        fi
    done
}

plain_rules <$here/scenes/dom0-running.rules >/tmp/expected
sed "/$guests_rules/d" /tmp/expected >/tmp/expected.boot

equal - 'the machine' 'xen control_d' "$(cat /sys/hypervisor/type 2>&1) $(mkdir -p /proc/xen && mount -t xenfs xenfs /proc/xen && cat /proc/xen/capabilities)"

if [ "$boot" = first ]; then
    # shellcheck source=build/VirtualMachines/Guest/install.sh
    . $here/install.sh
fi

# EL5's rc. Just before xend: is the firewall there, and no guest's device yet?
for script in /etc/rc.d/rc3.d/S*; do
    case $script in
        *xend)
            if [ "$boot" != erased ]; then
                in_force >/tmp/seen
                alike S16 'before xend starts the firewall is up' /tmp/expected.boot /tmp/seen
                equal S17 'and there is no device of a guest' '' "$(find /sys/class/net -name 'vif*')"
            fi
            ;;
    esac
    case $boot$script in
        erased*xendomains) continue ;;
    esac
    "$script" start
    code=$?
    # 6: it has no rules to load, and says so.
    case $code in
        0 | 6) ;;
        *)
            tell fail - "$script start" "ends with $code"
            finish "$boot"
            exit 1
            ;;
    esac
done
read -r place_outside </var/run/outside
echo "runlevel 3 reached after $(cut -d' ' -f1 /proc/uptime) s; outside is process $place_outside"

if [ "$boot" = erased ]; then
    # shellcheck source=build/VirtualMachines/Guest/erased.sh
    . $here/erased.sh
else
    # shellcheck source=build/VirtualMachines/Guest/guests.sh
    . $here/guests.sh
fi
if [ "$boot" = again ]; then
    works S2 'rpm -e iptables-dom0 iptables' rpm -e iptables-dom0 iptables
fi
finish "$boot"
