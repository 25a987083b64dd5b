# SPDX-License-Identifier: GPL-3.0-or-later
# What every target shares: standard, warnings, sanitizers, where things are put and found.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

find_program(SESCOPE_CCACHE ccache)
if(SESCOPE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${SESCOPE_CCACHE}")
endif()

# Programs and the libraries opened at run time lie side by side in the build tree, and relative
# to each other in an installed one, so that the tree can be moved.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")
set(CMAKE_BUILD_RPATH_USE_ORIGIN ON)

add_library(sescope_settings INTERFACE)
target_include_directories(sescope_settings INTERFACE
    "$<BUILD_INTERFACE:${CMAKE_SOURCE_DIR}>" "$<BUILD_INTERFACE:${CMAKE_BINARY_DIR}>")
# Contraction of a * b + c would make statistics and pixels differ from machine to machine.
target_compile_options(sescope_settings INTERFACE
    -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # GCC 12 sees overlapping copies in "text" + std::string where there are none (its bug 105651).
    # And it takes values inside std::variant and std::regex for uninitialised.
    target_compile_options(sescope_settings INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(SESCOPE_WERROR)
    target_compile_options(sescope_settings INTERFACE -Werror)
endif()
if(SESCOPE_SANITIZE)
    target_compile_options(sescope_settings INTERFACE
        -fsanitize=${SESCOPE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(sescope_settings INTERFACE -fsanitize=${SESCOPE_SANITIZE})
endif()

configure_file(${CMAKE_SOURCE_DIR}/core/base/version.h.in ${CMAKE_BINARY_DIR}/core/base/version.h)
