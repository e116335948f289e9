# itstorm_object(NAME SOURCES a.c INCLUDE dirs...): a shared object whose C runs on PEs. Always GCC with pinned flags, so that
# the compiler charges time per basic block in the same way whoever builds the rest.
find_program(ITSTORM_OBJECT_CC NAMES gcc-12 gcc REQUIRED)
set(ITSTORM_OBJECT_FLAGS -std=c11 -O2 -g -fPIC -ffreestanding -fvisibility=hidden -fexceptions -fstack-clash-protection
    -fsanitize-coverage=trace-pc -Wall -Wextra)
set(ITSTORM_OBJECT_LINK -shared -nostdlib -Wl,-Bsymbolic -Wl,--build-id=none)

function(itstorm_object name)
    cmake_parse_arguments(ARG "" "" "SOURCES;INCLUDE" ${ARGN})
    set(objects)
    list(TRANSFORM ARG_INCLUDE PREPEND -I OUTPUT_VARIABLE includes)
    foreach(source IN LISTS ARG_SOURCES)
        get_filename_component(path ${source} ABSOLUTE)
        string(REPLACE "/" "_" flat ${source})
        set(object ${CMAKE_CURRENT_BINARY_DIR}/${name}.dir/${flat}.o)
        add_custom_command(OUTPUT ${object}
            COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/${name}.dir
            COMMAND ${ITSTORM_OBJECT_CC} ${ITSTORM_OBJECT_FLAGS} ${includes} -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=
                -MMD -MF ${object}.d -c ${path} -o ${object}
            DEPENDS ${path} DEPFILE ${object}.d VERBATIM)
        list(APPEND objects ${object})
    endforeach()
    set(file ${CMAKE_BINARY_DIR}/${name}.so)
    add_custom_command(OUTPUT ${file} COMMAND ${ITSTORM_OBJECT_CC} ${ITSTORM_OBJECT_LINK} ${objects} -o ${file}
        DEPENDS ${objects} VERBATIM)
    add_custom_target(${name} ALL DEPENDS ${file})
endfunction()
