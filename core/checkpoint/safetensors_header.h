// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sescope {

/// One tensor as the JSON header of a safetensors file declares it; nothing is checked yet against
/// the data.
struct DeclaredTensor {
    std::string name;
    std::string dtype;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> offsets;
    bool has_shape = false;
};

struct SafetensorsHeader {
    std::vector<DeclaredTensor> tensors;  ///< in the order of the header
    std::map<std::string, std::string> metadata;
    std::string problem;  ///< what is wrong with the header, or empty
};

/// Reads the header event by event: no document is built, so that neither depth nor repetition can
/// cost more memory than the text itself.
SafetensorsHeader parse_safetensors_header(std::string_view json);

}  // namespace sescope
