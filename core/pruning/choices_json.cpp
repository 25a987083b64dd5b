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

OrderedJson to_json(const std::vector<ChannelRemoval>& removals) {
    OrderedJson list = OrderedJson::array();
    for (const ChannelRemoval& removal : removals) {
        OrderedJson stay = OrderedJson::array();
        for (const StayingChannels& each : removal.stay) {
            stay.push_back({{"channels", each.channels}, {"why", each.reason}});
        }
        list.push_back({{"block", removal.block},
                        {"closed", number(removal.closed)},
                        {"channels", removal.channels},
                        {"gone", removal.gone},
                        {"change", number(removal.change)},
                        {"squeeze_change", number(removal.squeeze_change)},
                        {"stay", std::move(stay)}});
    }
    return list;
}

std::vector<ChannelRemoval> removals_from(const OrderedJson& json) {
    std::vector<ChannelRemoval> removals;
    for (const OrderedJson& each : json) {
        ChannelRemoval removal;
        removal.block = each.at("block").get<std::string>();
        removal.closed = real_from(each.at("closed"));
        removal.channels = each.at("channels").get<int>();
        removal.gone = each.at("gone").get<std::vector<int>>();
        removal.change = real_from(each.at("change"));
        removal.squeeze_change = real_from(each.at("squeeze_change"));
        for (const OrderedJson& stay : each.at("stay")) {
            removal.stay.push_back(
                {stay.at("channels").get<int>(), stay.at("why").get<std::string>()});
        }
        removals.push_back(std::move(removal));
    }
    return removals;
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
