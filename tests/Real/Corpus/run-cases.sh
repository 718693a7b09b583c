#!/bin/sh
# Runs the cases of a folder, inside a root and a network of their own. iptables is below /usr/local.
#   run-cases.sh FOLDER
# For each case N the folder holds N.script; or N.rule, an input of iptables-restore, and N.save, the arguments of the
# iptables-save that is to be asked afterwards. What came of it is written to N.result.
cd "$1" || exit 1
R=/usr/local/sbin/iptables-restore; S=/usr/local/sbin/iptables-save; I=/usr/local/sbin/iptables
R6=/usr/local/sbin/ip6tables-restore; S6=/usr/local/sbin/ip6tables-save; I6=/usr/local/sbin/ip6tables
X=/usr/local/bin/iptables-xml
export R S I X R6 S6 I6

# What a case left behind would be found by the next: every table is emptied.
empty() {
    for table; do
        echo "*$table"
        [ $table = filter ] && printf ':%s ACCEPT [0:0]\n' INPUT FORWARD OUTPUT
        echo COMMIT
    done
}
empty filter nat mangle raw > empty4
empty filter mangle raw > empty6

for case in *.rule *.script; do
    [ -f "$case" ] || continue
    case $case in
        *.rule)
            name=${case%.rule}
            read -r family table < "$name.save"
            if [ "$family" = ip4 ]; then restore=$R; save=$S; else restore=$R6; save=$S6; fi
            {
                $restore -c -n < "$case" 2>&1
                code=$?
                echo "## exit $code"
                if [ $code -eq 0 ]; then
                    $save -c -t "$table" 2>&1
                    echo "## exit $?"
                fi
            } > "$name.result"
            ;;
        *.script)
            name=${case%.script}
            $R < empty4 > /dev/null 2>&1
            $R6 < empty6 > /dev/null 2>&1
            {
                sh "$case" 2>&1
                echo "## exit $?"
                $S -c 2>&1
                echo "## exit $?"
                $S6 -c 2>&1
                echo "## exit $?"
            } < /dev/null > "$name.result"
            ;;
    esac
done
