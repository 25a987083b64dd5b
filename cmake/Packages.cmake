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
