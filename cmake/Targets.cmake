# SPDX-License-Identifier: Apache-2.0
# How our libraries and tests are built.
#   itstorm_library(NAME SOURCES a.cpp b.c LINK other...)     a static library; headers are reached from models/
#   itstorm_test(NAME SOURCES a.cpp LINK libs...)             GoogleTest; every test is a CTest of its own, a process each,
#                                                             since SystemC elaborates once
#   itstorm_unit_test(NAME SOURCES a.cpp LINK libs...)        the same for tests that elaborate nothing: a CTest for each suite
set(ITSTORM_WARNINGS -Wall -Wextra -Wno-missing-field-initializers)

function(itstorm_flags target)
    target_compile_options(${target} PRIVATE ${ITSTORM_WARNINGS} -ffp-contract=off)
    if(ITSTORM_WERROR)
        target_compile_options(${target} PRIVATE -Werror)
    endif()
    if(ITSTORM_ASAN)
        target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-omit-frame-pointer)
        target_link_options(${target} PRIVATE -fsanitize=address,undefined)
    endif()
endfunction()

function(itstorm_library name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
    add_library(${name} STATIC ${ARG_SOURCES})
    string(REGEX REPLACE "^itstorm_" "itstorm::" alias ${name}) # its name in the installed package
    add_library(${alias} ALIAS ${name})
    target_include_directories(${name} PUBLIC
        $<BUILD_INTERFACE:${itstorm_SOURCE_DIR}/models> $<BUILD_INTERFACE:${itstorm_SOURCE_DIR}/hypervisor_stub/include>)
    target_link_libraries(${name} PUBLIC ${ARG_LINK})
    itstorm_flags(${name})
endfunction()

if(NOT ITSTORM_TESTS)
    return()
endif()

# What every test file needs, compiled once; test code is optimised a little only, since building it costs more than running it.
add_library(itstorm_test_headers OBJECT ${PROJECT_SOURCE_DIR}/tests/support/sc_main.cpp)
target_link_libraries(itstorm_test_headers PRIVATE PkgConfig::SYSTEMC GTest::gmock GTest::gtest)
target_precompile_headers(itstorm_test_headers PRIVATE <systemc> <tlm> <gmock/gmock.h> <gtest/gtest.h>)

function(itstorm_test_flags name)
    itstorm_flags(${name})
    target_compile_options(${name} PRIVATE $<$<CONFIG:Release>:-O1>)
endfunction()
itstorm_test_flags(itstorm_test_headers)

# itstorm_test_program(NAME SOURCES... LINK...): a GoogleTest program; its tests are registered by who calls this.
function(itstorm_test_program name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${ARG_SOURCES} $<TARGET_OBJECTS:itstorm_test_headers>)
    target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
    target_link_libraries(${name} PRIVATE ${ARG_LINK} PkgConfig::SYSTEMC GTest::gmock GTest::gtest)
    target_precompile_headers(${name} REUSE_FROM itstorm_test_headers)
    list(FILTER ARG_SOURCES INCLUDE REGEX "\\.c$")
    set_source_files_properties(${ARG_SOURCES} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    itstorm_test_flags(${name})
endfunction()

# SystemC tells ASan of its coroutines' stacks, but not of the last way back: the look for leaks would take a stack that is gone
# for that of the program.
set(ITSTORM_TEST_ENVIRONMENT
    "SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1;ASAN_OPTIONS=detect_stack_use_after_return=0;LSAN_OPTIONS=use_stacks=0")

function(itstorm_test name)
    itstorm_test_program(${name} ${ARGN})
    gtest_discover_tests(${name} PROPERTIES TIMEOUT 120 ENVIRONMENT "${ITSTORM_TEST_ENVIRONMENT}")
endfunction()

# A process takes longer than most tests do, so those that elaborate nothing share one: each suite is a CTest, NAME.SUITE.
function(itstorm_unit_test name)
    itstorm_test_program(${name} ${ARGN})
    set(suites ${CMAKE_CURRENT_BINARY_DIR}/${name}_suites.cmake)
    add_custom_command(TARGET ${name} POST_BUILD BYPRODUCTS ${suites}
        COMMAND ${CMAKE_COMMAND} -D PROGRAM=$<TARGET_FILE:${name}> -D OUTPUT=${suites}
            -D "ENVIRONMENT=${ITSTORM_TEST_ENVIRONMENT}" -P ${PROJECT_SOURCE_DIR}/cmake/DiscoverSuites.cmake VERBATIM)
    file(WRITE ${CMAKE_CURRENT_BINARY_DIR}/${name}_include.cmake
        "if(EXISTS [=[${suites}]=])\n  include([=[${suites}]=])\nelse()\n  add_test(${name}_NOT_BUILT ${name}_NOT_BUILT)\nendif()\n")
    set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${CMAKE_CURRENT_BINARY_DIR}/${name}_include.cmake)
endfunction()
