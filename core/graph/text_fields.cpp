// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>

#include "core/checkpoint/printable.h"
#include "core/graph/operator_fields.h"
#include "core/graph/text_parts.h"

namespace sescope::graph::text {
namespace {

bool same(double a, double b) {  // the sign of a zero counts
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}
template <class Field>
bool same(const Field& a, const Field& b) {
    return a == b;
}
bool same(const std::optional<double>& a, const std::optional<double>& b) {
    return a && b ? same(*a, *b) : a.has_value() == b.has_value();
}

std::string shown(std::int64_t field) {
    return number(field);
}
std::string shown(double field) {
    return number(field);
}
std::string shown(bool field) {
    return field ? "true" : "false";
}
std::string shown(const std::optional<double>& field) {
    return field ? number(*field) : "";
}
template <class Number>
std::string shown(const std::vector<Number>& field) {
    return list(field);
}
template <class Enum>
requires std::is_enum_v<Enum> std::string shown(Enum field) {
    return std::string(EnumNames<Enum>::names[static_cast<std::size_t>(field)]);
}

struct FieldWriter {
    std::string text;
    template <class Field>
    void operator()(std::string_view name, const Field& field, const Field& usual) {
        if (!same(field, usual)) text += fmt::format(" {}={}", name, shown(field));
    }
};

void read(std::string_view text, std::int64_t& field) {
    field = to_integer(text);
}
void read(std::string_view text, double& field) {
    field = to_double(text);
}
void read(std::string_view text, std::optional<double>& field) {
    field = to_double(text);
}
void read(std::string_view text, std::vector<std::int64_t>& field) {
    field = to_integers(text);
}
void read(std::string_view text, std::vector<double>& field) {
    field = to_doubles(text);
}
void read(std::string_view text, bool& field) {
    if (text != "true" && text != "false") {
        throw Malformed(fmt::format("'{}' is neither true nor false", printable(text)));
    }
    field = text == "true";
}
template <class Enum>
requires std::is_enum_v<Enum>
void read(std::string_view text, Enum& field) {
    const auto& names = EnumNames<Enum>::names;
    const auto found = std::ranges::find(names, text);
    if (found == names.end()) throw Malformed(fmt::format("there is no '{}'", printable(text)));
    field = static_cast<Enum>(found - names.begin());
}

struct FieldReader {
    const std::vector<Field>& given;
    std::size_t used = 0;
    template <class Type>
    void operator()(std::string_view name, Type& field, const Type& usual) {
        field = usual;
        const auto found = std::ranges::find(given, name, &Field::name);
        if (found == given.end()) return;
        read(found->value, field);
        ++used;
    }
};

std::map<std::string_view, OperatorKind> prototypes() {
    std::vector<OperatorKind> kinds{Convolution{}, TransposedConvolution{},
                                    BatchNorm{},   LayerNorm{},
                                    GroupNorm{},   Linear{},
                                    MatMul{},      Concat{},
                                    Slice{},       Pad{},
                                    Reshape{},     Permute{},
                                    Expand{},      Resize{},
                                    Softmax{}};
    kinds.emplace_back(Softmax{.log = true});
    for (const auto kind : {PoolKind::max, PoolKind::average}) {
        kinds.emplace_back(Pool{.kind = kind});
        kinds.emplace_back(AdaptivePool{.kind = kind});
    }
    for (auto kind = 0; kind <= static_cast<int>(ActivationKind::softplus); ++kind) {
        kinds.emplace_back(Activation{.kind = static_cast<ActivationKind>(kind)});
    }
    for (auto kind = 0; kind <= static_cast<int>(BinaryKind::power); ++kind) {
        kinds.emplace_back(Binary{.kind = static_cast<BinaryKind>(kind)});
    }
    for (auto kind = 0; kind <= static_cast<int>(ReduceKind::sum); ++kind) {
        kinds.emplace_back(Reduce{.kind = static_cast<ReduceKind>(kind)});
    }
    std::map<std::string_view, OperatorKind> by_name;
    for (auto& kind : kinds) by_name.emplace(name_of(kind), kind);
    return by_name;
}

}  // namespace

std::string fields(const OperatorKind& kind) {
    FieldWriter writer;
    if (const auto* call = std::get_if<AtenCall>(&kind)) {
        for (const auto& given : call->arguments) {
            writer.text += fmt::format(" {}={}", given.name, argument(given.value));
        }
        return writer.text;
    }
    OperatorKind copy = kind;
    visit_fields(copy, writer);
    return writer.text;
}

std::optional<OperatorKind> kind_named(std::string_view name) {
    if (name.starts_with("aten::")) {
        const auto dot = name.find('.');
        const auto overload =
            dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
        return AtenCall{std::string(name.substr(0, dot)), std::string(overload), {}};
    }
    static const auto kinds = prototypes();
    const auto found = kinds.find(name);
    if (found == kinds.end()) return std::nullopt;
    return found->second;
}

void set_fields(OperatorKind& kind, const std::vector<Field>& given) {
    for (const auto& field : given) {
        if (std::ranges::count(given, field.name, &Field::name) > 1) {
            throw Malformed(fmt::format("{} is there twice", printable(field.name)));
        }
    }
    FieldReader reader{given};
    visit_fields(kind, reader);
    if (reader.used != given.size()) {
        throw Malformed(fmt::format("it has a field that {} does not have", name_of(kind)));
    }
}

}  // namespace sescope::graph::text
