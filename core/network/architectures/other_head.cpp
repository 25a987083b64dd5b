// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/architectures/other_head.h"

#include <algorithm>

#include "core/network/architectures/key_set.h"
#include "core/network/head_keys.h"

namespace sescope {

std::vector<std::string> keys_of_other_head(const NearestArchitecture& nearest,
                                            const StateDict& weights) {
    const auto& heads = nearest.entry.free.head;
    std::vector<std::string> around = heads;  // "classifier.3", and "classifier" around it
    for (const std::string& head : heads) {
        if (const auto dot = head.rfind('.'); dot != std::string::npos) {
            around.push_back(head.substr(0, dot));
        }
    }
    const auto is_of_head = [&](const std::string& key) {
        return belongs_to(key, around) ||
               std::ranges::any_of(around, [&](const std::string& module) {
                   return key.starts_with(module + ".");
               });
    };
    const bool is_only_head =
        !heads.empty() &&
        std::ranges::all_of(nearest.missing,
                            [&](const std::string& key) { return belongs_to(key, heads); }) &&
        std::ranges::all_of(nearest.left_over, [&](const std::string& key) {
            return is_of_head(key) || is_head_module(key.substr(0, key.find('.')));
        });
    if (!is_only_head) return {};
    std::vector<std::string> keys = nearest.left_over;
    for (const TensorEntry& tensor : weights.tensors()) {
        if (belongs_to(tensor.name, heads)) keys.push_back(tensor.name);
    }
    return keys;
}

}  // namespace sescope
