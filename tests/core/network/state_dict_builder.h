// SPDX-License-Identifier: GPL-3.0-or-later
// State dicts of small networks by their names and shapes, for tests that bend them.
#pragma once

#include <string>
#include <vector>

#include "core/network/network.h"
#include "tests/support/fixture_network.h"

namespace sescope::test {

inline void add_shape(StateDict& weights, const std::string& name,
                      std::vector<std::int64_t> shape) {
    weights.add(shape_only(name, std::move(shape)));
}

inline void add_conv(StateDict& weights, const ConvUnit& unit) {
    add_shape(weights, unit.conv + ".weight",
              {unit.out, unit.in / unit.groups, unit.kernel, unit.kernel});
    if (unit.bias) add_shape(weights, unit.conv + ".bias", {unit.out});
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) {
        add_shape(weights, unit.norm + part, {unit.out});
    }
}

inline void add_se(StateDict& weights, const SeSpec& se) {
    std::vector<std::int64_t> first{se.hidden, se.channels};
    std::vector<std::int64_t> second{se.channels, se.hidden};
    if (!se.linear) {
        first.insert(first.end(), {1, 1});
        second.insert(second.end(), {1, 1});
    }
    add_shape(weights, se.fc1 + ".weight", first);
    if (se.bias1) add_shape(weights, se.fc1 + ".bias", {se.hidden});
    add_shape(weights, se.fc2 + ".weight", second);
    if (se.bias2) add_shape(weights, se.fc2 + ".bias", {se.channels});
}

/// The state dict that a spec describes, shapes only.
inline StateDict shapes_of(const ResNetSpec& spec) {
    StateDict weights;
    weights.file = "network.safetensors";
    for (const auto& unit : spec.stem.convs) add_conv(weights, unit);
    for (const auto& block : spec.blocks) {
        for (const auto& unit : block.convs) add_conv(weights, unit);
        if (block.shortcut) add_conv(weights, block.shortcut->conv);
        if (block.se) add_se(weights, *block.se);
    }
    add_shape(weights, spec.head.fc + ".weight", {spec.head.classes, spec.head.in});
    if (spec.head.bias) add_shape(weights, spec.head.fc + ".bias", {spec.head.classes});
    return weights;
}

/// The same tensors under other names: every occurrence of `from` becomes `to`.
inline StateDict renamed(const StateDict& weights, const std::string& from, const std::string& to) {
    StateDict other;
    other.file = weights.file;
    for (auto tensor : weights.tensors()) {
        for (auto at = tensor.name.find(from); at != std::string::npos;
             at = tensor.name.find(from, at + to.size())) {
            tensor.name.replace(at, from.size(), to);
        }
        other.add(std::move(tensor));
    }
    return other;
}

/// A state dict with one tensor's shape replaced (or added).
inline StateDict reshaped(StateDict weights, const std::string& name,
                          std::vector<std::int64_t> shape) {
    add_shape(weights, name, std::move(shape));
    return weights;
}

inline StateDict without(StateDict weights, std::string_view name) {
    weights.erase(name);
    return weights;
}

}  // namespace sescope::test
