// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/operator_table.h"

namespace sescope {
namespace {

using graph::Argument;
using graph::InputArgument;

// Scaled dot-product attention in all its forms: they differ in kernels, not in values.
void read_attention(Call& call) {
    graph::AtenCall attention{"aten::scaled_dot_product_attention", "", {}};
    std::vector inputs{call.tensor("query"), call.tensor("key"), call.tensor("value")};
    attention.arguments = {
        {"query", InputArgument{0}}, {"key", InputArgument{1}}, {"value", InputArgument{2}}};
    const auto* const mask = call.has("attn_bias") ? "attn_bias" : "attn_mask";
    if (call.has(mask)) {
        inputs.push_back(call.tensor(mask));
        attention.arguments.push_back({"attn_mask", InputArgument{3}});
    }
    if (call.real("dropout_p", 0) > 0) {
        call.assume("dropout of attention", "left out",
                    "the program was exported in training mode");
    }
    if (call.boolean("is_causal", false)) attention.arguments.push_back({"is_causal", true});
    if (call.has("scale")) attention.arguments.push_back({"scale", call.real("scale")});
    if (call.boolean("enable_gqa", false)) attention.arguments.push_back({"enable_gqa", true});
    call.give_first_of_call(std::move(attention), std::move(inputs));
}

constexpr OperatorRow kRows[]{
    {"scaled_dot_product_attention", read_attention},
    {"_scaled_dot_product_flash_attention", read_attention},
    {"_scaled_dot_product_flash_attention_for_cpu", read_attention},
    {"_scaled_dot_product_efficient_attention", read_attention},
    {"_scaled_dot_product_cudnn_attention", read_attention},
};

}  // namespace

std::span<const OperatorRow> attention_rows() {
    return kRows;
}

}  // namespace sescope
