// SPDX-License-Identifier: GPL-3.0-or-later
// Calls of ATen that work on whole tensors.
#include <array>
#include <cmath>
#include <numeric>

#include "core/network/onnx/write/write_table.h"

namespace sescope::onnx {
namespace {

using Integers = std::vector<std::int64_t>;

std::int64_t from_begin(std::int64_t dimension, std::size_t rank) {
    return dimension < 0 ? dimension + static_cast<std::int64_t>(rank) : dimension;
}

void matrix_product(Emission& emission) {
    emission.give("MatMul", {emission.tensor("self"), emission.tensor("mat2")});
}

void added_product(Emission& emission) {
    if (emission.number("alpha", 1) != 1 || emission.number("beta", 1) != 1) {
        emission.refuse("it has factors");
    }
    const bool batched = emission.kind<graph::AtenCall>().name == "aten::baddbmm";
    const auto product = emission.add("MatMul", {emission.tensor(batched ? "batch1" : "mat1"),
                                                 emission.tensor(batched ? "batch2" : "mat2")});
    emission.give("Add", {product, emission.tensor("self")});
}

// softmax(q k^T scale + mask) v.
void attention(Emission& emission) {
    if (emission.flag("is_causal")) emission.refuse("it is causal");
    if (emission.flag("enable_gqa")) emission.refuse("its heads are grouped");
    emission.need(13);
    const auto& query = emission.tensor_shape("query");
    const std::size_t rank = query.size();
    Integers turned(rank);
    std::iota(turned.begin(), turned.end(), std::int64_t{0});
    std::swap(turned.at(rank - 1), turned.at(rank - 2));
    const double usual = 1 / std::sqrt(static_cast<double>(query.back()));
    const auto keys = emission.add("Transpose", {emission.tensor("key")}, {{"perm", turned}});
    const auto scaled = emission.add(
        "Mul", {emission.tensor("query"), emission.constant(emission.number("scale", usual))});
    auto scores = emission.add("MatMul", {scaled, keys});
    if (emission.argument("attn_mask") != nullptr) {
        scores = emission.add("Add", {scores, emission.tensor("attn_mask")});
    }
    const auto weights = emission.add("Softmax", {scores}, {{"axis", std::int64_t{-1}}});
    emission.give("MatMul", {weights, emission.tensor("value")});
}

void pixel_shuffle(Emission& emission) {
    emission.need(11);
    emission.give(
        "DepthToSpace", {emission.tensor("self")},
        {{"blocksize", emission.integer("upscale_factor", 1)}, {"mode", std::string("CRD")}});
}

// [N, g, C / g, ..] to [N, C / g, g, ..].
void channel_shuffle(Emission& emission) {
    const std::int64_t groups = emission.integer("groups", 1);
    const std::int64_t channels = emission.shape(0).at(1);
    const auto x = emission.tensor("self");
    const auto extents = emission.add("Shape", {x});
    const auto rows =
        emission.add("Reshape", {x, emission.list({0, groups, channels / groups, -1})});
    const auto turned = emission.add("Transpose", {rows}, {{"perm", Integers{0, 2, 1, 3}}});
    emission.give("Reshape", {turned, extents});
}

void index_select(Emission& emission) {
    emission.give("Gather", {emission.tensor("self"), emission.tensor("index")},
                  {{"axis", from_begin(emission.integer("dim", 0), emission.rank(0))}});
}

void gather(Emission& emission) {
    emission.need(11);
    emission.give("GatherElements", {emission.tensor("self"), emission.tensor("index")},
                  {{"axis", from_begin(emission.integer("dim", 0), emission.rank(0))}});
}

void reduction(Emission& emission, const char* type) {
    auto dimensions = emission.integers("dim");
    if (dimensions.empty()) {
        dimensions.resize(emission.rank(0));
        std::iota(dimensions.begin(), dimensions.end(), std::int64_t{0});
    }
    for (auto& d : dimensions) d = from_begin(d, emission.rank(0));
    const NewAttribute keep{"keepdims", std::int64_t{emission.flag("keepdim") ? 1 : 0}};
    const auto x = emission.tensor("self");
    if (emission.opset() >= 18) {
        emission.give(type, {x, emission.list(std::move(dimensions))}, {keep});
    } else {
        emission.give(type, {x}, {{"axes", std::move(dimensions)}, keep});
    }
}

void length(Emission& emission) {
    if (emission.number("ord", 2) != 2) emission.refuse("it is no Euclidean norm");
    reduction(emission, "ReduceL2");
}

void log_sum(Emission& emission) {
    reduction(emission, "ReduceLogSumExp");
}

void index_of_largest(Emission& emission) {
    if (emission.argument("dim") == nullptr) emission.refuse("it runs over all dimensions");
    emission.give("ArgMax", {emission.tensor("self")},
                  {{"axis", from_begin(emission.integer("dim", 0), emission.rank(0))},
                   {"keepdims", std::int64_t{emission.flag("keepdim") ? 1 : 0}}});
}

void stack(Emission& emission) {
    const auto* parts = emission.argument("tensors");
    const auto* inputs = parts ? std::get_if<std::vector<graph::InputArgument>>(parts) : nullptr;
    if (inputs == nullptr) emission.refuse("it has no tensors");
    const std::int64_t axis = from_begin(emission.integer("dim", 0), emission.rank(0) + 1);
    std::vector<std::string> widened;
    for (const auto& part : *inputs) {
        const auto name = emission.in(part.input);
        widened.push_back(emission.opset() >= 13
                              ? emission.add("Unsqueeze", {name, emission.list({axis})})
                              : emission.add("Unsqueeze", {name}, {{"axes", Integers{axis}}}));
    }
    emission.give("Concat", std::move(widened), {{"axis", axis}});
}

void repeat(Emission& emission) {
    const auto& call = emission.kind<graph::AtenCall>();
    auto repeats = emission.integers(call.name == "aten::tile" ? "dims" : "repeats");
    if (repeats.size() != emission.rank(0)) emission.refuse("it adds dimensions");
    emission.give("Tile", {emission.tensor("self"), emission.list(std::move(repeats))});
}

// a sigmoid(b) of the halves a and b.
void gated_half(Emission& emission) {
    emission.need(10);
    const std::int64_t axis = from_begin(emission.integer("dim", -1), emission.rank(0));
    const std::int64_t half = emission.shape(0).at(static_cast<std::size_t>(axis)) / 2;
    const auto part = [&](std::int64_t begin) {
        return emission.add("Slice", {emission.tensor("self"), emission.list({begin}),
                                      emission.list({begin + half}), emission.list({axis})});
    };
    const auto kept = part(0);
    emission.give("Mul", {kept, emission.add("Sigmoid", {part(half)})});
}

void einsum(Emission& emission) {
    emission.need(12);
    const auto* equation = emission.argument("equation");
    if (equation == nullptr || !std::holds_alternative<std::string>(*equation)) {
        emission.refuse("it has no equation");
    }
    std::vector<std::string> inputs;
    for (std::size_t i = 0; i < emission.op().inputs.size(); ++i) inputs.push_back(emission.in(i));
    emission.give("Einsum", std::move(inputs), {{"equation", std::get<std::string>(*equation)}});
}

void where(Emission& emission) {
    if (emission.argument("other") == nullptr) emission.refuse("it has one tensor alone");
    emission.give(
        "Where", {emission.tensor("condition"), emission.tensor("self"), emission.tensor("other")});
}

constexpr std::array kRows =
    std::to_array<WriteRow>({{"aten::bmm", matrix_product},
                             {"aten::baddbmm", added_product},
                             {"aten::addmm", added_product},
                             {"aten::scaled_dot_product_attention", attention},
                             {"aten::pixel_shuffle", pixel_shuffle},
                             {"aten::channel_shuffle", channel_shuffle},
                             {"aten::index_select", index_select},
                             {"aten::gather", gather},
                             {"aten::linalg_vector_norm", length},
                             {"aten::logsumexp", log_sum},
                             {"aten::argmax", index_of_largest},
                             {"aten::stack", stack},
                             {"aten::repeat", repeat},
                             {"aten::tile", repeat},
                             {"aten::glu", gated_half},
                             {"aten::einsum", einsum},
                             {"aten::where", where}});

}  // namespace

std::span<const WriteRow> aten_tensor_rows() {
    return kRows;
}

}  // namespace sescope::onnx
