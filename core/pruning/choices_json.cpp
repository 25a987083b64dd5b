// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/choices_json.h"

#include <stdexcept>

namespace sescope {

OrderedJson to_json(const std::vector<BlockChoice>& choices) {
    OrderedJson list = OrderedJson::array();
    for (const BlockChoice& choice : choices) {
        list.push_back(
            {{"block", choice.block}, {"replacement", std::string(name_of(choice.replacement))}});
    }
    return list;
}

Replacement replacement_from(const OrderedJson& json) {
    const auto name = json.get<std::string>();
    for (const auto replacement : {Replacement::identity, Replacement::mean}) {
        if (name_of(replacement) == name) return replacement;
    }
    throw std::range_error("a replacement is neither identity nor mean");
}

std::vector<BlockChoice> choices_from(const OrderedJson& json) {
    std::vector<BlockChoice> choices;
    for (const OrderedJson& choice : json) {
        choices.push_back(
            {choice.at("block").get<std::string>(), replacement_from(choice.at("replacement"))});
    }
    return choices;
}

}  // namespace sescope
