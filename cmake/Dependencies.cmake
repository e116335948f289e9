# SPDX-License-Identifier: Apache-2.0
# Everything we link, found once. Installed by tools/deps.sh.
find_package(PkgConfig REQUIRED)
pkg_check_modules(SYSTEMC REQUIRED IMPORTED_TARGET systemc)
find_package(Boost 1.74 REQUIRED COMPONENTS context CONFIG)
find_package(Threads REQUIRED)
if(ITSTORM_TESTS)
    find_package(GTest REQUIRED)
    find_package(rapidcheck REQUIRED)
    include(GoogleTest)
endif()

option(ITSTORM_WERROR "Warnings are errors" OFF)
option(ITSTORM_ASAN "AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
