// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/graph/channel_relations.h"

#include <algorithm>
#include <numeric>

#include "core/graph/shape_rules.h"

namespace sescope::graph {
namespace {

constexpr const char* kNotFollowed = "does not keep channels apart";
constexpr const char* kShared = "shares its weights";

std::size_t count(std::int64_t extent) {
    return static_cast<std::size_t>(extent);
}

std::vector<std::size_t> from(std::size_t begin, std::size_t extent) {
    std::vector<std::size_t> channels(extent);
    std::iota(channels.begin(), channels.end(), begin);
    return channels;
}

class Relations {
  public:
    Relations(const ScalingSite& site, std::size_t index)
        : site_(site), index_(index), op_(site.graph.operators[index]) {}

    ChannelRelation result() {
        std::visit([this](const auto& kind) { relate(kind); }, op_.kind);
        const bool owned = std::ranges::all_of(relation_.slicings, [&](const ChannelSlicing& s) {
            return site_.is_own_weight(s.weight);
        });
        if (!owned) stay(kShared);
        return std::move(relation_);
    }

  private:
    const Shape& shape(ValueId id) const { return site_.shape(id); }
    bool is_weight(ValueId id) const { return site_.graph.value(id).kind == ValueKind::weight; }
    ValueId x() const { return op_.inputs[0]; }
    ValueId out() const { return op_.output(); }

    /// Nothing may go that the operator reads or makes.
    void stay(const char* reason) {
        relation_ = {};
        relation_.reason = reason;
        for (const ValueId id : op_.inputs) {
            if (id != kAbsent && !is_weight(id)) relation_.staying.push_back(id);
        }
        relation_.staying.insert(relation_.staying.end(), op_.outputs.begin(), op_.outputs.end());
    }
    void tie(ValueId a, ValueId b, std::size_t begin = 0) {
        relation_.ties.push_back({a, b, from(begin, count(shape(a)[1]))});
    }
    void slice(ValueId weight, std::size_t dimension, ValueId by) {
        if (weight != kAbsent) relation_.slicings.push_back({weight, dimension, by});
    }
    bool has_channels(ValueId id) const { return !is_weight(id) && shape(id).size() >= 2; }

    void relate(const Convolution& conv) {
        if (is_weight(x()) || !is_weight(op_.inputs[1]) || !has_channels(x())) {
            return stay(kNotFollowed);
        }
        const auto inputs = count(shape(x())[1]);
        const auto outputs = count(shape(out())[1]);
        const bool kernel_of_one =
            std::all_of(shape(op_.inputs[1]).begin() + 2, shape(op_.inputs[1]).end(),
                        [](std::int64_t extent) { return extent == 1; });
        relation_.padded =
            std::ranges::any_of(conv.padding, [](std::int64_t p) { return p != 0; }) ||
            (conv.same != SamePadding::none && !kernel_of_one);
        slice(op_.inputs[1], 0, out());
        slice(op_.input(2), 0, out());
        if (conv.groups == 1) {
            slice(op_.inputs[1], 1, x());
            relation_.folded = x();
        } else if (count(conv.groups) == inputs) {
            const std::size_t times = outputs / inputs;
            for (std::size_t j = 0; j < times; ++j) {
                ChannelTie each{x(), out(), from(0, inputs)};
                for (auto& channel : each.of_a) channel = channel * times + j;
                relation_.ties.push_back(std::move(each));
            }
        } else {
            relation_.grouped = true;
            relation_.folded = x();
        }
    }
    void relate(const BatchNorm& /*norm*/) {
        tie(x(), out());
        for (std::size_t i = 1; i < op_.inputs.size(); ++i) slice(op_.inputs[i], 0, out());
    }
    void relate(const Linear& linear) {
        const bool plain = has_channels(x()) && shape(x()).size() == 2 && is_weight(op_.inputs[1]);
        if (!plain) return stay(kNotFollowed);
        relation_.folded = x();
        slice(op_.inputs[1], linear.transposed ? 1 : 0, out());
        slice(op_.inputs[1], linear.transposed ? 0 : 1, x());
        slice(op_.input(2), 0, out());
    }
    void relate(const Activation& /*act*/) { elementwise(); }
    void relate(const Pool& /*pool*/) { elementwise(); }
    void relate(const AdaptivePool& /*pool*/) { elementwise(); }
    void relate(const Resize& /*resize*/) { elementwise(); }
    void relate(const Softmax& softmax) {
        if (shape(x()).empty() || dimension_of(softmax.dimension, shape(x()).size()) <= 1) {
            return stay(kNotFollowed);
        }
        elementwise();
    }
    void elementwise() {
        if (!has_channels(x()) || shape(out()).size() < 2 || shape(x())[1] != shape(out())[1]) {
            return stay(kNotFollowed);
        }
        tie(x(), out());
    }
    void relate(const Binary& binary) {
        if (binary.scalar) return elementwise();
        if (shape(out()).size() < 2) return stay(kNotFollowed);
        for (const ValueId id : op_.inputs) {
            if (!operand(id)) return stay(kNotFollowed);
        }
    }
    /// Ties what is broadcast to the output, or slices it; false where its channels lie elsewhere.
    bool operand(ValueId id) {
        const auto rank = shape(id).size();
        const auto wanted = shape(out()).size();
        if (rank + 1 < wanted) {  // the same for all channels
            if (!is_weight(id)) relation_.staying.push_back(id);
            return true;
        }
        const std::size_t at = rank + 1 - wanted;
        const std::int64_t extent = shape(id)[at];
        if (extent == shape(out())[1]) {
            if (is_weight(id)) {
                slice(id, at, out());
                return true;
            }
            if (rank != wanted) return false;
            tie(id, out());
            return true;
        }
        if (!is_weight(id)) relation_.staying.push_back(id);
        return true;
    }
    void relate(const Reduce& reduce) {
        const bool below = std::ranges::all_of(
            reduce.dimensions, [](std::int64_t dimension) { return dimension > 1; });
        if (!below) return stay(kNotFollowed);
        elementwise();
    }
    void relate(const Concat& concat) {
        const auto along = dimension_of(concat.dimension, shape(out()).size());
        const bool computed =
            std::ranges::all_of(op_.inputs, [&](ValueId id) { return has_channels(id); });
        if (along == 0 || !computed) return stay(kNotFollowed);
        std::size_t begin = 0;
        for (const ValueId id : op_.inputs) {
            tie(id, out(), begin);
            if (along == 1) begin += count(shape(id)[1]);
        }
    }
    void relate(const Slice& slice) {
        if (!has_channels(x())) return stay(kNotFollowed);
        const auto along = dimension_of(slice.dimension, shape(x()).size());
        if (along != 1) return along == 0 ? stay(kNotFollowed) : elementwise();
        if (slice.step != 1) return stay(kNotFollowed);
        const std::int64_t extent = shape(x())[1];
        const std::int64_t begin = std::clamp(slice.begin < 0 ? slice.begin + extent : slice.begin,
                                              std::int64_t{0}, extent);
        tie(out(), x(), count(begin));
    }
    void relate(const Pad& pad) {
        const bool apart = pad.begin.size() > 1 && pad.begin[0] == 0 && pad.end[0] == 0 &&
                           pad.begin[1] == 0 && pad.end[1] == 0;
        if (!apart) return stay(kNotFollowed);
        elementwise();
    }
    void relate(const Reshape& /*reshape*/) {
        if (const auto shuffle = shuffle_at(site_, index_)) return shuffled(*shuffle);
        if (within_shuffle()) return;
        const bool apart = has_channels(x()) && shape(out()).size() >= 2 &&
                           shape(x())[0] == shape(out())[0] && shape(x())[1] == shape(out())[1];
        if (!apart) return stay(kNotFollowed);
        tie(x(), out());
    }
    void relate(const Permute& permute) {
        if (within_shuffle()) return;
        const bool apart = permute.order.size() >= 2 && permute.order[0] == 0 &&
                           permute.order[1] == 1 && has_channels(x());
        if (!apart) return stay(kNotFollowed);
        tie(x(), out());
    }
    void relate(const Expand& /*expand*/) {
        if (!has_channels(x()) || shape(x()).size() != shape(out()).size()) {
            return stay(kNotFollowed);
        }
        elementwise();
    }
    template <class Other>
    void relate(const Other& /*op*/) {
        stay(kNotFollowed);
    }

    /// Channel i of group g goes to place g of row i: what goes, goes from all groups alike.
    void shuffled(const ChannelShuffle& shuffle) {
        const ValueId end = site_.graph.operators[shuffle.joining].output();
        const auto channels = count(shape(x())[1]);
        const std::size_t each = channels / shuffle.groups;
        ChannelTie moved{x(), end, from(0, channels)};
        ChannelTie alike{x(), x(), from(0, channels)};
        for (std::size_t c = 0; c < channels; ++c) {
            moved.of_a[c] = c % each * shuffle.groups + c / each;
            alike.of_a[c] = c % each;
        }
        relation_.ties = {std::move(moved), std::move(alike)};
        relation_.reason = kNotFollowed;  // of the two values in between, which are not looked at
        relation_.staying = {out(), site_.graph.operators[shuffle.permute].output()};
    }
    /// Of the second and third operators of a shuffle, the first speaks.
    bool within_shuffle() const {
        auto by = site_.producers[static_cast<std::size_t>(x())];
        for (int back = 0; back < 2 && by >= 0; ++back) {
            const auto at = static_cast<std::size_t>(by);
            const auto shuffle = shuffle_at(site_, at);
            if (shuffle && (shuffle->permute == index_ || shuffle->joining == index_)) return true;
            const ValueId before = site_.graph.operators[at].input(0);
            by = before == kAbsent ? -1 : site_.producers[static_cast<std::size_t>(before)];
        }
        return false;
    }

    const ScalingSite& site_;
    std::size_t index_;
    const Operator& op_;
    ChannelRelation relation_;
};

/// The one operator that reads the value, or nothing.
std::optional<std::size_t> only_reader(const ScalingSite& site, ValueId id) {
    const auto& readers = site.readers_at(id);
    if (readers.size() != 1 || site.is_output(id)) return std::nullopt;
    return readers.front();
}

}  // namespace

ChannelRelation relation_of(const ScalingSite& site, std::size_t index) {
    return Relations(site, index).result();
}

std::optional<ChannelShuffle> shuffle_at(const ScalingSite& site, std::size_t index) {
    const auto& op = site.graph.operators[index];
    if (!std::holds_alternative<Reshape>(op.kind)) return std::nullopt;
    const Shape& in = site.shape(op.inputs[0]);
    const Shape& apart = site.shape(op.output());
    const bool splits = in.size() >= 2 && apart.size() == in.size() + 1 && apart[0] == in[0] &&
                        apart[1] * apart[2] == in[1] && apart[1] > 1 && apart[2] > 1 &&
                        std::equal(in.begin() + 2, in.end(), apart.begin() + 3);
    const auto permute = splits ? only_reader(site, op.output()) : std::nullopt;
    if (!permute) return std::nullopt;
    const auto* order = std::get_if<Permute>(&site.graph.operators[*permute].kind);
    if (order == nullptr) return std::nullopt;
    for (std::size_t i = 0; i < order->order.size(); ++i) {
        const std::size_t wanted = i == 1 ? 2 : i == 2 ? 1 : i;
        if (count(order->order[i]) != wanted) return std::nullopt;
    }
    const auto joining = only_reader(site, site.graph.operators[*permute].output());
    if (!joining) return std::nullopt;
    const auto& last = site.graph.operators[*joining];
    if (!std::holds_alternative<Reshape>(last.kind) || site.shape(last.output()) != in) {
        return std::nullopt;
    }
    return ChannelShuffle{*permute, *joining, count(apart[1])};
}

}  // namespace sescope::graph
