# SPDX-License-Identifier: GPL-3.0-or-later
# The target `sescope_revision`: revision.h in the build folder, with the commit of the checkout that is built,
# written anew when that changes. Run as a script (cmake -P) it writes the file.
if(CMAKE_SCRIPT_MODE_FILE)
    execute_process(COMMAND git -C "${SOURCE}" rev-parse --short=10 HEAD
        OUTPUT_VARIABLE SESCOPE_REVISION OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
    execute_process(COMMAND git -C "${SOURCE}" diff --quiet HEAD RESULT_VARIABLE changed ERROR_QUIET)
    if(SESCOPE_REVISION AND changed)
        string(APPEND SESCOPE_REVISION ", changed")
    endif()
    if(SESCOPE_REVISION)
        string(PREPEND SESCOPE_REVISION " (")
        string(APPEND SESCOPE_REVISION ")")
    endif()
    configure_file("${SOURCE}/core/base/revision.h.in" "${OUTPUT}")
    return()
endif()

# A release is what its tag says.
execute_process(COMMAND git -C "${CMAKE_SOURCE_DIR}" describe --tags --exact-match --match "v[0-9]*"
    OUTPUT_VARIABLE tag OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(tag AND NOT tag STREQUAL "v${PROJECT_VERSION}")
    message(FATAL_ERROR "The tag of this commit is ${tag}, and CMakeLists.txt has version ${PROJECT_VERSION}")
endif()

add_library(sescope_revision INTERFACE)
target_include_directories(sescope_revision INTERFACE "${CMAKE_BINARY_DIR}/revision")
add_custom_target(write_revision
    COMMAND "${CMAKE_COMMAND}" "-DSOURCE=${CMAKE_SOURCE_DIR}" "-DOUTPUT=${CMAKE_BINARY_DIR}/revision/revision.h"
        -P "${CMAKE_CURRENT_LIST_FILE}"
    BYPRODUCTS "${CMAKE_BINARY_DIR}/revision/revision.h" VERBATIM)
add_dependencies(sescope_revision write_revision)
