// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/gate_site.h"

namespace sescope {

std::string_view name_of(GateKind kind) noexcept {
    switch (kind) {
        case GateKind::se:
            return "SE";
        case GateKind::ese:
            return "ESE";
        case GateKind::eca:
            return "ECA";
        case GateKind::cbam:
            return "CBAM";
        case GateKind::gather_excite:
            return "gather-excite";
        case GateKind::global_context:
            return "global context";
        case GateKind::selective_kernel:
            return "selective kernel";
        case GateKind::split_attention:
            return "split attention";
    }
    return "";
}

std::string_view name_of(Squeeze squeeze) noexcept {
    switch (squeeze) {
        case Squeeze::mean:
            return "mean";
        case Squeeze::max:
            return "max";
        case Squeeze::mean_and_max:
            return "mean and max";
        case Squeeze::weighted:
            return "weighted mean";
        case Squeeze::none:
            return "none";
    }
    return "";
}

std::string_view name_of(GateCurve curve) noexcept {
    switch (curve) {
        case GateCurve::sigmoid:
            return "sigmoid";
        case GateCurve::hard_sigmoid:
            return "hard sigmoid";
        case GateCurve::tanh:
            return "tanh";
        case GateCurve::relu:
            return "ReLU";
        case GateCurve::clamp:
            return "clamp";
        case GateCurve::softmax:
            return "softmax";
    }
    return "";
}

}  // namespace sescope
