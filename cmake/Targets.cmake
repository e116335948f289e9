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

function(itstorm_test name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
    add_executable(${name} ${ARG_SOURCES} ${CMAKE_SOURCE_DIR}/tests/support/sc_main.cpp)
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests)
    target_link_libraries(${name} PRIVATE ${ARG_LINK} PkgConfig::SYSTEMC GTest::gmock GTest::gtest)
    itstorm_flags(${name})
    gtest_discover_tests(${name} PROPERTIES TIMEOUT 120
        ENVIRONMENT "SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1;ASAN_OPTIONS=detect_stack_use_after_return=0")
endfunction()
