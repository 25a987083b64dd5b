// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network_spec.h"

namespace sescope {

int BlockSpec::stride() const noexcept {
    int product = 1;
    for (const auto& unit : convs) product *= unit.stride;
    return product;
}

std::string BlockSpec::name() const {
    return "SE_" + std::to_string(stage) + "_" + std::to_string(index);
}

std::vector<const BlockSpec*> ResNetSpec::se_blocks() const {
    std::vector<const BlockSpec*> found;
    for (const auto& block : blocks) {
        if (block.se) found.push_back(&block);
    }
    return found;
}

int ResNetSpec::gates_per_image() const {
    int gates = 0;
    for (const auto& block : blocks) {
        if (block.se) gates += block.se->channels;
    }
    return gates;
}

std::string_view name_of(SePlace place) noexcept {
    switch (place) {
        case SePlace::standard:
            return "standard";
        case SePlace::pre:
            return "pre";
        case SePlace::post:
            return "post";
        case SePlace::identity:
            return "identity";
        case SePlace::after_3x3:
            return "after_3x3";
    }
    return "standard";
}

std::string_view name_of(SqueezeOperator squeeze) noexcept {
    switch (squeeze) {
        case SqueezeOperator::average:
            return "average";
        case SqueezeOperator::max:
            return "max";
        case SqueezeOperator::none:
            return "none";
    }
    return "average";
}

std::string_view name_of(GateFunction gate) noexcept {
    switch (gate) {
        case GateFunction::sigmoid:
            return "sigmoid";
        case GateFunction::hard_sigmoid:
            return "hard_sigmoid";
        case GateFunction::tanh:
            return "tanh";
        case GateFunction::relu:
            return "relu";
    }
    return "sigmoid";
}

std::string_view name_of(Interpolation interpolation) noexcept {
    return interpolation == Interpolation::bicubic ? "bicubic" : "bilinear";
}

}  // namespace sescope
