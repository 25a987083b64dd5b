// SPDX-License-Identifier: GPL-3.0-or-later
// safetensors: 8-byte little-endian header length, JSON header, raw data
// (https://github.com/huggingface/safetensors, "Format").
#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/message.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/safetensors_header.h"
#include "core/checkpoint/tensor_layout.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLengthSize = 8;
// The limit of the reference implementation.
constexpr std::uint64_t kLongestHeader = 100'000'000;

constexpr std::array<std::pair<std::string_view, DType>, 12> kDTypes{{{"F64", DType::f64},
                                                                      {"F32", DType::f32},
                                                                      {"F16", DType::f16},
                                                                      {"BF16", DType::bf16},
                                                                      {"F8_E4M3", DType::f8_e4m3},
                                                                      {"F8_E5M2", DType::f8_e5m2},
                                                                      {"I64", DType::i64},
                                                                      {"I32", DType::i32},
                                                                      {"I16", DType::i16},
                                                                      {"I8", DType::i8},
                                                                      {"U8", DType::u8},
                                                                      {"BOOL", DType::boolean}}};

std::uint64_t header_length(FileBytes file) {
    std::uint64_t length = 0;
    for (std::size_t i = kLengthSize; i-- > 0;) {
        length = length << 8 | std::to_integer<std::uint64_t>(file[i]);
    }
    return length;
}

DType dtype_of(const DeclaredTensor& declared, const fs::path& path) {
    for (const auto& [name, dtype] : kDTypes) {
        if (name == declared.dtype) return dtype;
    }
    throw broken_file(path,
                      text("tensor {} has the element type \"{}\", which is not read here",
                           declared.name, declared.dtype),
                      "convert it to a float type first");
}

TensorEntry checked_tensor(const DeclaredTensor& declared, FileBytes data,
                           const std::shared_ptr<const void>& owner, const fs::path& path) {
    const std::string tensor_name = "tensor " + declared.name;
    if (!declared.has_shape || declared.offsets.size() != 2) {
        throw broken_file(
            path, text("{} is declared without its shape or its data_offsets", tensor_name));
    }
    TensorEntry tensor;
    tensor.name = declared.name;
    tensor.dtype = dtype_of(declared, path);
    const auto numel = checked_numel(declared.shape);
    std::int64_t size = 0;
    if (!numel || __builtin_mul_overflow(*numel, size_of(tensor.dtype), &size)) {
        throw broken_file(path,
                          text("{} has a shape whose number of elements overflows", tensor_name));
    }
    const std::int64_t begin = declared.offsets[0];
    const std::int64_t end = declared.offsets[1];
    if (begin > end || static_cast<std::uint64_t>(end) > data.size()) {
        throw broken_file(path,
                          text("ends early: {} lies at bytes {} to {} of the data, which has {}",
                               tensor_name, begin, end, data.size()));
    }
    if (end - begin != size) {
        throw broken_file(path, text("{} has {} bytes, but its shape and type need {}", tensor_name,
                                     end - begin, size));
    }
    tensor.shape = declared.shape;
    tensor.strides = contiguous_strides(tensor.shape);
    tensor.bytes = data.subspan(static_cast<std::size_t>(begin), static_cast<std::size_t>(size));
    tensor.owner = owner;
    return tensor;
}

void refuse_overlaps(const StateDict& tensors, const fs::path& path) {
    std::vector<const TensorEntry*> by_place;
    for (const auto& tensor : tensors.tensors()) {
        if (!tensor.bytes.empty()) by_place.push_back(&tensor);
    }
    std::ranges::sort(by_place, {}, [](const TensorEntry* tensor) { return tensor->bytes.data(); });
    for (std::size_t i = 1; i < by_place.size(); ++i) {
        const TensorEntry& before = *by_place[i - 1];
        if (before.bytes.data() + before.bytes.size() > by_place[i]->bytes.data()) {
            throw broken_file(path,
                              text("tensors {} and {} overlap", before.name, by_place[i]->name));
        }
    }
}

}  // namespace

bool is_safetensors(FileBytes file) {
    if (file.size() <= kLengthSize) return false;
    const std::uint64_t length = header_length(file);
    // A header that does not begin like one is still told by a length that fits the file.
    return file[kLengthSize] == std::byte{'{'} ||
           (length > 0 && length <= file.size() - kLengthSize && length <= kLongestHeader);
}

StateDict read_safetensors(FileBytes file, const std::shared_ptr<const void>& owner,
                           const fs::path& path, std::string_view /*weights: it holds one set*/) {
    const std::uint64_t length = header_length(file);
    if (length > file.size() - kLengthSize || length > kLongestHeader) {
        throw broken_file(path, text("is truncated, or no safetensors file: its header would be {} "
                                     "bytes long, and the file has {}",
                                     length, file.size()));
    }
    const auto json = file.subspan(kLengthSize, length);
    auto header =
        parse_safetensors_header({reinterpret_cast<const char*>(json.data()), json.size()});
    if (!header.problem.empty()) {
        throw broken_file(path, text("has a broken safetensors header: {}", header.problem));
    }
    StateDict tensors;
    const auto data = file.subspan(kLengthSize + length);
    for (const auto& declared : header.tensors) {
        if (tensors.contains(declared.name)) {
            throw broken_file(path, text("declares tensor {} twice", declared.name));
        }
        tensors.add(checked_tensor(declared, data, owner, path));
    }
    refuse_overlaps(tensors, path);
    tensors.metadata = std::move(header.metadata);
    return tensors;
}

}  // namespace sescope
