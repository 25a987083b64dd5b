// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes of calls that compute element by element, reduce, or multiply matrices.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/graph/aten_call.h"

namespace sescope::graph::aten {

std::vector<Shape> elementwise(const CallShapes& call) {
    Shape out = call.first();
    for (const Shape* shape : call.in) out = broadcast(out, *shape);
    return {out};
}

std::vector<Shape> like_first(const CallShapes& call) {
    return std::vector<Shape>(call.outputs, call.first());
}

std::vector<Shape> reduction(const CallShapes& call) {
    const Shape& x = call.first();
    std::vector<bool> gone(x.size(), true);
    if (const auto dims = call.integers("dim"); dims && !dims->empty()) {
        gone.assign(x.size(), false);
        for (const auto dim : *dims) gone[dimension_of(dim, x.size())] = true;
    }
    Shape out;
    for (std::size_t i = 0; i < x.size(); ++i) {
        if (!gone[i]) out.push_back(x[i]);
        if (gone[i] && call.flag("keepdim")) out.push_back(1);
    }
    return std::vector<Shape>(call.outputs, out);
}

std::vector<Shape> extremum(const CallShapes& call) {
    return call.tensor_count() == 2 ? elementwise(call) : reduction(call);
}

namespace {

Shape product(const Shape& a, const Shape& b) {
    if (a.size() < 2 || b.size() < 2 || a.back() != b[b.size() - 2]) {
        throw Misfit("the inner extents differ");
    }
    Shape out = broadcast({a.begin(), a.end() - 2}, {b.begin(), b.end() - 2});
    out.insert(out.end(), {a[a.size() - 2], b.back()});
    return out;
}

}  // namespace

std::vector<Shape> bmm(const CallShapes& call) {
    return {product(call.tensor("self"), call.tensor("mat2"))};
}

// addmm(self, mat1, mat2) and baddbmm(self, batch1, batch2): self + product.
std::vector<Shape> baddbmm(const CallShapes& call) {
    const bool batches = call.find("batch1") != nullptr;
    const auto out =
        product(call.tensor(batches ? "batch1" : "mat1"), call.tensor(batches ? "batch2" : "mat2"));
    if (broadcast(call.tensor("self"), out) != out) throw Misfit("these do not broadcast");
    return {out};
}

std::vector<Shape> outer(const CallShapes& call) {
    const Shape& a = call.tensor("self");
    const Shape& b = call.tensor("vec2");
    if (a.size() != 1 || b.size() != 1) throw Misfit("these are no vectors");
    return {{a[0], b[0]}};
}

std::vector<Shape> scaled_dot_product_attention(const CallShapes& call) {
    const Shape& query = call.tensor("query");
    const Shape& key = call.tensor("key");
    const Shape& value = call.tensor("value");
    const auto rank = query.size();
    if (rank < 2 || key.size() != rank || value.size() != rank || query.back() != key.back() ||
        key[rank - 2] != value[rank - 2]) {
        throw Misfit("query, key and value do not fit");
    }
    Shape out = query;
    out.back() = value.back();
    return {out};
}

namespace {

// "bij,bjk->bik" taken apart; `inputs` without the output.
struct Equation {
    std::vector<std::string> inputs;
    std::string output;
    bool explicit_output = false;
};

Equation equation_of(const std::string& text) {
    Equation equation{{""}, "", false};
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == ' ') continue;
        if (c == '-' && i + 1 < text.size() && text[i + 1] == '>' && !equation.explicit_output) {
            equation.explicit_output = true;
            ++i;
        } else if (c == ',' && !equation.explicit_output) {
            equation.inputs.emplace_back();
        } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            (equation.explicit_output ? equation.output : equation.inputs.back()) += c;
        } else {
            throw Misfit("its equation is not understood");
        }
    }
    return equation;
}

}  // namespace

std::vector<Shape> einsum(const CallShapes& call) {
    const auto* text = call.find("equation");
    if (!text || !std::holds_alternative<std::string>(*text)) throw Misfit("it has no equation");
    auto equation = equation_of(std::get<std::string>(*text));
    const auto shapes = call.tensors("tensors");
    if (shapes.size() != equation.inputs.size()) throw Misfit("its equation is for other inputs");
    std::array<std::int64_t, 128> extents{};
    std::array<int, 128> times{};
    for (std::size_t i = 0; i < shapes.size(); ++i) {
        if (shapes[i].size() != equation.inputs[i].size()) throw Misfit("an input does not fit");
        for (std::size_t d = 0; d < shapes[i].size(); ++d) {
            const auto letter = static_cast<std::size_t>(equation.inputs[i][d]);
            auto& extent = extents[letter];
            if (extent > 1 && shapes[i][d] != 1 && extent != shapes[i][d]) {
                throw Misfit(fmt::format("extents of {} differ", equation.inputs[i][d]));
            }
            extent = std::max(extent, shapes[i][d]);
            ++times[letter];
        }
    }
    if (!equation.explicit_output) {  // letters that are there once, in order
        for (std::size_t letter = 0; letter < times.size(); ++letter) {
            if (times[letter] == 1) equation.output += static_cast<char>(letter);
        }
    }
    Shape out;
    for (const char letter : equation.output) {
        if (times[static_cast<std::size_t>(letter)] == 0) throw Misfit("an output is no input");
        out.push_back(extents[static_cast<std::size_t>(letter)]);
    }
    return {out};
}

}  // namespace sescope::graph::aten
