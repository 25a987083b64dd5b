// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of extents and of numbers that are computed from them, before anything runs.
//
// A file computes extents with operators of its own (Shape, Gather, Mul, Floor, ..). They are
// evaluated here three times at once: for two sizes of the batch, and for images of another size.
// What is equal in all three is a literal; what differs tells what it hangs on.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/graph/graph.h"

namespace sescope::onnx {

inline constexpr std::size_t kProbes = 3;
inline constexpr std::size_t kOtherBatch = 1;  ///< the probe that differs from the first in batch
inline constexpr std::size_t kOtherSize = 2;   ///< and the one that differs in size

/// Thrown where a file computes something that a symbolic batch cannot: it is then read for single
/// images.
struct BatchMatters {
    std::string why;
};

struct Extent {
    std::array<std::int64_t, kProbes> at{};
    bool of_batch() const { return at[0] != at[kOtherBatch]; }
    bool of_size() const { return at[0] != at[kOtherSize]; }
    bool operator==(const Extent&) const = default;
};
using Extents = std::vector<Extent>;

Extents literal_extents(const graph::Shape& shape);
graph::Shape shape_at(const Extents& extents, std::size_t probe);

struct Number {
    std::array<double, kProbes> at{};
    bool hangs_on_size = false;  ///< also where it happens to be equal for both sizes
    bool of_batch() const { return at[0] != at[kOtherBatch]; }
    bool of_size() const { return hangs_on_size || at[0] != at[kOtherSize]; }
};

enum class NumberKind { integer, boolean, real, wide };  ///< real is float32, wide is float64

/// A tensor of numbers that are known at import, row-major.
struct Numbers {
    NumberKind kind = NumberKind::integer;
    graph::Shape shape;
    std::vector<Number> values;
};

Number literal(double value);
/// What the constant holds; nothing where its elements are of no kind of numbers.
std::optional<Numbers> numbers_of(const TensorEntry& tensor);
/// The number of the first probe; clamped to what std::int64_t holds.
std::int64_t to_integer(double value);

}  // namespace sescope::onnx
