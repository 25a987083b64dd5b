// SPDX-License-Identifier: GPL-3.0-or-later
#include <limits>

#include "core/network/exported/operator_table.h"

namespace sescope {
namespace {

using graph::Activation;
using graph::ActivationKind;
using graph::ValueId;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

template <ActivationKind kind>
void read_plain(Call& call) {
    call.give(Activation{kind, 0, 0}, {call.tensor("self")});
}

void read_leaky_relu(Call& call) {
    call.give(Activation{ActivationKind::leaky_relu, call.real("negative_slope", 0.01), 0},
              {call.tensor("self")});
}

// A clamp of a clamp is one where the bounds are in order.
void give_clamp(Call& call, double least, double most) {
    auto x = call.tensor("self");
    if (const auto* before = call.producer(x)) {
        const auto* inner = std::get_if<Activation>(&before->kind);
        const bool clamps = inner != nullptr && inner->kind == ActivationKind::clamp;
        if (clamps && inner->a <= most && least <= inner->b) {
            least = std::max(least, inner->a);
            most = std::min(most, inner->b);
            x = before->inputs[0];
        }
    }
    call.give(Activation{ActivationKind::clamp, least, most}, {x});
}

void read_hardtanh(Call& call) {
    give_clamp(call, call.real("min_val", -1), call.real("max_val", 1));
}
void read_relu6(Call& call) {
    give_clamp(call, 0, 6);
}
void read_clamp(Call& call) {
    if (call.is_tensor("min") || call.is_tensor("max")) {
        throw call.refused("has bounds that are tensors, which is not read");
    }
    give_clamp(call, call.real("min", -kInfinity), call.real("max", kInfinity));
}

void read_hard_sigmoid(Call& call) {
    call.give(Activation{ActivationKind::hard_sigmoid, 1.0 / 6.0, 0.5}, {call.tensor("self")});
}

void read_gelu(Call& call) {
    const auto approximate = call.text("approximate", "none");
    if (approximate != "none" && approximate != "tanh") throw call.refused("is of an unknown kind");
    const auto kind = approximate == "tanh" ? ActivationKind::gelu_tanh : ActivationKind::gelu;
    call.give(Activation{kind, 0, 0}, {call.tensor("self")});
}

void read_elu(Call& call) {
    if (call.real("scale", 1) != 1 || call.real("input_scale", 1) != 1) {
        throw call.refused("has scales, which are not read");
    }
    call.give(Activation{ActivationKind::elu, call.real("alpha", 1), 0}, {call.tensor("self")});
}

void read_softplus(Call& call) {
    if (call.real("beta", 1) == 1 && call.real("threshold", 20) == 20) {
        call.give(Activation{ActivationKind::softplus, 0, 0}, {call.tensor("self")});
    } else if (!read_as_aten_call(call)) {
        throw call.refused("is not read");
    }
}

template <bool log>
void read_softmax(Call& call) {
    const auto x = call.tensor("self");
    const auto dimension = static_cast<std::int64_t>(call.dimension("dim", call.rank(x)));
    call.give(graph::Softmax{dimension, log}, {x});
}

constexpr OperatorRow kRows[]{
    {"relu", read_plain<ActivationKind::relu>},
    {"relu6", read_relu6},
    {"leaky_relu", read_leaky_relu},
    {"sigmoid", read_plain<ActivationKind::sigmoid>},
    {"tanh", read_plain<ActivationKind::tanh>},
    {"silu", read_plain<ActivationKind::silu>},
    {"mish", read_plain<ActivationKind::mish>},
    {"gelu", read_gelu},
    {"elu", read_elu},
    {"softplus", read_softplus},
    {"hardsigmoid", read_hard_sigmoid},
    {"hardswish", read_plain<ActivationKind::hard_swish>},
    {"hardtanh", read_hardtanh},
    {"clamp", read_clamp},
    {"clamp_min", read_clamp},
    {"clamp_max", read_clamp},
    {"softmax", read_softmax<false>},
    {"_softmax", read_softmax<false>},
    {"log_softmax", read_softmax<true>},
    {"_log_softmax", read_softmax<true>},
};

}  // namespace

std::span<const OperatorRow> activation_rows() {
    return kRows;
}

}  // namespace sescope
