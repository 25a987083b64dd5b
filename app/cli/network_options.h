// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/App.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/network/network.h"

namespace sescope::cli {

/// The flags that say of a network what its file does not.
struct NetworkOptions {
    std::string weights;
    std::string stride_in;
    std::string ceil_mode;
    std::string preset;
    std::string gate;
    std::string se_place;
    std::vector<int> stage_strides;
    std::string architecture;
    std::optional<int> width;
    std::optional<int> stem_stride;
    std::string stem_pool;
    std::string interpolation;
    std::optional<double> bn_eps;
    std::optional<int> size;
    std::optional<double> crop_pct;
    std::vector<float> mean;
    std::vector<float> std;
    bool bgr = false;
    bool fast_decode = false;

    void add_to(CLI::App& command);
    SpecOverrides overrides() const;
    /// Whether a mean or deviation was given that cannot be of pixels.
    bool is_of_arrays() const;
};

/// A checkpoint and the network that it holds.
struct OpenedNetwork {
    StateDict weights;
    Network model;
};
OpenedNetwork open_network(const std::filesystem::path& path, const NetworkOptions& options);

SePlace parse_place(const std::string& name);
SqueezeOperator parse_squeeze(const std::string& name);
GateFunction parse_gate(const std::string& name);

}  // namespace sescope::cli
