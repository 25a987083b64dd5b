// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"

namespace sescope {
namespace {

std::string_view safetensors_name(DType dtype) {
    switch (dtype) {
        case DType::f64:
            return "F64";
        case DType::f32:
            return "F32";
        case DType::f16:
            return "F16";
        case DType::bf16:
            return "BF16";
        case DType::f8_e4m3:
            return "F8_E4M3";
        case DType::f8_e5m2:
            return "F8_E5M2";
        case DType::i64:
            return "I64";
        case DType::i32:
            return "I32";
        case DType::i16:
            return "I16";
        case DType::i8:
            return "I8";
        case DType::u8:
            return "U8";
        case DType::boolean:
            return "BOOL";
    }
    return "F32";
}

std::size_t stored_size(const StreamedTensor& tensor) {
    std::size_t size = size_of(tensor.dtype);
    for (const std::int64_t extent : tensor.shape) size *= static_cast<std::size_t>(extent);
    return size;
}

std::string header_of(std::span<const StreamedTensor> tensors,
                      const std::vector<const StreamedTensor*>& in_file,
                      const std::map<std::string, std::string>& metadata) {
    std::unordered_map<const StreamedTensor*, std::size_t> offsets;
    std::size_t offset = 0;
    for (const StreamedTensor* tensor : in_file) {
        offsets[tensor] = offset;
        offset += stored_size(*tensor);
    }
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty()) header["__metadata__"] = metadata;
    for (const auto& tensor : tensors) {
        const std::size_t begin = offsets[&tensor];
        header[tensor.name] = {{"dtype", safetensors_name(tensor.dtype)},
                               {"shape", tensor.shape},
                               {"data_offsets", {begin, begin + stored_size(tensor)}}};
    }
    using Handler = nlohmann::ordered_json::error_handler_t;
    std::string text = header.dump(-1, ' ', false, Handler::replace);
    // The data starts at a multiple of 8, as the format asks.
    text.resize((text.size() + 7) / 8 * 8, ' ');
    return text;
}

void write_values(std::ostream& out, const StreamedTensor& tensor) {
    std::size_t written = 0;
    tensor.values([&](std::span<const std::byte> piece) {
        out.write(reinterpret_cast<const char*>(piece.data()),
                  static_cast<std::streamsize>(piece.size()));
        written += piece.size();
    });
    if (written != stored_size(tensor)) {
        throw Error(ErrorKind::internal,
                    "tensor " + tensor.name + " does not have the bytes of its shape");
    }
}

void write_streamed(std::ostream& out, std::span<const StreamedTensor> tensors,
                    const std::map<std::string, std::string>& metadata) {
    // Wide elements first, so that every tensor is aligned; the header keeps the order of names.
    std::vector<const StreamedTensor*> in_file;
    for (const auto& tensor : tensors) in_file.push_back(&tensor);
    std::ranges::stable_sort(in_file, std::ranges::greater{},
                             [](const StreamedTensor* tensor) { return size_of(tensor->dtype); });
    const std::string header = header_of(tensors, in_file, metadata);
    for (std::uint64_t length = header.size(), i = 0; i < 8; ++i, length >>= 8) {
        out.put(static_cast<char>(length & 0xff));
    }
    out.write(header.data(), static_cast<std::streamsize>(header.size()));
    for (const StreamedTensor* tensor : in_file) write_values(out, *tensor);
}

StreamedTensor streamed(const TensorEntry& tensor) {
    return {tensor.name, tensor.dtype, tensor.shape, [&tensor](const StreamedTensor::Write& write) {
                if (tensor.contiguous()) {
                    const auto size = static_cast<std::size_t>(tensor.numel());
                    write(tensor.bytes.first(size * size_of(tensor.dtype)));
                } else {
                    write(to_contiguous_bytes(tensor));
                }
            }};
}

}  // namespace

void write_safetensors(std::ostream& out, const StateDict& tensors,
                       const std::map<std::string, std::string>& metadata) {
    std::vector<StreamedTensor> all;
    for (const auto& tensor : tensors.tensors()) all.push_back(streamed(tensor));
    write_streamed(out, all, metadata);
}

void write_safetensors(const std::filesystem::path& path, const StateDict& tensors,
                       const std::map<std::string, std::string>& metadata) {
    write_file_atomically(path,
                          [&](std::ostream& out) { write_safetensors(out, tensors, metadata); });
}

void write_safetensors(const std::filesystem::path& path, std::span<const StreamedTensor> tensors,
                       const std::map<std::string, std::string>& metadata) {
    write_file_atomically(path, [&](std::ostream& out) { write_streamed(out, tensors, metadata); });
}

}  // namespace sescope
