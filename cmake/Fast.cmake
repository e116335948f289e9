# SPDX-License-Identifier: Apache-2.0
# For `make fast` (tools/fast.sh), which configures build/fast twice. Each program is compiled as a whole, and
#   ITSTORM_FAST=collect   counts its branches while it runs, into files beside the objects
#   ITSTORM_FAST=use       is compiled for the branches that were counted there
set(ITSTORM_FAST "" CACHE STRING "compile for speed by what scenarios do: collect, then use")
set_property(CACHE ITSTORM_FAST PROPERTY STRINGS "" collect use)

if(ITSTORM_FAST)
    if(NOT CMAKE_C_COMPILER_ID STREQUAL GNU OR NOT CMAKE_CXX_COMPILER_ID STREQUAL GNU)
        message(FATAL_ERROR "ITSTORM_FAST needs GCC for C and C++")
    endif()
    # Runs of variants go side by side, so counts are added up in any order.
    set(fast_collect -fprofile-generate -fprofile-update=single -fprofile-reproducible=parallel-runs)
    set(fast_use -fprofile-use -fprofile-reproducible=parallel-runs -Wno-missing-profile)
    add_compile_definitions($<$<STREQUAL:${ITSTORM_FAST},collect>:ITSTORM_COUNTS_BRANCHES>)
    add_compile_options(-flto=auto ${fast_${ITSTORM_FAST}})
    add_link_options(-flto=auto ${fast_${ITSTORM_FAST}})
endif()
