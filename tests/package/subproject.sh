# SPDX-License-Identifier: Apache-2.0
# In another CMake project, by add_subdirectory: neither GoogleTest nor RapidCheck is required; the project gets no test, no rule of
# installation and no flag of ours; itstorm_object() and the libraries have the names of the package.
. "$(dirname "$0")/../end_to_end/lib.sh"
mkdir project
cat >project/CMakeLists.txt <<END
cmake_minimum_required(VERSION 3.25)
project(theirs LANGUAGES C CXX)
set(CMAKE_CXX_STANDARD 17)
add_subdirectory("$root" itstorm)
if(NOT TARGET itstorm::bench OR NOT TARGET itstorm::its)
    message(FATAL_ERROR "the libraries are not there")
endif()
file(WRITE \${CMAKE_BINARY_DIR}/empty.c "void *memset(void *d, int v, unsigned long n); int one(void); int one(void) { char a[64]; memset(a, 0, 64); return a[3]; }")
itstorm_object(theirs SOURCES \${CMAKE_BINARY_DIR}/empty.c \${ITSTORM_KIT_MEM})
END
expect_status 0 cmake -S project -B build -G "${4:-Ninja}" -DCMAKE_DISABLE_FIND_PACKAGE_GTest=ON -DCMAKE_DISABLE_FIND_PACKAGE_rapidcheck=ON
expect_status 0 cmake --build build --target theirs
[ -s build/theirs.so ] || fail "itstorm_object() made nothing"
[ "$(ctest --test-dir build -N 2>/dev/null | sed -n 's/^Total Tests: //p')" = 0 ] || fail "our tests are among theirs"
grep -q itstorm build/cmake_install.cmake && grep -qF 'bin/itstorm' -r build --include=cmake_install.cmake && fail "our installation is part of theirs"
finish
