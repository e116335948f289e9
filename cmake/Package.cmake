# SPDX-License-Identifier: Apache-2.0
# What is installed, and the Debian package. Installed files contain no absolute path: the program finds its objects relative to
# its own place, and so do the files for CMake and pkg-config.
include(CMakePackageConfigHelpers)
set(doc share/doc/itstorm)

install(TARGETS itstorm RUNTIME DESTINATION bin)
install(FILES ${PROJECT_BINARY_DIR}/itstorm_hypervisor.so ${PROJECT_BINARY_DIR}/itstorm_guests.so DESTINATION lib/itstorm)

# For objects of one's own: the boundary, arch/, kit/. For benches and SystemC platforms: itstorm/bench.h and the models' headers.
install(DIRECTORY hypervisor_stub/include/itstorm/ embed/include/itstorm/ DESTINATION include/itstorm FILES_MATCHING PATTERN "*.h" PATTERN "LICENSE")
install(DIRECTORY models/ DESTINATION include/itstorm FILES_MATCHING PATTERN "*.h" PATTERN "LICENSE")
install(DIRECTORY kit DESTINATION include/itstorm FILES_MATCHING PATTERN "*.h")
install(DIRECTORY kit DESTINATION share/itstorm FILES_MATCHING PATTERN "*.c" PATTERN "LICENSE")

set(libraries bench app observe bare_metal soc platform soc_config its redistributor device_traffic common)
foreach(library IN LISTS libraries)
    set_target_properties(itstorm_${library} PROPERTIES EXPORT_NAME ${library})
endforeach()
list(TRANSFORM libraries PREPEND itstorm_)
install(TARGETS ${libraries} EXPORT itstormTargets ARCHIVE DESTINATION lib/itstorm INCLUDES DESTINATION include include/itstorm)
install(EXPORT itstormTargets NAMESPACE itstorm:: DESTINATION lib/cmake/itstorm)
configure_package_config_file(cmake/itstormConfig.cmake.in ${PROJECT_BINARY_DIR}/itstormConfig.cmake
    INSTALL_DESTINATION lib/cmake/itstorm NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/itstormConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/itstormConfig.cmake ${PROJECT_BINARY_DIR}/itstormConfigVersion.cmake cmake/itstormObject.cmake
    DESTINATION lib/cmake/itstorm)
list(JOIN ITSTORM_OBJECT_FLAGS " " object_flags)
list(JOIN ITSTORM_OBJECT_CHARGE " " object_charge)
list(JOIN ITSTORM_OBJECT_LINK " " object_link)
configure_file(cmake/itstorm.pc.in ${PROJECT_BINARY_DIR}/itstorm.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/itstorm.pc DESTINATION lib/pkgconfig)

# The sources of the stub, for a hypervisor that replaces one of its floors (examples/foreign_vits).
install(DIRECTORY hypervisor_stub DESTINATION share/itstorm FILES_MATCHING PATTERN "*.[ch]" PATTERN "bindings" EXCLUDE
    PATTERN "guest" EXCLUDE PATTERN "include" EXCLUDE)

install(DIRECTORY scenarios presets DESTINATION share/itstorm)
install(DIRECTORY docs DESTINATION ${doc} PATTERN "*.in" EXCLUDE)
install(FILES bench/README.md bench/RESULTS.md DESTINATION ${doc}/bench)
install(DIRECTORY examples/ DESTINATION ${doc}/examples REGEX "/examples/CMakeLists.txt$" EXCLUDE PATTERN ".clang-format" EXCLUDE)
install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${doc})
# Beside the pages what they link to, under its name in our tree.
function(install_link place target)
    install(CODE "file(CREATE_LINK ${target} \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/share/${place}\" SYMBOLIC)")
endfunction()
foreach(folder kit hypervisor_stub scenarios presets)
    install_link(doc/itstorm/${folder} ../../itstorm/${folder})
endforeach()
install_link(doc/itstorm/models ../../../include/itstorm)
install_link(itstorm/hypervisor_stub/include ../../../include)
install(FILES kit/LICENSE DESTINATION ${doc} RENAME LICENSE.MIT)
install(FILES cmake/copyright DESTINATION ${doc})

# The man page and the completion of bash are made from what the program prints as help.
set(pages ${PROJECT_BINARY_DIR}/itstorm.1 ${PROJECT_BINARY_DIR}/itstorm.bash)
add_custom_command(OUTPUT ${pages} DEPENDS itstorm ${PROJECT_SOURCE_DIR}/tools/pages.sh
    COMMAND sh ${PROJECT_SOURCE_DIR}/tools/pages.sh $<TARGET_FILE:itstorm> ${PROJECT_BINARY_DIR} VERBATIM)
add_custom_target(itstorm_installed ALL DEPENDS itstorm ${libraries} itstorm_hypervisor itstorm_guests ${pages}) # all of it
install(FILES ${PROJECT_BINARY_DIR}/itstorm.1 DESTINATION share/man/man1)
install(FILES ${PROJECT_BINARY_DIR}/itstorm.bash DESTINATION share/bash-completion/completions RENAME itstorm)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "The itstorm authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY ${PROJECT_DESCRIPTION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES OFF) # crash reports need the symbols of the objects
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION electronics)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gcc") # for objects of one's own
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "gtkwave, cmake, libsystemc-dev, libyaml-cpp-dev, libboost-dev")
include(CPack)
