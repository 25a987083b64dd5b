// SPDX-License-Identifier: GPL-3.0-or-later
// The closed set of operators that networks are made of. Each has typed fields, and says what its
// inputs are; what is not among them is an `AtenCall`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sescope::graph {

/// Padding that follows from the size of the input, as TensorFlow and ONNX's auto_pad have it: as
/// much as makes ceil(input / stride) outputs. `upper`: the odd pixel at the end.
enum class SamePadding { none, upper, lower };

/// inputs: x [N, C, spatial..], weight [out, C / groups, kernel..], bias [out] (may be absent).
/// Correlation over one, two or three spatial dimensions; every vector has one entry for each,
/// `padding` two: the begins of all, then the ends of all ([top, left, bottom, right]).
struct Convolution {
    std::vector<std::int64_t> stride{};
    std::vector<std::int64_t> padding{};
    std::vector<std::int64_t> dilation{};
    std::int64_t groups = 1;
    SamePadding same = SamePadding::none;  ///< where it is not none, `padding` is all zeros
    bool operator==(const Convolution&) const = default;
};

/// inputs: x, weight [C, out / groups, kernel..], bias (may be absent).
struct TransposedConvolution {
    std::vector<std::int64_t> stride{};
    std::vector<std::int64_t> padding{};         ///< begins, then ends
    std::vector<std::int64_t> output_padding{};  ///< one for each spatial dimension
    std::vector<std::int64_t> dilation{};
    std::int64_t groups = 1;
    bool operator==(const TransposedConvolution&) const = default;
};

/// inputs: x [N, C, ..], weight [C] (may be absent: 1), bias [C] (may be absent: 0), mean [C],
/// variance [C]. In evaluation: (x - mean) / sqrt(variance + eps) * weight + bias.
struct BatchNorm {
    double eps = 1e-5;
    bool operator==(const BatchNorm&) const = default;
};

/// inputs: x, weight (may be absent), bias (may be absent), over the last `dimensions` dimensions.
struct LayerNorm {
    std::int64_t dimensions = 1;
    double eps = 1e-5;
    bool operator==(const LayerNorm&) const = default;
};

/// inputs: x [N, C, ..], weight [C] (may be absent), bias [C] (may be absent).
struct GroupNorm {
    std::int64_t groups = 1;
    double eps = 1e-5;
    bool operator==(const GroupNorm&) const = default;
};

/// inputs: x [.., in], weight [out, in] ([in, out] where `transposed`), bias [out] (may be absent).
struct Linear {
    bool transposed = false;
    bool operator==(const Linear&) const = default;
};

/// inputs: a, b: matrix product over the last two dimensions, the others broadcast.
struct MatMul {
    bool operator==(const MatMul&) const = default;
};

enum class ActivationKind {
    relu,
    leaky_relu,    ///< x < 0: a x
    clamp,         ///< min(max(x, a), b); ReLU6 is a = 0, b = 6; either may be infinite
    sigmoid,       ///< 1 / (1 + exp(-x))
    hard_sigmoid,  ///< min(max(a x + b, 0), 1); torch's is a = 1 / 6, b = 0.5
    tanh,
    silu,        ///< x sigmoid(x)
    hard_swish,  ///< x min(max(x + 3, 0), 6) / 6
    gelu,        ///< x Phi(x)
    gelu_tanh,   ///< its approximation by tanh
    elu,         ///< x < 0: a (exp(x) - 1)
    mish,        ///< x tanh(softplus(x))
    softplus     ///< log(1 + exp(x))
};

/// inputs: x. `a` and `b` are used where the kind says so, else 0.
struct Activation {
    ActivationKind kind = ActivationKind::relu;
    double a = 0;
    double b = 0;
    bool operator==(const Activation&) const = default;
};

enum class BinaryKind { add, subtract, multiply, divide, maximum, minimum, power };

/// inputs: left, right, broadcast as NumPy does; or left alone, and the right one is `scalar`.
struct Binary {
    BinaryKind kind = BinaryKind::add;
    std::optional<double> scalar{};
    bool operator==(const Binary&) const = default;
};

enum class PoolKind { max, average };

/// inputs: x [N, C, spatial..]. Windows as those of Convolution; padding of max pools is -infinity.
struct Pool {
    PoolKind kind = PoolKind::max;
    std::vector<std::int64_t> kernel{};
    std::vector<std::int64_t> stride{};
    std::vector<std::int64_t> padding{};   ///< begins, then ends
    std::vector<std::int64_t> dilation{};  ///< of max pools
    bool ceil_mode = false;
    bool count_padding = true;  ///< of average pools: whether padding counts as zeros
    SamePadding same = SamePadding::none;
    bool operator==(const Pool&) const = default;
};

/// inputs: x [N, C, H, W]. Cells as torch's adaptive pools have them, for an output larger than
/// one; to one pixel it is a Reduce.
struct AdaptivePool {
    PoolKind kind = PoolKind::average;
    std::vector<std::int64_t> output{};
    bool operator==(const AdaptivePool&) const = default;
};

enum class ReduceKind { mean, max, min, sum };

/// inputs: x. `dimensions` are not negative, ascending. Global pools of every source are this: mean
/// or max over all spatial dimensions.
struct Reduce {
    ReduceKind kind = ReduceKind::mean;
    std::vector<std::int64_t> dimensions{};
    bool keep = true;  ///< the dimensions stay, as 1
    bool operator==(const Reduce&) const = default;
};

/// inputs: any number.
struct Concat {
    std::int64_t dimension = 1;
    bool operator==(const Concat&) const = default;
};

/// inputs: x. Elements begin, begin + step, .. below end; begin and end may be negative (from the
/// end) or beyond it, as in Python. Splits, chunks and unbinds are slices, one an output.
struct Slice {
    std::int64_t dimension = 0;
    std::int64_t begin = 0;
    std::int64_t end = std::numeric_limits<std::int64_t>::max();
    std::int64_t step = 1;
    bool operator==(const Slice&) const = default;
};

enum class PadMode { constant, reflect, replicate, circular };

/// inputs: x. `begin` and `end` have an entry for each dimension of x; negative ones crop.
struct Pad {
    std::vector<std::int64_t> begin{};
    std::vector<std::int64_t> end{};
    PadMode mode = PadMode::constant;
    double value = 0;
    bool operator==(const Pad&) const = default;
};

/// inputs: x. An extent of 0 is that of the input at the same place, one of -1 what is left over.
/// Flatten, view, squeeze and unsqueeze are reshapes. The batch is never written as a number: it is
/// a 0 or the -1.
struct Reshape {
    std::vector<std::int64_t> extents{};
    bool operator==(const Reshape&) const = default;
};

/// inputs: x. Output dimension i is input dimension order[i].
struct Permute {
    std::vector<std::int64_t> order{};
    bool operator==(const Permute&) const = default;
};

/// inputs: x. -1 keeps the input's extent; leading dimensions may be added.
struct Expand {
    std::vector<std::int64_t> extents{};
    bool operator==(const Expand&) const = default;
};

enum class ResizeMode { nearest, linear, cubic };
/// How an output coordinate is taken back to the input (ONNX Resize's
/// coordinate_transformation_mode).
enum class ResizeCoordinates { half_pixel, pytorch_half_pixel, align_corners, asymmetric };
enum class ResizeRounding { prefer_floor, prefer_ceil, floor, ceil };

/// inputs: x [N, C, spatial..]. Either `scales` or `sizes` has an entry for each spatial dimension.
struct Resize {
    ResizeMode mode = ResizeMode::nearest;
    ResizeCoordinates coordinates = ResizeCoordinates::half_pixel;
    ResizeRounding rounding = ResizeRounding::floor;  ///< of nearest
    double cubic_a = -0.75;                           ///< of cubic
    std::vector<double> scales{};
    std::vector<std::int64_t> sizes{};
    bool operator==(const Resize&) const = default;
};

/// inputs: x.
struct Softmax {
    std::int64_t dimension = -1;
    bool log = false;
    bool operator==(const Softmax&) const = default;
};

/// The operator's input of this number, as an argument of an AtenCall.
struct InputArgument {
    std::size_t input = 0;
    bool operator==(const InputArgument&) const = default;
};

using ArgumentValue =
    std::variant<std::monostate, InputArgument, std::vector<InputArgument>, bool, std::int64_t,
                 double, std::string, std::vector<std::int64_t>, std::vector<double>>;

struct Argument {
    std::string name;  ///< as ATen's schema calls it: "approximate"
    ArgumentValue value;
    bool operator==(const Argument&) const = default;
};

/// Any other pure operator of ATen, by the name and overload of its schema; arguments that are left
/// out have the schema's default. Only operators of `aten_operators()` are allowed.
struct AtenCall {
    std::string name;      ///< "aten::scaled_dot_product_attention"
    std::string overload;  ///< "" or "dim"
    std::vector<Argument> arguments{};
    bool operator==(const AtenCall&) const = default;
};

using OperatorKind =
    std::variant<Convolution, TransposedConvolution, BatchNorm, LayerNorm, GroupNorm, Linear,
                 MatMul, Activation, Binary, Pool, AdaptivePool, Reduce, Concat, Slice, Pad,
                 Reshape, Permute, Expand, Resize, Softmax, AtenCall>;

}  // namespace sescope::graph
