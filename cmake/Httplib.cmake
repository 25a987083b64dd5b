# SPDX-License-Identifier: GPL-3.0-or-later
# The imported target `sescope_httplib`: cpp-httplib, as a library with a header (Debian, Ubuntu) or as a header alone.
#
# What it was built with decides how its classes are laid out, and its package file says it. That is read
# here, since pkg-config itself need not be installed.
add_library(sescope_httplib INTERFACE)
find_path(HTTPLIB_INCLUDE_DIR httplib.h)
if(NOT HTTPLIB_INCLUDE_DIR)
    message(FATAL_ERROR "cpp-httplib is missing: run ./scripts/setup, or install libcpp-httplib-dev")
endif()
target_include_directories(sescope_httplib SYSTEM INTERFACE "${HTTPLIB_INCLUDE_DIR}")
find_library(HTTPLIB_LIBRARY cpp-httplib)
if(HTTPLIB_LIBRARY)
    target_link_libraries(sescope_httplib INTERFACE "${HTTPLIB_LIBRARY}")
    get_filename_component(httplib_folder "${HTTPLIB_LIBRARY}" DIRECTORY)
    file(STRINGS "${httplib_folder}/pkgconfig/cpp-httplib.pc" httplib_flags REGEX "^Cflags:")
    string(REGEX MATCHALL "-D[A-Z_]+" httplib_definitions "${httplib_flags}")
    target_compile_options(sescope_httplib INTERFACE ${httplib_definitions})
endif()
