// SPDX-License-Identifier: GPL-3.0-or-later
// What the programs that compute a network once are given.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

#include "core/engine/engine.h"
#include "core/network/open_network.h"

namespace sescope::tools {

/// Float32 values of a file.
inline std::vector<float> values_in(const char* path) {
    std::ifstream file(path, std::ios::binary);
    const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
    std::vector<float> values(bytes.size() / sizeof(float));
    std::copy_n(bytes.data(), values.size() * sizeof(float),
                reinterpret_cast<char*>(values.data()));
    return values;
}

/// `size`: "HEIGHT" or "HEIGHTxWIDTH"; `architecture`: "" where none is said.
inline SpecOverrides overrides_of(const char* architecture, const char* size) {
    SpecOverrides overrides;
    overrides.size = std::atoi(size);
    const std::string_view text = size;
    if (const auto x = text.find('x'); x != text.npos) overrides.width = std::atoi(size + x + 1);
    if (*architecture != '\0') overrides.architecture = architecture;
    return overrides;
}

/// A view of the values.
inline ImageBatch batch_of(const std::vector<float>& values, const Preprocessing& images) {
    ImageBatch batch;
    batch.side = images.size;
    batch.width = images.columns();
    batch.channels = images.channels;
    batch.count = static_cast<int>(values.size()) / (images.channels * batch.side * batch.width);
    batch.values = values;
    return batch;
}

inline EngineSettings settings_for(const ImageBatch& batch) {
    EngineSettings settings;
    settings.device = "cpu";
    settings.precision = Precision::fp32;
    settings.batch = batch.count;
    return settings;
}

}  // namespace sescope::tools
