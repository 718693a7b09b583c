#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Makes stock/, the packages that play the base system, its iptables, and an earlier release of ours, of the packages
# in packages/ and of base.provides, what the base system provides, a line each.

set -eu
scenes=$(cd "$(dirname "$0")" && pwd)
here=$PWD
rm -rf stock stock.top
mkdir -p stock stock.top
builds=

# build NAME ARGUMENT…: beside the others.
build() {
    build_top=$here/stock.top/build-$1
    shift
    build_now "$@" &
    builds="$builds $!"
}

build_now() {
    rpmbuild -bb --quiet --define "_topdir $build_top" --define "_rpmdir $here/stock" --define '_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.rpm' \
        --define '_binaries_in_noarch_packages_terminate_build 0' "$@" >"$build_top.log" 2>&1 || {
        cat "$build_top.log" >&2
        exit 1
    }
}

build stock --define "base_provides $here/base.provides" "$scenes/StandIns/stock.spec"
for package in "$here"/packages/*.rpm; do
    name=$(rpm -qp --qf '%{NAME}' "$package")
    payload=$here/stock.top/$name
    mkdir -p "$payload"
    (cd "$payload" && rpm2cpio "$package" | cpio --extract --make-directories --no-absolute-filenames --quiet)
    rpm -qp --qf '[%{FILEFLAGS:fflags} %{FILEMODES:perms} %{FILENAMES}\n]' "$package" | awk '
        { flags = $0 ~ /^c/ ? "%config(noreplace) " : ""; name = $NF; print ($0 ~ / d[rwx-]+ / ? "%dir " : flags) name }' >"$here/stock.top/$name.files"
    {
        for moment in PREIN:pre POSTIN:post PREUN:preun POSTUN:postun POSTTRANS:posttrans; do
            body=$(rpm -qp --qf "%{${moment%:*}}\n" "$package" | sed 's/%/%%/g')
            [ "$name" = iptables ] || [ "$body" = '(none)' ] || printf '%%%s\n%s\n' "${moment#*:}" "$body"
        done
    } >"$here/stock.top/$name.scriptlets"
    build "$name" --define "name_ $name" --define "payload $payload" --define "file_list $here/stock.top/$name.files" --define "scriptlets $here/stock.top/$name.scriptlets" "$scenes/StandIns/earlier.spec"
done
for build in $builds; do
    wait "$build"
done
rm -rf stock.top
