#!/bin/sh
# SPDX-License-Identifier: MIT
# The procedure as it is done by hand, a plain command after the other: what the benchmarks hold the pipeline against.
# Arguments: the released archive, the folder of patches (or an empty word), the spec, a folder to work in that is not there yet,
# configure's arguments. MAKE, SHELL_OF_CONFIGURE and COMPRESS in the environment make it the best hand-tuned one.
set -eu

archive=$1
patches=$2
spec=$3
work=$4
shift 4

mkdir "$work"
mkdir -p "$work/tree" "$work/staged" "$work/rpm/SOURCES" "$work/rpm/SPECS"
cd "$work/tree"
tar xf "$archive"
cd ./*/
chown -R root:root . 2>/dev/null || :
if [ -n "$patches" ]; then
    for patch in "$patches"/*.patch; do
        patch -s -p1 <"$patch"
        cp "$patch" "$work/rpm/SOURCES/"
    done
fi

CONFIG_SHELL=${SHELL_OF_CONFIGURE:-/bin/sh} ${SHELL_OF_CONFIGURE:-/bin/sh} ./configure "$@" >"$work/configure.log" 2>&1
${MAKE:-make} >"$work/make.log" 2>"$work/error.log"
make install DESTDIR="$work/staged" >"$work/install.log" 2>&1
tar --create --use-compress-program="${COMPRESS:-bzip2}" --file "$work/built.tar.bz2" -C "$work/tree" .

cp "$archive" "$work/rpm/SOURCES/"
cp "$spec" "$work/rpm/SPECS/"
rpmbuild -ba --define "_topdir $work/rpm" --define "staged_root $work/staged" --define "built_tree $PWD" \
    "$work/rpm/SPECS/${spec##*/}" >"$work/rpmbuild.log" 2>&1
