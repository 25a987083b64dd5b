// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <utility>

#include "core/checkpoint/state_dict.h"

namespace sescope {

/// All that a state dict says beside its tensors.
inline StateDict without_tensors(const StateDict& tensors) {
    StateDict rest;
    rest.file = tensors.file;
    rest.container = tensors.container;
    rest.wrapper = tensors.wrapper;
    rest.stripped_prefix = tensors.stripped_prefix;
    rest.metadata = tensors.metadata;
    rest.config_json = tensors.config_json;
    rest.weight_sets = tensors.weight_sets;
    rest.left_out = tensors.left_out;
    rest.module_attributes = tensors.module_attributes;
    rest.training = tensors.training;
    return rest;
}

/// The same with each tensor under the name that `new_name` gives it; an empty one leaves it out.
template <typename NewName>
StateDict renamed_tensors(const StateDict& tensors, const NewName& new_name) {
    StateDict result = without_tensors(tensors);
    for (const auto& tensor : tensors.tensors()) {
        auto name = new_name(tensor);
        if (name.empty()) continue;
        TensorEntry entry = tensor;
        entry.name = std::move(name);
        result.add(std::move(entry));
    }
    return result;
}

}  // namespace sescope
