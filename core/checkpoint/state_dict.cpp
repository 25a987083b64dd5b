// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/state_dict.h"

#include <cstring>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {

std::size_t size_of(DType dtype) noexcept {
    switch (dtype) {
        case DType::f64:
        case DType::i64:
            return 8;
        case DType::f32:
        case DType::i32:
            return 4;
        case DType::f16:
        case DType::bf16:
        case DType::i16:
            return 2;
        case DType::f8_e4m3:
        case DType::f8_e5m2:
        case DType::i8:
        case DType::u8:
        case DType::boolean:
            return 1;
    }
    return 1;
}

std::string_view name_of(DType dtype) noexcept {
    switch (dtype) {
        case DType::f64:
            return "float64";
        case DType::f32:
            return "float32";
        case DType::f16:
            return "float16";
        case DType::bf16:
            return "bfloat16";
        case DType::f8_e4m3:
            return "float8_e4m3fn";
        case DType::f8_e5m2:
            return "float8_e5m2";
        case DType::i64:
            return "int64";
        case DType::i32:
            return "int32";
        case DType::i16:
            return "int16";
        case DType::i8:
            return "int8";
        case DType::u8:
            return "uint8";
        case DType::boolean:
            return "bool";
    }
    return "unknown";
}

bool is_floating(DType dtype) noexcept {
    switch (dtype) {
        case DType::f64:
        case DType::f32:
        case DType::f16:
        case DType::bf16:
        case DType::f8_e4m3:
        case DType::f8_e5m2:
            return true;
        default:
            return false;
    }
}

std::int64_t TensorEntry::numel() const noexcept {
    std::int64_t count = 1;
    for (const std::int64_t size : shape) count *= size;
    return count;
}

bool TensorEntry::contiguous() const noexcept {
    if (numel() == 0) return true;
    std::int64_t step = 1;
    for (std::size_t d = shape.size(); d-- > 0;) {
        if (shape[d] != 1 && strides[d] != step) return false;
        step *= shape[d];
    }
    return true;
}

void StateDict::add(TensorEntry tensor) {
    const auto [place, is_new] = index_.try_emplace(tensor.name, tensors_.size());
    if (is_new) {
        tensors_.push_back(std::move(tensor));
    } else {
        tensors_[place->second] = std::move(tensor);
    }
}

void StateDict::erase(std::string_view name) {
    const auto place = index_.find(std::string(name));
    if (place == index_.end()) return;
    const std::size_t gone = place->second;
    index_.erase(place);
    tensors_.erase(tensors_.begin() + static_cast<std::ptrdiff_t>(gone));
    for (std::size_t i = gone; i < tensors_.size(); ++i) index_[tensors_[i].name] = i;
}

const TensorEntry* StateDict::find(std::string_view name) const noexcept {
    const auto place = index_.find(std::string(name));
    return place == index_.end() ? nullptr : &tensors_[place->second];
}

const TensorEntry& StateDict::at(std::string_view name) const {
    const TensorEntry* tensor = find(name);
    if (tensor == nullptr) {
        throw Error(ErrorKind::model, text("has no tensor named {}", name), file,
                    "check that this is the checkpoint of the network you mean (sescope info)");
    }
    return *tensor;
}

TensorEntry StateDict::make_tensor(std::string name, std::vector<std::int64_t> shape,
                                   std::span<const float> values) {
    TensorEntry tensor;
    tensor.name = std::move(name);
    tensor.shape = std::move(shape);
    tensor.strides.assign(tensor.shape.size(), 1);
    for (std::size_t d = tensor.shape.size(); d-- > 1;) {
        tensor.strides[d - 1] = tensor.strides[d] * tensor.shape[d];
    }
    if (tensor.numel() != static_cast<std::int64_t>(values.size())) {
        throw Error(ErrorKind::internal,
                    "tensor " + tensor.name + " made from another number of values");
    }
    auto owned = std::make_shared<std::vector<std::byte>>(values.size_bytes());
    if (!values.empty()) std::memcpy(owned->data(), values.data(), values.size_bytes());
    tensor.bytes = *owned;
    tensor.owner = std::move(owned);
    return tensor;
}

}  // namespace sescope
