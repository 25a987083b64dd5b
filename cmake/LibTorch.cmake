# SPDX-License-Identifier: GPL-3.0-or-later
# The imported target `sescope_torch`: LibTorch's CPU library.
#
# Two sources. A LibTorch named by CMAKE_PREFIX_PATH comes through find_package(Torch). Otherwise the
# one inside the PyTorch wheel of SESCOPE_TORCH_VENV: its own package files demand a CUDA toolkit, so
# its two CPU libraries are imported by hand. CUDA is registered at run time (engine/torch/cuda_library).
add_library(sescope_torch INTERFACE)
# ATen's headers then include the operators that they use, one header each, instead of all 2,000.
target_compile_definitions(sescope_torch INTERFACE AT_PER_OPERATOR_HEADERS)

if(CMAKE_PREFIX_PATH)
    find_package(Torch 2.6 QUIET)
endif()
if(Torch_FOUND)
    get_target_property(torch_library torch LOCATION)
    get_filename_component(SESCOPE_TORCH_RPATH "${torch_library}" DIRECTORY)
    target_link_libraries(sescope_torch INTERFACE ${TORCH_LIBRARIES})
    target_include_directories(sescope_torch SYSTEM INTERFACE ${TORCH_INCLUDE_DIRS})
    message(STATUS "LibTorch ${Torch_VERSION} from CMAKE_PREFIX_PATH")
else()
    file(GLOB torch_root "${SESCOPE_TORCH_VENV}/lib/python3*/site-packages/torch")
    if(NOT torch_root)
        message(FATAL_ERROR "No LibTorch: run ./scripts/setup, which installs the PyTorch wheel into "
            "${SESCOPE_TORCH_VENV}; or name a LibTorch with -DCMAKE_PREFIX_PATH=...; "
            "or build without the engine: -DSESCOPE_BUILD_ENGINE=OFF")
    endif()
    set(SESCOPE_TORCH_RPATH "${torch_root}/lib")
    target_include_directories(sescope_torch SYSTEM INTERFACE
        "${torch_root}/include" "${torch_root}/include/torch/csrc/api/include")
    # libtorch_cpu's own dependencies (the CUDA runtime) are found through its run path.
    target_link_libraries(sescope_torch INTERFACE
        "${torch_root}/lib/libtorch_cpu.so" "${torch_root}/lib/libc10.so")
    target_link_options(sescope_torch INTERFACE "LINKER:--allow-shlib-undefined")
    message(STATUS "LibTorch from the wheel in ${torch_root}")
endif()
