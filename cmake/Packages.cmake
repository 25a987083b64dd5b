# SPDX-License-Identifier: GPL-3.0-or-later
# What packages hold beside what every installation does: manual pages and completions, which the built program
# tells itself (`sescope describe`), and the engines for other versions of LibTorch. And the .deb, by CPack.
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

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sescope)
set(CPACK_PACKAGE_CONTACT "The SE Scope project <sescope@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION science)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# LibTorch is found at run time, and is no package's.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${SESCOPE_TORCH_ROOT}/lib" "${CMAKE_BINARY_DIR}/lib")
# Figures are drawn with Qt's platform "offscreen", also where there is no display.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "fonts-dejavu-core, qt6-qpa-plugins")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
    "Opens a trained network with channel gates, runs labelled images through it, records every gate, and shows\n what each block does. Networks run on the LibTorch of a PyTorch that is installed in a Python environment\n (pip install torch), or that SESCOPE_TORCH names.")
include(CPack)
