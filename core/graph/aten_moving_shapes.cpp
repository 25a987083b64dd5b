// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes of calls that take, move or make elements.
#include <fmt/format.h>

#include <cmath>

#include "core/graph/aten_call.h"

namespace sescope::graph::aten {
namespace {

const Shape& ranked(const Shape& x, std::size_t rank) {
    if (x.size() != rank) throw Misfit(fmt::format("it wants {} dimensions", rank));
    return x;
}

std::int64_t quotient(std::int64_t a, std::int64_t b) {
    if (b < 1 || a % b != 0) throw Misfit(fmt::format("{} is no multiple of {}", a, b));
    return a / b;
}

// A pair of numbers, where one stands for both.
Shape pair_of(const CallShapes& call, std::string_view name, std::int64_t otherwise) {
    auto pair = call.integers(name).value_or(Shape{otherwise, otherwise});
    if (pair.size() == 1) pair.push_back(pair[0]);
    if (pair.size() != 2 || pair[0] < 0 || pair[1] < 0) {
        throw Misfit(fmt::format("its argument {} is no pair", name));
    }
    return pair;
}

// Places of im2col's window over maps of this size.
std::int64_t places(const CallShapes& call, std::int64_t height, std::int64_t width) {
    const auto kernel = pair_of(call, "kernel_size", 1);
    const auto dilation = pair_of(call, "dilation", 1);
    const auto padding = pair_of(call, "padding", 0);
    const auto stride = pair_of(call, "stride", 1);
    if (stride[0] == 0 || stride[1] == 0) throw Misfit("a stride of 0");
    const auto along = [&](std::size_t i, std::int64_t extent) {
        return outputs_of({.kernel = kernel[i],
                           .stride = stride[i],
                           .before = padding[i],
                           .after = padding[i],
                           .dilation = dilation[i]},
                          extent);
    };
    const Shape both{along(0, height), along(1, width)};
    return elements(both);
}

}  // namespace

std::vector<Shape> im2col(const CallShapes& call) {
    const Shape& x = ranked(call.first(), 4);
    const auto kernel = pair_of(call, "kernel_size", 1);
    const Shape columns{x[1], kernel[0], kernel[1]};
    return {{x[0], elements(columns), places(call, x[2], x[3])}};
}

std::vector<Shape> col2im(const CallShapes& call) {
    const Shape& x = ranked(call.first(), 3);
    const auto kernel = pair_of(call, "kernel_size", 1);
    const auto size = pair_of(call, "output_size", 1);
    if (x[2] != places(call, size[0], size[1])) throw Misfit("its windows are not as many");
    return {{x[0], quotient(x[1], elements(kernel)), size[0], size[1]}};
}

std::vector<Shape> unfold(const CallShapes& call) {
    Shape out = call.first();
    const auto size = call.integer("size");
    auto& extent = out[dimension_of(call.integer("dimension"), out.size())];
    if (call.integer("step") < 1 || size < 1) throw Misfit("a step or size of 0");
    extent = outputs_of({.kernel = size, .stride = call.integer("step")}, extent);
    out.push_back(size);
    return {out};
}

std::vector<Shape> pixel_shuffle(const CallShapes& call) {
    const Shape& x = ranked(call.first(), 4);
    const auto factor = call.integer("upscale_factor");
    const Shape square{factor, factor};
    const Shape height{x[2], factor};
    const Shape width{x[3], factor};
    return {{x[0], quotient(x[1], elements(square)), elements(height), elements(width)}};
}

std::vector<Shape> pixel_unshuffle(const CallShapes& call) {
    const Shape& x = ranked(call.first(), 4);
    const auto factor = call.integer("downscale_factor");
    const Shape channels{x[1], factor, factor};
    return {{x[0], elements(channels), quotient(x[2], factor), quotient(x[3], factor)}};
}

std::vector<Shape> upsample(const CallShapes& call) {
    const Shape& x = ranked(call.first(), 4);
    const auto size = call.integers("output_size");
    if (!size || size->size() != 2) throw Misfit("its output size is not given");
    return {{x[0], x[1], (*size)[0], (*size)[1]}};
}

std::vector<Shape> grid_sampler(const CallShapes& call) {
    const Shape& x = ranked(call.tensor("input"), 4);
    const Shape& grid = ranked(call.tensor("grid"), 4);
    return {{x[0], x[1], grid[1], grid[2]}};
}

std::vector<Shape> index_select(const CallShapes& call) {
    Shape out = call.tensor("self");
    const Shape& index = call.tensor("index");
    if (index.size() > 1) throw Misfit("its index is no vector");
    out[dimension_of(call.integer("dim"), out.size())] = elements(index);
    return {out};
}

std::vector<Shape> gather(const CallShapes& call) {
    return {call.tensor("index")};
}

std::vector<Shape> embedding(const CallShapes& call) {
    Shape out = call.tensor("indices");
    out.push_back(ranked(call.tensor("weight"), 2)[1]);
    return {out};
}

std::vector<Shape> one_hot(const CallShapes& call) {
    Shape out = call.first();
    const auto classes = call.integer("num_classes");
    if (classes < 1) throw Misfit("its number of classes is not given");
    out.push_back(classes);
    return {out};
}

std::vector<Shape> topk(const CallShapes& call) {
    Shape out = call.first();
    auto& extent = out[dimension_of(call.integer("dim", -1), out.size())];
    const auto k = call.integer("k");
    if (k < 1 || k > extent) throw Misfit(fmt::format("there are no {} elements", k));
    extent = k;
    return {out, out};
}

std::vector<Shape> glu(const CallShapes& call) {
    Shape out = call.first();
    auto& extent = out[dimension_of(call.integer("dim", -1), out.size())];
    extent = quotient(extent, 2);
    return {out};
}

std::vector<Shape> diagonal(const CallShapes& call) {
    const Shape& x = call.first();
    const auto first = dimension_of(call.integer("dim1", 0), x.size());
    const auto second = dimension_of(call.integer("dim2", 1), x.size());
    const auto offset = call.integer("offset", 0);
    const auto length = std::min(x[first] + std::min<std::int64_t>(offset, 0),
                                 x[second] - std::max<std::int64_t>(offset, 0));
    if (first == second || length < 1) throw Misfit("it has no diagonal");
    Shape out;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (i != first && i != second) out.push_back(x[i]);
    }
    out.push_back(length);
    return {out};
}

// repeat(self, repeats), tile(self, dims): leading dimensions may be added; tile may have fewer.
std::vector<Shape> repeat(const CallShapes& call) {
    Shape out = call.first();
    const bool tile = call.find("dims") != nullptr;
    auto times = call.integers(tile ? "dims" : "repeats").value_or(Shape{});
    if (tile && times.size() < out.size())
        times.insert(times.begin(), out.size() - times.size(), 1);
    if (times.size() < out.size()) throw Misfit("it is for fewer dimensions");
    out.insert(out.begin(), times.size() - out.size(), 1);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const Shape both{out[i], times[i]};
        if (times[i] < 1) throw Misfit("nothing is left");
        out[i] = elements(both);
    }
    return {out};
}

std::vector<Shape> repeat_interleave(const CallShapes& call) {
    Shape out = call.first();
    const auto times = call.integer("repeats");
    if (times < 1) throw Misfit("nothing is left");
    if (!call.find("dim")) out = {elements(out)};
    auto& extent = out[dimension_of(call.integer("dim", 0), out.size())];
    const Shape both{extent, times};
    extent = elements(both);
    return {out};
}

std::vector<Shape> stack(const CallShapes& call) {
    const auto shapes = call.tensors("tensors");
    for (const auto& shape : shapes) {
        if (shape != shapes.front()) throw Misfit("what it stacks differs in shape");
    }
    Shape out = shapes.front();
    const auto at = dimension_of(call.integer("dim", 0), out.size() + 1);
    out.insert(out.begin() + static_cast<std::ptrdiff_t>(at),
               static_cast<std::int64_t>(shapes.size()));
    return {out};
}

std::vector<Shape> meshgrid(const CallShapes& call) {
    Shape out;
    const auto shapes = call.tensors("tensors");
    for (const auto& shape : shapes) out.push_back(elements(shape));
    if (const auto* indexing = call.find("indexing"); indexing && out.size() >= 2) {
        const auto* order = std::get_if<std::string>(indexing);
        if (order && *order == "xy") std::swap(out[0], out[1]);
    }
    return std::vector<Shape>(shapes.size(), out);
}

// full(size, ..), ones(size), zeros(size).
std::vector<Shape> filled(const CallShapes& call) {
    const auto size = call.integers("size");
    if (!size) throw Misfit("its size is not given");
    for (const auto extent : *size) {
        if (extent < 1) throw Misfit("its size is not given");
    }
    return {*size};
}

std::vector<Shape> arange(const CallShapes& call) {
    const double start = call.number("start", 0);
    const double step = call.number("step", 1);
    const double count = std::ceil((call.number("end", 0) - start) / step);
    if (!(count >= 1 && count < 1e9)) throw Misfit("it has no elements, or too many");
    return {{static_cast<std::int64_t>(count)}};
}

}  // namespace sescope::graph::aten
