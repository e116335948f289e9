# SPDX-License-Identifier: Apache-2.0
# The tree can be built in any place: a copy without its history, in a folder with a blank in its name, read-only, into a build
# folder with a blank in its name, with nothing but PATH in the environment. The objects that run on PEs are the same, byte for byte,
# as those built in place; nothing is written into the tree.
. "$(dirname "$0")/../end_to_end/lib.sh"
build=$3
tree="$work/a tree"
mkdir "$tree"
(cd "$root" && tar -c --exclude=./build --exclude=./out --exclude=./.git .) | tar -x -C "$tree" || fail "the copy"
chmod -R a-w "$tree"
touch stamp

bare() {
    env -i PATH="$PATH" "$@"
}
expect_status 0 bare cmake -S "$tree" -B "$work/a build" -G "${4:-Ninja}" -DITSTORM_TESTS=OFF
expect_status 0 bare cmake --build "$work/a build" --target itstorm_hypervisor itstorm_guests
for object in itstorm_hypervisor itstorm_guests; do
    cmp "$work/a build/$object.so" "$build/$object.so" || fail "$object.so is another one when it is built elsewhere"
done
written=$(find "$tree" -newer stamp)
[ -z "$written" ] || fail "written into the tree: $written"
chmod -R u+w "$tree"
finish
