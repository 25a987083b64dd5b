// SPDX-License-Identifier: GPL-3.0-or-later
// The same values in another shape, order or company; and softmax, which works along an axis.
#include <algorithm>
#include <array>
#include <limits>

#include "core/network/onnx/write/write_table.h"

namespace sescope::onnx {
namespace {

using Integers = std::vector<std::int64_t>;

std::int64_t axis_of(const Emission& emission, std::int64_t dimension) {
    const auto rank = static_cast<std::int64_t>(emission.rank(0));
    return dimension < 0 ? dimension + rank : dimension;
}

void concat(Emission& emission) {
    std::vector<std::string> inputs;
    for (std::size_t i = 0; i < emission.op().inputs.size(); ++i) inputs.push_back(emission.in(i));
    emission.give("Concat", std::move(inputs),
                  {{"axis", axis_of(emission, emission.kind<graph::Concat>().dimension)}});
}

void slice(Emission& emission) {
    const auto& op = emission.kind<graph::Slice>();
    const std::int64_t axis = axis_of(emission, op.dimension);
    if (emission.opset() < 10) {
        if (op.step != 1) emission.need(10);
        return emission.give(
            "Slice", {emission.in(0)},
            {{"axes", Integers{axis}}, {"starts", Integers{op.begin}}, {"ends", Integers{op.end}}});
    }
    std::vector<std::string> inputs{emission.in(0), emission.list({op.begin}),
                                    emission.list({op.end}), emission.list({axis})};
    if (op.step != 1) inputs.push_back(emission.list({op.step}));
    emission.give("Slice", std::move(inputs));
}

const char* name_of(graph::PadMode mode) {
    constexpr std::array names{"constant", "reflect", "edge", "wrap"};
    return names.at(static_cast<std::size_t>(mode));
}

void pad(Emission& emission) {
    const auto& op = emission.kind<graph::Pad>();
    Integers pads = op.begin;
    pads.insert(pads.end(), op.end.begin(), op.end.end());
    if (op.mode == graph::PadMode::circular) emission.need(19);
    const NewAttribute mode{"mode", std::string(name_of(op.mode))};
    if (emission.opset() < 11) {
        return emission.give("Pad", {emission.in(0)}, {mode, {"pads", pads}, {"value", op.value}});
    }
    std::vector<std::string> inputs{emission.in(0), emission.list(std::move(pads))};
    if (op.mode == graph::PadMode::constant) inputs.push_back(emission.constant(op.value));
    emission.give("Pad", std::move(inputs), {mode});
}

void reshape(Emission& emission) {
    emission.give("Reshape",
                  {emission.in(0), emission.list(emission.kind<graph::Reshape>().extents)});
}

void permute(Emission& emission) {
    emission.give("Transpose", {emission.in(0)}, {{"perm", emission.kind<graph::Permute>().order}});
}

void expand(Emission& emission) {
    // A 1 keeps the input's extent too.
    Integers extents = emission.kind<graph::Expand>().extents;
    std::ranges::replace(extents, -1, 1);
    emission.give("Expand", {emission.in(0), emission.list(std::move(extents))});
}

void softmax(Emission& emission) {
    const auto& op = emission.kind<graph::Softmax>();
    const std::int64_t axis = axis_of(emission, op.dimension);
    // Before opset 13 all from the axis on is one row.
    if (axis + 1 != static_cast<std::int64_t>(emission.rank(0))) emission.need(13);
    emission.give(op.log ? "LogSoftmax" : "Softmax", {emission.in(0)}, {{"axis", axis}});
}

constexpr std::array kRows = std::to_array<WriteRow>({{"concat", concat},
                                                      {"slice", slice},
                                                      {"pad", pad},
                                                      {"reshape", reshape},
                                                      {"permute", permute},
                                                      {"expand", expand},
                                                      {"softmax", softmax},
                                                      {"log_softmax", softmax}});

}  // namespace

std::span<const WriteRow> layout_rows() {
    return kRows;
}

}  // namespace sescope::onnx
