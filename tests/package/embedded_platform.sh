# SPDX-License-Identifier: Apache-2.0
# examples/embedded_platform, copied out of the tree, builds against the installed package and SystemC alone, and prints the same as
# in the tree.
. "$(dirname "$0")/../end_to_end/lib.sh"
build=$3
prefix="$work/a prefix"
cmake --install "$build" --prefix "$prefix" >log 2>&1 || fail "cmake --install: $(tail -n 3 log)"
cp -r "$prefix/share/doc/itstorm/examples/embedded_platform" .
expect_status 0 cmake -S embedded_platform -B foreign_build -G "${4:-Ninja}" -DCMAKE_PREFIX_PATH="$prefix" \
    -DCMAKE_DISABLE_FIND_PACKAGE_yaml-cpp=ON
expect_status 0 cmake --build foreign_build
grep -q warning log && { fail "it builds with warnings"; tail -n 15 log; }
expect_status 0 foreign_build/embedded_platform
expect_text "100 messages, 100 interrupts, 0 dropped, 19 commands executed"
"$build/embedded_platform" >in_tree 2>&1 || fail "status $? in the tree"
[ "$(tail -n 1 in_tree)" = "$(tail -n 1 log)" ] || fail "in the tree: $(tail -n 1 in_tree)"
finish
