// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <string_view>

#include "core/checkpoint/tensor_layout.h"
#include "core/network/onnx/evaluate.h"

namespace sescope::onnx {
namespace {

using Type = std::string_view;

bool is_whole(const Number& number) {
    return std::ranges::all_of(number.at, [](double x) { return x == std::trunc(x); });
}

// Integers are exact up to 2^53; float32 is rounded after every step, as runtimes do.
double rounded(double value, NumberKind kind) {
    return kind == NumberKind::real ? static_cast<double>(static_cast<float>(value)) : value;
}

// The sign of left - right, which must be the same for every batch of one image or more.
int sign_of_difference(const Number& left, const Number& right, std::size_t probe) {
    const double here = left.at[probe] - right.at[probe];
    const double slope =
        (left.at[kOtherBatch] - right.at[kOtherBatch]) - (left.at[0] - right.at[0]);
    const auto sign = [](double x) { return (x > 0 ? 1 : 0) - (x < 0 ? 1 : 0); };
    if (slope != 0) {
        const double of_one = (left.at[0] - right.at[0]) - slope;  // the first probe has two images
        if (sign(of_one) != sign(slope)) throw BatchMatters{"a comparison with the batch"};
        return sign(slope);
    }
    // Infinities differ by no number.
    return left.at[probe] == right.at[probe] ? 0 : sign(here);
}

double quotient(double a, double b, NumberKind kind) {
    if (kind == NumberKind::real || kind == NumberKind::wide) return a / b;
    if (b == 0) throw Error(ErrorKind::model, "divides an extent by 0");
    return std::trunc(a / b);
}

double remainder(double a, double b, bool as_c) {
    if (b == 0) throw Error(ErrorKind::model, "divides an extent by 0");
    const double rest = std::fmod(a, b);
    return !as_c && rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

// Straight lines of the batch stay such: what would bend one is refused.
void require_straight(Type type, const Number& a, const Number& b, NumberKind kind) {
    if (!a.of_batch() && !b.of_batch()) return;
    bool straight = type == "Add" || type == "Sub";
    if (type == "Mul") straight = !a.of_batch() || !b.of_batch();
    if (type == "Div") {
        const double first = a.at[0] / b.at[0];
        const double second = a.at[kOtherBatch] / b.at[kOtherBatch];
        const bool exact = kind == NumberKind::real || kind == NumberKind::wide ||
                           (first == std::trunc(first) && second == std::trunc(second));
        straight = exact && (!b.of_batch() || first == second);
    }
    if (!straight) throw BatchMatters{"numbers that bend with the batch"};
}

double combine(Type type, const Number& a, const Number& b, std::size_t p, NumberKind kind,
               bool as_c) {
    if (type == "Add") return a.at[p] + b.at[p];
    if (type == "Sub") return a.at[p] - b.at[p];
    if (type == "Mul") return a.at[p] * b.at[p];
    if (type == "Div") return quotient(a.at[p], b.at[p], kind);
    if (type == "Mod") return remainder(a.at[p], b.at[p], as_c);
    if (type == "Pow") return std::pow(a.at[p], b.at[p]);
    if (type == "Max") return sign_of_difference(a, b, p) >= 0 ? a.at[p] : b.at[p];
    if (type == "Min") return sign_of_difference(a, b, p) <= 0 ? a.at[p] : b.at[p];
    if (type == "Equal") return sign_of_difference(a, b, p) == 0 ? 1 : 0;
    if (type == "Greater") return sign_of_difference(a, b, p) > 0 ? 1 : 0;
    if (type == "GreaterOrEqual") return sign_of_difference(a, b, p) >= 0 ? 1 : 0;
    if (type == "Less") return sign_of_difference(a, b, p) < 0 ? 1 : 0;
    if (type == "LessOrEqual") return sign_of_difference(a, b, p) <= 0 ? 1 : 0;
    if (type == "And") return a.at[p] != 0 && b.at[p] != 0 ? 1 : 0;
    return a.at[p] != 0 || b.at[p] != 0 ? 1 : 0;
}

bool gives_truth(Type type) {
    return type == "Equal" || type.starts_with("Greater") || type.starts_with("Less") ||
           type == "And" || type == "Or";
}
bool compares(Type type) {
    return gives_truth(type) || type == "Max" || type == "Min";
}

Number combined(Type type, const Number& a, const Number& b, NumberKind kind, bool as_c) {
    if (!compares(type)) require_straight(type, a, b, kind);
    Number result;
    result.hangs_on_size = a.of_size() || b.of_size();
    for (std::size_t p = 0; p < kProbes; ++p) {
        result.at[p] = rounded(combine(type, a, b, p, kind, as_c), kind);
    }
    return result;
}

graph::Shape broadcast(const Call& call, const graph::Shape& a, const graph::Shape& b) {
    graph::Shape shape(std::max(a.size(), b.size()), 1);
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const std::int64_t left = i < a.size() ? a[a.size() - 1 - i] : 1;
        const std::int64_t right = i < b.size() ? b[b.size() - 1 - i] : 1;
        if (left != right && left != 1 && right != 1)
            call.refuse("its inputs do not fit each other");
        shape[shape.size() - 1 - i] = left == 1 ? right : left;
    }
    return shape;
}

Numbers broadcast_to(Call& call, const Numbers& numbers, const graph::Shape& shape) {
    if (numbers.shape == shape) return numbers;
    auto own = contiguous_strides(numbers.shape);
    std::vector<std::int64_t> strides(shape.size(), 0);
    for (std::size_t i = 0; i < own.size(); ++i) {
        const std::size_t at = shape.size() - own.size() + i;
        if (numbers.shape[i] != 1) strides[at] = own[i];
    }
    return strided(call, numbers, shape, strides);
}

Number mapped(Type type, const Number& x, NumberKind kind) {
    const bool rounds = type == "Floor" || type == "Ceil" || type == "Round";
    if (x.of_batch() && type != "Neg" && !(rounds && is_whole(x))) {
        throw BatchMatters{"numbers that bend with the batch"};
    }
    Number result;
    result.hangs_on_size = x.of_size();
    for (std::size_t p = 0; p < kProbes; ++p) {
        const double value = x.at[p];
        double y = -value;
        if (type == "Floor") y = std::floor(value);
        if (type == "Ceil") y = std::ceil(value);
        if (type == "Round") y = std::nearbyint(value);
        if (type == "Abs") y = std::abs(value);
        if (type == "Sqrt") y = std::sqrt(value);
        if (type == "Reciprocal") y = 1 / value;
        if (type == "Not") y = value == 0 ? 1 : 0;
        result.at[p] = rounded(y, kind);
    }
    return result;
}

}  // namespace

std::optional<Numbers> evaluate_unary(Call& call) {
    Numbers result = *call.required(0, "inputs");
    call.import().spend(result.values.size());
    for (auto& value : result.values) value = mapped(call.node().type, value, result.kind);
    return result;
}

std::optional<Numbers> evaluate_binary(Call& call) {
    const Type type = call.node().type;
    const bool as_c = call.integer("fmod", 0) != 0;
    Numbers result = *call.required(0, "inputs");
    for (std::size_t i = 1; i < call.input_count(); ++i) {
        const auto right = call.required(i, "inputs");
        const auto shape = broadcast(call, result.shape, right->shape);
        const NumberKind kind = result.kind;
        result = broadcast_to(call, result, shape);
        const Numbers other = broadcast_to(call, *right, shape);
        call.import().spend(result.values.size());
        for (std::size_t at = 0; at < result.values.size(); ++at) {
            try {
                result.values[at] = combined(type, result.values[at], other.values[at], kind, as_c);
            } catch (const Error& error) {
                call.refuse(error.message());
            }
        }
        if (gives_truth(type)) result.kind = NumberKind::boolean;
    }
    return result;
}

std::optional<Numbers> evaluate_clip(Call& call) {
    Numbers result = *call.required(0, "inputs");
    for (std::size_t i = 1; i < call.input_count(); ++i) {
        if (!call.has(i)) continue;
        const auto bound = call.required(i, "bounds");
        if (bound->values.size() != 1) call.refuse("its bounds are no numbers");
        for (auto& value : result.values) {
            value =
                combined(i == 1 ? "Max" : "Min", value, bound->values.front(), result.kind, false);
        }
    }
    return call.opset() < 11 ? std::nullopt : std::optional(std::move(result));
}

std::optional<Numbers> evaluate_where(Call& call) {
    const auto condition = call.required(0, "conditions");
    const auto yes = call.required(1, "inputs");
    const auto no = call.required(2, "inputs");
    const auto shape = broadcast(call, condition->shape, broadcast(call, yes->shape, no->shape));
    const Numbers which = broadcast_to(call, *condition, shape);
    Numbers result = broadcast_to(call, *yes, shape);
    const Numbers other = broadcast_to(call, *no, shape);
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        const Number& truth = which.values[i];
        if (truth.of_batch()) throw BatchMatters{"a choice by the batch"};
        for (std::size_t p = 0; p < kProbes; ++p) {
            if (truth.at[p] == 0) result.values[i].at[p] = other.values[i].at[p];
        }
        // A choice that hangs on the size may fall otherwise for a third one.
        const Number& taken = truth.at[0] != 0 ? result.values[i] : other.values[i];
        result.values[i].hangs_on_size = taken.of_size() || truth.of_size();
    }
    return result;
}

std::optional<Numbers> evaluate_cast(Call& call) {
    const auto to = static_cast<ElementType>(call.integer("to", 0));
    const Bound& x = call.input(0);
    // A tensor of the file stays one.
    if (x.constant && is_floating(x.constant->dtype) && is_floating(to)) return std::nullopt;
    Numbers result = *call.required(0, "inputs");
    const bool from_fraction = result.kind == NumberKind::real || result.kind == NumberKind::wide;
    result.kind = to == ElementType::f64       ? NumberKind::wide
                  : is_floating(to)            ? NumberKind::real
                  : to == ElementType::boolean ? NumberKind::boolean
                                               : NumberKind::integer;
    for (auto& value : result.values) {
        const bool bends =
            (result.kind == NumberKind::integer && from_fraction && !is_whole(value)) ||
            result.kind == NumberKind::boolean;
        if (value.of_batch() && bends) throw BatchMatters{"a cast of the batch"};
        value.hangs_on_size = value.of_size();
        for (double& number : value.at) {
            if (result.kind == NumberKind::integer) number = std::trunc(number);
            if (result.kind == NumberKind::boolean) number = number != 0 ? 1 : 0;
            number = rounded(number, result.kind);
        }
    }
    return result;
}

// Of all numbers, or of the only axis.
std::optional<Numbers> evaluate_reduction(Call& call) {
    const auto known = call.required(0, "inputs");
    const auto axes = call.integers_of(1, "axes");
    if (known->values.empty() || (axes && !axes->empty() && known->shape.size() > 1)) {
        return std::nullopt;
    }
    const Type type = call.node().type;
    const Type step = type == "ReduceProd"  ? "Mul"
                      : type == "ReduceSum" ? "Add"
                      : type == "ReduceMax" ? "Max"
                                            : "Min";
    Number result = known->values.front();
    for (std::size_t i = 1; i < known->values.size(); ++i) {
        result = combined(step, result, known->values[i], known->kind, false);
    }
    const bool keep = call.integer("keepdims", 1) != 0;
    return Numbers{known->kind, graph::Shape(keep ? known->shape.size() : 0, 1), {result}};
}

std::optional<Numbers> evaluate_range(Call& call) {
    constexpr double most = 65'536;
    std::array<Number, 3> given;  // start, limit, delta
    NumberKind kind = NumberKind::integer;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto known = call.required(i, "bounds");
        if (known->values.size() != 1) call.refuse("its bounds are no numbers");
        given[i] = known->values.front();
        kind = known->kind;
        if (given[i].of_batch()) throw BatchMatters{"a range over the batch"};
        call.import().note_size(given[i].of_size());
    }
    const double count = std::ceil((given[1].at[0] - given[0].at[0]) / given[2].at[0]);
    if (!(count >= 0 && count <= most)) call.refuse("is longer than any network needs");
    Numbers result{kind, {static_cast<std::int64_t>(count)}, {}};
    for (double i = 0; i < count; ++i) {
        result.values.push_back(literal(rounded(given[0].at[0] + i * given[2].at[0], kind)));
    }
    return result;
}

}  // namespace sescope::onnx
