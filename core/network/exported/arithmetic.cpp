// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/network/exported/operator_table.h"

namespace sescope {
namespace {

using graph::Activation;
using graph::ActivationKind;
using graph::Binary;
using graph::BinaryKind;
using graph::ValueId;

// Both sides with what they were before they were expanded to each other: broadcasting gives the
// same, and at any size.
void give_binary(Call& call, BinaryKind kind, ValueId left, ValueId right) {
    const auto shape = call.stated_shape();
    if (call.shape(left) == shape) {
        right = call.before_expand(right);
    } else if (call.shape(right) == shape) {
        left = call.before_expand(left);
    }
    call.give(call.add(Binary{kind, {}}, {left, right}, shape));
}

void give_scalar(Call& call, BinaryKind kind, ValueId left, double scalar) {
    if (std::isnan(scalar)) throw call.refused("has an argument that is not a number");
    call.give(Binary{kind, scalar}, {left});
}

// The clamp to 0..6 of x + 3 that a value is, or null.
const graph::Operator* shifted_clamp(const Call& call, ValueId value) {
    const auto* clamp = call.producer(value);
    const auto* bounds = clamp != nullptr ? std::get_if<Activation>(&clamp->kind) : nullptr;
    if (bounds == nullptr || bounds->kind != ActivationKind::clamp || bounds->a != 0 ||
        bounds->b != 6) {
        return nullptr;
    }
    const auto* shift = call.producer(clamp->inputs[0]);
    const auto* by = shift != nullptr ? std::get_if<Binary>(&shift->kind) : nullptr;
    return by != nullptr && by->kind == BinaryKind::add && by->scalar == 3.0 ? shift : nullptr;
}

// clamp(x + 3, 0, 6) / 6 is a hard sigmoid, and x times that clamp / 6 a hard swish.
bool gives_hard_activation(Call& call, ValueId dividend, double divisor) {
    if (divisor != 6) return false;
    if (const auto* shift = shifted_clamp(call, dividend)) {
        call.give(Activation{ActivationKind::hard_sigmoid, 1.0 / 6.0, 0.5}, {shift->inputs[0]});
        return true;
    }
    const auto* product = call.producer(dividend);
    const auto* binary = product != nullptr ? std::get_if<Binary>(&product->kind) : nullptr;
    if (binary == nullptr || binary->kind != BinaryKind::multiply || binary->scalar) return false;
    for (const std::size_t clamp : {0U, 1U}) {
        const auto* shift = shifted_clamp(call, product->inputs[clamp]);
        if (shift == nullptr || shift->inputs[0] != product->inputs[1 - clamp]) continue;
        call.give(Activation{ActivationKind::hard_swish, 0, 0}, {shift->inputs[0]});
        return true;
    }
    return false;
}

// add and sub: the right side times alpha.
template <BinaryKind kind>
void read_sum(Call& call) {
    const auto left = call.tensor("self");
    const double alpha = call.real("alpha", 1);
    if (!call.is_tensor("other")) {
        const double scalar = call.real("other") * alpha;
        if (scalar == 0 && call.stated_shape() == call.shape(left)) return call.give(left);
        return give_scalar(call, kind, left, scalar);
    }
    auto right = call.tensor("other");
    if (alpha != 1) {
        right = call.add_step(Binary{BinaryKind::multiply, alpha}, {right}, call.shape(right));
    }
    give_binary(call, kind, left, right);
}

template <BinaryKind kind>
void read_binary(Call& call) {
    const auto left = call.tensor("self");
    if (call.is_tensor("other")) {
        give_binary(call, kind, left, call.tensor("other"));
    } else {
        give_scalar(call, kind, left, call.real("other"));
    }
}

void read_division(Call& call) {
    if (call.has("rounding_mode")) throw call.refused("rounds its quotient, which is not read");
    const auto left = call.tensor("self");
    if (!call.is_tensor("other") && gives_hard_activation(call, left, call.real("other"))) return;
    read_binary<BinaryKind::divide>(call);
}

// other - alpha * self
void read_reversed_difference(Call& call) {
    const auto x = call.tensor("self");
    const auto negative =
        call.add_step(Binary{BinaryKind::multiply, -call.real("alpha", 1)}, {x}, call.shape(x));
    if (call.is_tensor("other")) {
        give_binary(call, BinaryKind::add, negative, call.tensor("other"));
    } else {
        give_scalar(call, BinaryKind::add, negative, call.real("other"));
    }
}

void read_power(Call& call) {
    if (!call.is_tensor("self"))
        throw call.refused("raises a number to a tensor, which is not read");
    const auto base = call.tensor("self");
    if (call.is_tensor("exponent")) {
        give_binary(call, BinaryKind::power, base, call.tensor("exponent"));
    } else {
        give_scalar(call, BinaryKind::power, base, call.real("exponent"));
    }
}

void read_negative(Call& call) {
    give_scalar(call, BinaryKind::multiply, call.tensor("self"), -1);
}

constexpr OperatorRow kRows[]{
    {"add", read_sum<BinaryKind::add>},
    {"sub", read_sum<BinaryKind::subtract>},
    {"subtract", read_sum<BinaryKind::subtract>},
    {"rsub", read_reversed_difference},
    {"mul", read_binary<BinaryKind::multiply>},
    {"multiply", read_binary<BinaryKind::multiply>},
    {"div", read_division},
    {"divide", read_division},
    {"true_divide", read_division},
    {"maximum", read_binary<BinaryKind::maximum>},
    {"minimum", read_binary<BinaryKind::minimum>},
    {"pow", read_power},
    {"neg", read_negative},
};

}  // namespace

std::span<const OperatorRow> arithmetic_rows() {
    return kRows;
}

}  // namespace sescope
