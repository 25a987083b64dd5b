# SPDX-License-Identifier: GPL-3.0-or-later
# The imported target `sescope_torch`: LibTorch's CPU library.
#
# LibTorch is the one that CMAKE_PREFIX_PATH has (an unpacked LibTorch, or the folder that
# `torch.utils.cmake_prefix_path` tells), else the PyTorch wheel in SESCOPE_TORCH_VENV, else in the
# environment that is active. Its own package files demand a CUDA toolkit wherever it was built with
# CUDA, so that only their place is used, and its two CPU libraries are imported by hand. CUDA is loaded
# at run time (engine/torch/cuda_library).
add_library(sescope_torch INTERFACE)
# ATen's headers then include the operators that they use, one header each, instead of all 2,000.
target_compile_definitions(sescope_torch INTERFACE AT_PER_OPERATOR_HEADERS)
# LibTorch ships fmt's headers, of a version of its own: what is found first must not call into the system's libfmt.
target_compile_definitions(sescope_torch INTERFACE FMT_HEADER_ONLY=1)

set(torch_root "")
foreach(prefix IN LISTS CMAKE_PREFIX_PATH)
    foreach(folder IN ITEMS share/cmake/Torch Torch)
        if(NOT torch_root AND EXISTS "${prefix}/${folder}/TorchConfig.cmake")
            set(torch_config "${prefix}/${folder}/TorchConfig.cmake")
            get_filename_component(torch_root "${prefix}/${folder}/../../.." ABSOLUTE)
        endif()
    endforeach()
endforeach()
if(NOT torch_root)
    # A checkout that pip builds has no environment of its own: then that which is active.
    foreach(environment IN ITEMS "${SESCOPE_TORCH_VENV}" "$ENV{VIRTUAL_ENV}" "$ENV{CONDA_PREFIX}")
        if(NOT torch_root AND environment)
            file(GLOB torch_root "${environment}/lib/python3*/site-packages/torch")
        endif()
    endforeach()
    set(torch_config "${torch_root}/share/cmake/Torch/TorchConfig.cmake")
endif()
if(NOT EXISTS "${torch_root}/lib/libtorch_cpu.so")
    message(FATAL_ERROR "No LibTorch: run ./scripts/setup, which installs the PyTorch wheel into "
        "${SESCOPE_TORCH_VENV}; or name a LibTorch with -DCMAKE_PREFIX_PATH=...; "
        "or build without the engine: -DSESCOPE_BUILD_ENGINE=OFF")
endif()

file(STRINGS "${torch_config}" torch_flags REGEX "_GLIBCXX_USE_CXX11_ABI=0")
if(torch_flags)
    message(FATAL_ERROR "The LibTorch in ${torch_root} is built for GCC's old ABI: take one with the "
        "C++11 ABI (every wheel since 2.7 has it)")
endif()
set(torch_version "")
foreach(header IN ITEMS torch/headeronly/version.h torch/csrc/api/include/torch/version.h)
    if(NOT torch_version AND EXISTS "${torch_root}/include/${header}")
        file(STRINGS "${torch_root}/include/${header}" lines REGEX "define TORCH_VERSION_M[AI][JN]OR")
        string(REGEX REPLACE ".*MAJOR ([0-9]+).*MINOR ([0-9]+).*" "\\1.\\2" torch_version "${lines}")
    endif()
endforeach()
if(torch_version VERSION_LESS 2.6)
    message(FATAL_ERROR "The LibTorch in ${torch_root} is ${torch_version}: 2.6 or newer is needed")
endif()

set(SESCOPE_TORCH_ROOT "${torch_root}")
set(SESCOPE_TORCH_VERSION "${torch_version}")
# For Packages.cmake, which the folder above includes.
set(SESCOPE_TORCH_ROOT "${torch_root}" PARENT_SCOPE)
set(SESCOPE_TORCH_VERSION "${torch_version}" PARENT_SCOPE)
target_include_directories(sescope_torch SYSTEM INTERFACE
    "${torch_root}/include" "${torch_root}/include/torch/csrc/api/include")
# libtorch_cpu's own dependencies (the CUDA runtime) are found through its run path.
target_link_libraries(sescope_torch INTERFACE
    "${torch_root}/lib/libtorch_cpu.so" "${torch_root}/lib/libc10.so")
target_link_options(sescope_torch INTERFACE "LINKER:--allow-shlib-undefined")

# at::parallel_for is a template over OpenMP, and runs on one thread where that is off (see
# core/engine/torch/parallel.h). The runtime is the one that LibTorch brings: a second one would keep
# threads of its own beside it.
if(NOT SESCOPE_SANITIZE MATCHES "thread")
    find_package(OpenMP REQUIRED COMPONENTS CXX)
    file(GLOB torch_openmp "${torch_root}/lib/libgomp*.so*")
    if(torch_openmp AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        list(GET torch_openmp 0 torch_openmp)
        target_compile_options(sescope_torch INTERFACE ${OpenMP_CXX_FLAGS})
        target_link_libraries(sescope_torch INTERFACE "${torch_openmp}")
    else()
        target_link_libraries(sescope_torch INTERFACE OpenMP::OpenMP_CXX)
    endif()
endif()
message(STATUS "LibTorch ${torch_version} in ${torch_root}")
