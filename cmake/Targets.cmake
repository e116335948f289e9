# How our libraries and tests are built.
#   itstorm_library(NAME SOURCES a.cpp b.c LINK other...)     a static library; headers are reached from models/
#   itstorm_test(NAME SOURCES a.cpp LINK libs...)             GoogleTest; every test is a CTest of its own, a process each
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
    target_include_directories(${name} PUBLIC ${CMAKE_SOURCE_DIR}/models ${CMAKE_SOURCE_DIR}/hypervisor_stub/include)
    target_link_libraries(${name} PUBLIC ${ARG_LINK})
    itstorm_flags(${name})
endfunction()

# What every test file needs, compiled once; test code is optimised a little only, since building it costs more than running it.
add_library(itstorm_test_headers OBJECT ${CMAKE_SOURCE_DIR}/tests/support/sc_main.cpp)
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
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(${name} PRIVATE ${ARG_LINK} PkgConfig::SYSTEMC GTest::gmock GTest::gtest)
    target_precompile_headers(${name} REUSE_FROM itstorm_test_headers)
    list(FILTER ARG_SOURCES INCLUDE REGEX "\\.c$")
    set_source_files_properties(${ARG_SOURCES} PROPERTIES SKIP_PRECOMPILE_HEADERS ON)
    itstorm_test_flags(${name})
endfunction()

function(itstorm_test name)
    itstorm_test_program(${name} ${ARGN})
    gtest_discover_tests(${name} PROPERTIES TIMEOUT 120
        ENVIRONMENT "SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1;ASAN_OPTIONS=detect_stack_use_after_return=0")
endfunction()
