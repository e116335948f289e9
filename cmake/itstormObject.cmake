# SPDX-License-Identifier: Apache-2.0
# itstorm_object(NAME SOURCES a.c [UNCHARGED b.c] [INCLUDE dirs...] [FLAGS -DX...] [WEIGHTS weights.tsv]): a shared object whose C runs on PEs, NAME.so in the
# project's build folder. Always GCC with pinned flags, so that each basic block is charged the same time whichever compiler
# builds the rest. UNCHARGED files take no time. The boundary's headers, models/arch and kit/ are found without being named.
# WEIGHTS is the table of `make calibrate` for these sources: it goes into the object, for software.weights: calibrated.
# An object is the same, byte for byte, wherever it is built: no path of source or build folder is in it.
# The installed package brings this file (docs/hosting.md), so nothing here may depend on our source tree.
find_program(ITSTORM_OBJECT_CC NAMES gcc-12 gcc REQUIRED)
set(ITSTORM_OBJECT_FLAGS -std=c11 -O2 -g -fPIC -ffreestanding -fvisibility=hidden -fexceptions -fstack-clash-protection -fno-plt -Wall -Wextra
    CACHE INTERNAL "of every file of an object")
set(ITSTORM_OBJECT_CHARGE -fsanitize-coverage=trace-pc CACHE INTERNAL "of what takes time")
set(ITSTORM_OBJECT_LINK -shared -nostdlib -Wl,-Bsymbolic -Wl,--build-id=none CACHE INTERNAL "of an object")

function(itstorm_object name)
    cmake_parse_arguments(ARG "" "" "SOURCES;UNCHARGED;INCLUDE;FLAGS;WEIGHTS" ${ARGN})
    set(objects)
    list(APPEND ARG_INCLUDE ${ITSTORM_KIT_INCLUDE})
    list(REMOVE_DUPLICATES ARG_INCLUDE)
    list(TRANSFORM ARG_INCLUDE PREPEND -I OUTPUT_VARIABLE includes)
    foreach(source IN LISTS ARG_SOURCES ARG_UNCHARGED)
        get_filename_component(path ${source} ABSOLUTE)
        string(REPLACE "/" "_" flat ${source})
        set(object ${CMAKE_CURRENT_BINARY_DIR}/${name}.dir/${flat}.o)
        set(charge ${ITSTORM_OBJECT_CHARGE})
        if(source IN_LIST ARG_UNCHARGED)
            set(charge)
        endif()
        add_custom_command(OUTPUT ${object}
            COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/${name}.dir
            COMMAND ${ITSTORM_OBJECT_CC} ${ITSTORM_OBJECT_FLAGS} ${charge} ${ARG_FLAGS} ${includes}
                -ffile-prefix-map=${PROJECT_SOURCE_DIR}/= -ffile-prefix-map=${PROJECT_BINARY_DIR}=build -MMD -MF ${object}.d -c ${path} -o ${object}
            DEPENDS ${path} DEPFILE ${object}.d VERBATIM)
        list(APPEND objects ${object})
    endforeach()
    set(file ${PROJECT_BINARY_DIR}/${name}.so)
    set(weigh)
    set(weights)
    if(ARG_WEIGHTS)
        get_filename_component(weights ${ARG_WEIGHTS} ABSOLUTE)
        set(weigh COMMAND ${CMAKE_OBJCOPY} --add-section .itstorm.weights=${weights} ${file})
    endif()
    add_custom_command(OUTPUT ${file} COMMAND ${ITSTORM_OBJECT_CC} ${ITSTORM_OBJECT_LINK} ${objects} -o ${file} ${weigh}
        DEPENDS ${objects} ${weights} VERBATIM)
    add_custom_target(${name} ALL DEPENDS ${file})
endfunction()
