// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sescope::test {

/// The bytes of a .npy file of float32 numbers (NumPy's format, version 1; this machine's order,
/// which is little-endian).
inline std::string npy_of(const std::vector<std::int64_t>& shape, std::span<const float> values) {
    std::string extents;
    for (const auto extent : shape) extents += std::to_string(extent) + ", ";
    std::string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + extents + "), }";
    while ((header.size() + 11) % 64 != 0) header += ' ';
    header += '\n';
    std::string file("\x93NUMPY\x01\0", 8);
    file += static_cast<char>(header.size() & 0xff);
    file += static_cast<char>(header.size() >> 8);
    return file + header +
           std::string(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

}  // namespace sescope::test
