// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/tensor_reader.h"

#include <bit>
#include <cstring>
#include <optional>
#include <protozero/exception.hpp>
#include <protozero/pbf_reader.hpp>

#include "core/base/message.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/printable.h"
#include "core/checkpoint/tensor_layout.h"
#include "core/network/onnx/element_types.h"

namespace sescope::onnx {
namespace {

using Reader = protozero::pbf_reader;
using Bytes = std::vector<std::byte>;

// Fields of TensorProto that hold values by type.
constexpr std::uint32_t kFloats = 4;
constexpr std::uint32_t kInts = 5;
constexpr std::uint32_t kLongs = 7;
constexpr std::uint32_t kDoubles = 10;

std::uint32_t typed_field(DType dtype) {
    if (dtype == DType::f32) return kFloats;
    if (dtype == DType::f64) return kDoubles;
    return dtype == DType::i64 ? kLongs : kInts;
}

template <class Number>
void append(Bytes& bytes, Number number, std::size_t size) {
    const auto at = bytes.size();
    bytes.resize(at + size);
    std::memcpy(bytes.data() + at, &number, size);  // little-endian: its low bytes
}

// Values that stand as varints, or in a field each, cut to the size of an element.
Bytes typed_values(std::string_view message, DType dtype, std::size_t most) {
    static_assert(std::endian::native == std::endian::little);
    Bytes bytes;
    const std::size_t size = size_of(dtype);
    Reader reader(message.data(), message.size());
    while (reader.next(typed_field(dtype))) {
        const auto type = reader.wire_type();
        if (dtype == DType::f32 && type == protozero::pbf_wire_type::fixed32) {
            append(bytes, reader.get_fixed32(), size);
        } else if (dtype == DType::f64 && type == protozero::pbf_wire_type::fixed64) {
            append(bytes, reader.get_fixed64(), size);
        } else if (type == protozero::pbf_wire_type::varint) {
            append(bytes, reader.get_int64(), size);
        } else if (type != protozero::pbf_wire_type::length_delimited) {
            throw protozero::unknown_pbf_wire_type_exception();
        } else if (dtype == DType::f32 || dtype == DType::f64) {
            const auto view = reader.get_view();
            const auto* begin = reinterpret_cast<const std::byte*>(view.data());
            bytes.insert(bytes.end(), begin, begin + view.size());
        } else {
            for (const auto number : reader.get_packed_int64()) {
                append(bytes, number, size);
                if (bytes.size() > most) return bytes;
            }
        }
        if (bytes.size() > most) return bytes;
    }
    return bytes;
}

// The only packed field of floats or doubles, whose bytes are the values.
std::optional<std::string_view> packed_floats(std::string_view message, DType dtype) {
    if (dtype != DType::f32 && dtype != DType::f64) return std::nullopt;
    std::optional<std::string_view> found;
    Reader reader(message.data(), message.size());
    while (reader.next(typed_field(dtype))) {
        if (found || reader.wire_type() != protozero::pbf_wire_type::length_delimited) {
            return std::nullopt;
        }
        const auto view = reader.get_view();
        found = std::string_view(view.data(), view.size());
    }
    return found;
}

std::string described(const Tensor& tensor) {
    return tensor.name.empty() ? "a constant tensor" : "tensor " + printable(tensor.name);
}

}  // namespace

TensorEntry TensorReader::read(const Tensor& tensor) {
    TensorEntry entry;
    const auto dtype = dtype_of(tensor.type);
    if (!dtype) {
        throw broken_file(
            path_,
            text("{} is of {}, which is not read here", described(tensor), name_of(tensor.type)),
            "export the network in float32");
    }
    entry.name = tensor.name;
    entry.dtype = *dtype;
    entry.shape = tensor.dims;
    const auto numel = checked_numel(tensor.dims);
    std::int64_t size = 0;
    if (!numel || __builtin_mul_overflow(*numel, size_of(*dtype), &size)) {
        throw broken_file(
            path_, text("{} has dims whose number of elements overflows", described(tensor)));
    }
    entry.strides = contiguous_strides(entry.shape);
    if (tensor.is_external) return external(tensor, std::move(entry), size);
    const auto wanted = static_cast<std::size_t>(size);
    std::optional<std::string_view> in_place;
    if (tensor.has_raw) in_place = tensor.raw;
    try {
        if (!in_place) in_place = packed_floats(tensor.message, *dtype);
        if (in_place) {
            entry.bytes = std::as_bytes(std::span(*in_place));
            entry.owner = owner_;
        } else {
            const auto owned =
                std::make_shared<const Bytes>(typed_values(tensor.message, *dtype, wanted));
            entry.bytes = *owned;
            entry.owner = owned;
        }
    } catch (const protozero::exception&) {
        throw broken_file(path_, text("{} has values that cannot be read", described(tensor)));
    }
    if (entry.bytes.size() != wanted) {
        throw broken_file(path_, text("{} has {} bytes, but its dims and type need {}",
                                      described(tensor), entry.bytes.size(), size));
    }
    return entry;
}

}  // namespace sescope::onnx
