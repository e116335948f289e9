# SPDX-License-Identifier: Apache-2.0
# A script, run after PROGRAM is linked: writes OUTPUT, from which CTest learns one test for each of the program's suites.
execute_process(COMMAND ${PROGRAM} --gtest_list_tests OUTPUT_VARIABLE listed RESULT_VARIABLE status)
if(NOT status EQUAL 0)
    message(FATAL_ERROR "${PROGRAM} does not list its tests: ${status}")
endif()
get_filename_component(name ${PROGRAM} NAME)
string(REGEX MATCHALL "(^|\n)[A-Za-z][^ \n]*\\.[ \n]" suites "${listed}") # "Suite.", and its tests below it, indented
set(text "")
foreach(suite IN LISTS suites)
    string(STRIP "${suite}" suite)
    string(REGEX REPLACE "\\.$" "" suite "${suite}")
    string(APPEND text "add_test([=[${name}.${suite}]=] [=[${PROGRAM}]=] [=[--gtest_filter=${suite}.*]=] --gtest_brief=1)\n"
        "set_tests_properties([=[${name}.${suite}]=] PROPERTIES TIMEOUT 120 ENVIRONMENT [=[${ENVIRONMENT}]=]\n"
        "    FAIL_REGULAR_EXPRESSION [=[0 tests from 0 test suites ran]=])\n")
endforeach()
file(WRITE ${OUTPUT} "${text}")
