# SPDX-License-Identifier: GPL-3.0-or-later
# What packages hold beside what every installation does: manual pages and completions, which the built program
# tells itself (`sescope describe`), and the engines for other versions of LibTorch.
set(shell_files "${CMAKE_BINARY_DIR}/shell-files")
add_custom_command(OUTPUT "${shell_files}/made"
    COMMAND "${CMAKE_COMMAND}" -E rm -rf "${shell_files}"
    COMMAND "${CMAKE_SOURCE_DIR}/packaging/shell-files" $<TARGET_FILE:sescope> "${shell_files}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${shell_files}/made"
    DEPENDS sescope "${CMAKE_SOURCE_DIR}/packaging/shell-files" VERBATIM)
add_custom_target(shell_files ALL DEPENDS "${shell_files}/made")
install(DIRECTORY "${shell_files}/share/" DESTINATION ${CMAKE_INSTALL_DATADIR})

# Of packaging/engines.
file(GLOB other_engines "${CMAKE_SOURCE_DIR}/build/engines/libsescope_engine-*.so")
list(FILTER other_engines EXCLUDE REGEX "engine-${SESCOPE_TORCH_VERSION}\\.so$")
install(FILES ${other_engines} DESTINATION ${CMAKE_INSTALL_LIBDIR}/sescope
    PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

# `cpack -G DEB` (packaging/deb). What the programs are linked to becomes the package's dependencies; LibTorch is
# looked for at run time, so that nothing of Debian's is asked for it.
set(CPACK_PACKAGE_NAME sescope)
set(CPACK_PACKAGE_CONTACT "SE Scope's authors")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION_FILE "${CMAKE_SOURCE_DIR}/packaging/description.txt")
set(CPACK_RESOURCE_FILE_LICENSE "${CMAKE_SOURCE_DIR}/LICENSE")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEB_COMPONENT_INSTALL OFF)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "fonts-dejavu-core, python3-venv, python3-pip")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# Only so that the engine's libraries are found: they belong to no package, and none is asked for.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${SESCOPE_TORCH_ROOT}/lib")
install(FILES "${CMAKE_SOURCE_DIR}/packaging/copyright" DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/sescope)
include(CPack)
