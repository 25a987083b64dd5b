// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of a profile as tensors of a file: views, never copies, in one direction; checked copies
// in the other.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "core/base/error.h"
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

/// A tensor over `values`, which must outlive it.
template <class T>
TensorEntry view_of(std::string name, std::vector<std::int64_t> shape,
                    const std::vector<T>& values) {
    TensorEntry tensor;
    tensor.name = std::move(name);
    tensor.dtype = stored_type<T>();
    tensor.strides.assign(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;) {
        tensor.strides[i - 1] = tensor.strides[i] * shape[i];
    }
    tensor.shape = std::move(shape);
    tensor.bytes = std::as_bytes(std::span(values));
    return tensor;
}

/// The values of a tensor. Throws Error{data} naming the file, the tensor and what it should be.
template <class T>
std::vector<T> values_of(const StateDict& tensors, const std::string& name,
                         const std::vector<std::int64_t>& shape) {
    const TensorEntry* tensor = tensors.find(name);
    const auto refuse = [&](const std::string& what) {
        throw Error(ErrorKind::data, what, tensors.file,
                    "make the profile again with sescope analyze");
    };
    if (tensor == nullptr) refuse("has no tensor " + name);
    if (tensor->dtype != stored_type<T>()) {
        refuse("tensor " + name + " holds " + std::string(name_of(tensor->dtype)) + ", not " +
               std::string(name_of(stored_type<T>())));
    }
    if (tensor->shape != shape)
        refuse("tensor " + name + " has another shape than its classes and channels");
    std::size_t count = 1;
    for (const auto extent : shape) count *= std::size_t(extent);
    // The shape is known to fit the file from here on, so that nothing larger than it is allocated.
    if (!tensor->contiguous() || tensor->bytes.size() / sizeof(T) != count) {
        refuse("tensor " + name + " has not the bytes that its shape asks for");
    }
    std::vector<T> values(count);
    if (count > 0) std::memcpy(values.data(), tensor->bytes.data(), count * sizeof(T));
    return values;
}

}  // namespace sescope
