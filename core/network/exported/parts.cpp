// SPDX-License-Identifier: GPL-3.0-or-later
// Operators that take tensors apart, put them together, and pad them.
#include <algorithm>
#include <limits>

#include "core/checkpoint/printable.h"
#include "core/network/exported/operator_table.h"
#include "core/network/exported/reshaped.h"
#include "core/network/exported/same_padding.h"

namespace sescope {
namespace {

using graph::ValueId;
using Numbers = std::vector<std::int64_t>;
constexpr auto kEnd = std::numeric_limits<std::int64_t>::max();

graph::Slice slice(std::size_t dimension, std::int64_t begin, std::int64_t end,
                   std::int64_t step = 1) {
    return {static_cast<std::int64_t>(dimension), begin, end, step};
}

void read_concat(Call& call) {
    const auto tensors = call.tensors("tensors");
    const auto dimension = call.dimension("dim", call.rank(tensors[0]), 0);
    // torch lets an empty vector stand among others; a network has none.
    call.give(graph::Concat{static_cast<std::int64_t>(dimension)}, tensors);
}

void read_stack(Call& call) {
    auto tensors = call.tensors("tensors");
    const auto dimension = call.dimension("dim", call.rank(tensors[0]) + 1, 0);
    for (auto& tensor : tensors) {
        const auto from = call.shape(tensor);
        auto to = from;
        to.insert(to.begin() + static_cast<std::ptrdiff_t>(dimension), Extent::fixed(1));
        tensor = call.add_step(graph::Reshape{reshape_extents(call, from, to, {})}, {tensor}, to);
    }
    call.give(graph::Concat{static_cast<std::int64_t>(dimension)}, tensors);
}

void read_slice(Call& call) {
    const auto x = call.tensor("self");
    const auto dimension = call.dimension("dim", call.rank(x), 0);
    const auto extent = call.shape(x)[dimension];
    const auto begin = call.extent("start", 0);
    const auto step = call.integer("step", 1);
    auto end = call.extent("end", kEnd);
    // Where nothing varies, the end of the example may be another's middle.
    if ((end == extent && extent.varies()) || end.example() > kLargestNumber) {
        end = Extent::fixed(kEnd);
    }
    if (begin == Extent::fixed(0) && end == Extent::fixed(kEnd) && step == 1) {
        return call.give(x, Sharing::part);
    }
    if (begin.varies_with_batch() || end.varies_with_batch()) {
        throw call.refused("takes a part that depends on the batch");
    }
    if (begin.varies_with_size() || end.varies_with_size()) call.only_this_size();
    call.give(slice(dimension, begin.example(), end.example(), step), {x}, Sharing::part);
}

void read_narrow(Call& call) {
    const auto x = call.tensor("self");
    const auto dimension = call.dimension("dim", call.rank(x));
    const auto begin = call.integer("start");
    call.give(slice(dimension, begin, begin + call.integer("length")), {x}, Sharing::part);
}

// One of a dimension, which goes.
void give_selected(Call& call, std::size_t dimension, std::int64_t index, std::size_t result = 0) {
    const auto x = call.tensor("self");
    auto one = call.shape(x);
    one[dimension] = Extent::fixed(1);
    const auto part =
        call.add_step(slice(dimension, index, index == -1 ? kEnd : index + 1), {x}, one);
    const auto to = call.stated_shape(result);
    call.give(call.add(graph::Reshape{reshape_extents(call, one, to, {})}, {part}, to, result),
              Sharing::part, result);
}

void read_select(Call& call) {
    const auto dimension = call.dimension("dim", call.rank(call.tensor("self")));
    give_selected(call, dimension, call.integer("index"));
}

void read_unbind(Call& call) {
    const auto dimension = call.dimension("dim", call.rank(call.tensor("self")), 0);
    for (std::size_t i = 0; i < call.results(); ++i) {
        give_selected(call, dimension, static_cast<std::int64_t>(i), i);
    }
}

// split, split_with_sizes, chunk, tensor_split: the parts one after the other, as large as the
// program states.
void read_split(Call& call) {
    const auto x = call.tensor("self");
    const auto dimension = call.dimension("dim", call.rank(x), 0);
    const auto whole = call.shape(x)[dimension];
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < call.results(); ++i) {
        const auto shape = call.stated_shape(i);
        if (shape.size() != call.rank(x)) throw call.refused("gives parts of another rank");
        if (whole.varies())
            throw call.refused("splits a dimension whose size is open", kHowToExport);
        const auto end = begin + shape[dimension].example();
        call.give(call.add(slice(dimension, begin, end), {x}, shape, i), Sharing::part, i);
        begin = end;
    }
    if (begin != whole.example()) throw call.refused("gives parts that are not its input");
}

// index.Tensor by one tensor of positions: they are taken in a row, and laid out as they were.
void read_index(Call& call) {
    const auto x = call.tensor("self");
    const auto [dimension, positions] = call.only_index("indices");
    const auto layout = call.shape(positions);
    const auto count = product(layout);
    if (!count || dimension >= call.rank(x) || call.depends_on_images(positions)) {
        throw call.refused("takes positions that are not read");
    }
    auto row = positions;
    if (layout.size() != 1) {
        row = call.add_step(graph::Reshape{{-1}}, {positions}, {*count});
    }
    graph::AtenCall select{"aten::index_select", "", {}};
    select.arguments = {{"self", graph::InputArgument{0}},
                        {"dim", static_cast<std::int64_t>(dimension)},
                        {"index", graph::InputArgument{1}}};
    if (layout.size() == 1) return call.give(std::move(select), {x, row});
    auto shape = call.shape(x);
    shape[dimension] = *count;
    const auto selected = call.add_step(std::move(select), {x, row}, shape);
    const auto to = call.stated_shape();
    call.give(graph::Reshape{reshape_extents(call, shape, to, {})}, {selected});
}

std::optional<graph::PadMode> pad_mode(const std::string& name) {
    if (name == "constant") return graph::PadMode::constant;
    if (name == "reflect") return graph::PadMode::reflect;
    if (name == "replicate") return graph::PadMode::replicate;
    if (name == "circular") return graph::PadMode::circular;
    return std::nullopt;
}

// Modules that pad by numbers that they were made with, whatever the size.
bool pads_by_constants(std::string_view module_class) {
    return module_class.starts_with("torch.nn.modules.padding.") ||
           module_class == "timm.models.hgnet.StemV2" || pads_by_size(module_class);
}

// `amounts` are pairs of begin and end, the last dimension first.
void give_pad(Call& call, std::string_view amounts, graph::PadMode mode, double value) {
    const auto x = call.tensor("self");
    const auto numbers = call.integers(amounts);
    const auto rank = call.rank(x);
    if (numbers.size() % 2 != 0 || numbers.size() > 2 * rank) {
        throw call.refused("pads more dimensions than its input has");
    }
    graph::Pad pad{Numbers(rank, 0), Numbers(rank, 0), mode, value};
    for (std::size_t i = 0; i < numbers.size() / 2; ++i) {
        pad.begin[rank - 1 - i] = numbers[2 * i];
        pad.end[rank - 1 - i] = numbers[2 * i + 1];
    }
    // What pads by its input's size is only told apart where a window follows: see same_padding.h.
    if (!pads_by_constants(call.node().module_class)) call.only_this_size();
    call.give(std::move(pad), {x});
}

void read_pad(Call& call) {
    const auto name = call.text("mode", "constant");
    const auto mode = pad_mode(name);
    if (!mode) throw call.refused("pads in the way " + printable(name) + ", which is unknown");
    give_pad(call, "pad", *mode, call.real("value", 0));
}

void read_constant_pad(Call& call) {
    give_pad(call, "pad", graph::PadMode::constant, call.real("value", 0));
}

template <graph::PadMode mode>
void read_mirrored_pad(Call& call) {
    give_pad(call, "padding", mode, 0);
}

constexpr OperatorRow kRows[]{
    {"cat", read_concat},
    {"concat", read_concat},
    {"concatenate", read_concat},
    {"stack", read_stack},
    {"slice", read_slice},
    {"slice_copy", read_slice},
    {"narrow", read_narrow},
    {"select", read_select},
    {"select_copy", read_select},
    {"unbind", read_unbind},
    {"split", read_split},
    {"split_with_sizes", read_split},
    {"split_with_sizes_copy", read_split},
    {"chunk", read_split},
    {"tensor_split", read_split},
    {"index", read_index},
    {"pad", read_pad},
    {"constant_pad_nd", read_constant_pad},
    {"reflection_pad1d", read_mirrored_pad<graph::PadMode::reflect>},
    {"reflection_pad2d", read_mirrored_pad<graph::PadMode::reflect>},
    {"replication_pad1d", read_mirrored_pad<graph::PadMode::replicate>},
    {"replication_pad2d", read_mirrored_pad<graph::PadMode::replicate>},
};

}  // namespace

std::span<const OperatorRow> part_rows() {
    return kRows;
}

}  // namespace sescope
