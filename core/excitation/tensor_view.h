// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of a profile as tensors of a file: never copied in one direction; checked copies in the
// other.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/base/paged_array.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/mapped_file.h"
#include "core/checkpoint/state_dict.h"

namespace sescope {

/// The type of a file's tensor for our numbers. Counts are written as signed, which every reader of
/// safetensors knows; they stay below 2^31 and 2^63.
template <class T>
constexpr DType stored_type();
template <>
constexpr DType stored_type<std::int64_t>() {
    return DType::i64;
}
template <>
constexpr DType stored_type<std::uint64_t>() {
    return DType::i64;
}
template <>
constexpr DType stored_type<std::uint32_t>() {
    return DType::i32;
}
template <>
constexpr DType stored_type<float>() {
    return DType::f32;
}

/// A tensor of a file from `values`, which must outlive it.
template <class T>
StreamedTensor streamed(std::string name, std::vector<std::int64_t> shape,
                        const std::vector<T>& values) {
    return {
        std::move(name), stored_type<T>(), std::move(shape),
        [&values](const StreamedTensor::Write& write) { write(std::as_bytes(std::span(values))); }};
}
/// The same, of which a piece is in memory at a time.
template <class T>
StreamedTensor streamed(std::string name, std::vector<std::int64_t> shape,
                        const PagedArray<T>& values) {
    return {std::move(name), stored_type<T>(), std::move(shape),
            [&values](const StreamedTensor::Write& write) {
                values.for_pieces(
                    [&](std::span<const T> piece, std::size_t) { write(std::as_bytes(piece)); });
            }};
}

/// The tensor, if it holds values of T in this shape. Throws Error{data} naming the file, the
/// tensor and what it should be.
template <class T>
const TensorEntry& checked_tensor(const StateDict& tensors, const std::string& name,
                                  const std::vector<std::int64_t>& shape) {
    const TensorEntry* tensor = tensors.find(name);
    const auto refuse = [&](const Text& what) {
        throw Error(ErrorKind::data, what, tensors.file,
                    "make the profile again with sescope analyze");
    };
    if (tensor == nullptr) refuse(text("has no tensor {}", name));
    if (tensor->dtype != stored_type<T>()) {
        refuse(text("tensor {} holds {}, not {}", name, name_of(tensor->dtype),
                    name_of(stored_type<T>())));
    }
    if (tensor->shape != shape)
        refuse(text("tensor {} has another shape than its classes and channels", name));
    std::size_t count = 1;
    for (const auto extent : shape) count *= std::size_t(extent);
    // The shape is known to fit the file from here on, so that nothing larger than it is allocated.
    if (!tensor->contiguous() || tensor->bytes.size() / sizeof(T) != count) {
        refuse(text("tensor {} does not have the bytes that its shape asks for", name));
    }
    return *tensor;
}

/// The values of a tensor. Throws as `checked_tensor`.
template <class T>
std::vector<T> values_of(const StateDict& tensors, const std::string& name,
                         const std::vector<std::int64_t>& shape) {
    const TensorEntry& tensor = checked_tensor<T>(tensors, name, shape);
    std::vector<T> values(tensor.bytes.size() / sizeof(T));
    if (!values.empty()) {
        std::memcpy(values.data(), tensor.bytes.data(), values.size() * sizeof(T));
    }
    return values;
}

/// The same as an array, of which a piece is in memory at a time, as of the file.
template <class T>
PagedArray<T> array_of(const StateDict& tensors, const std::string& name,
                       const std::vector<std::int64_t>& shape) {
    const TensorEntry& tensor = checked_tensor<T>(tensors, name, shape);
    PagedArray<T> values;
    values.assign(tensor.bytes.size() / sizeof(T), T{});
    values.for_pieces([&](std::span<T> piece, std::size_t first) {
        std::memcpy(piece.data(), tensor.bytes.data() + first * sizeof(T), piece.size_bytes());
        evict(tensor.owner);
    });
    return values;
}

}  // namespace sescope
