// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers of fields are those of onnx.proto.
#include "core/network/onnx/write/file_tensors.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <protozero/pbf_reader.hpp>
#include <protozero/pbf_writer.hpp>
#include <utility>
#include <vector>

namespace sescope::onnx {
namespace {

constexpr std::uint32_t kRaw = 9;
constexpr std::uint32_t kExternal = 13;
constexpr std::uint32_t kWhere = 14;

// Fields that hold values, by type.
bool holds_values(std::uint32_t field) {
    constexpr std::array fields{4U, 5U, 6U, 7U, kRaw, 10U, 11U};
    return std::ranges::find(fields, field) != fields.end();
}

std::string entry(std::string_view key, std::string_view value) {
    std::string bytes;
    protozero::pbf_writer to(bytes);
    to.add_string(1, key.data(), key.size());
    to.add_string(2, value.data(), value.size());
    return bytes;
}

std::string_view key_of(std::string_view entry) {
    protozero::pbf_reader reader(entry.data(), entry.size());
    while (reader.next()) {
        if (reader.tag() == 1) {
            const auto key = reader.get_view();
            return {key.data(), key.size()};
        }
        reader.skip();
    }
    return {};
}

// Where the values lie, and of the other entries (a checksum) those that still hold.
void append_place(Pieces& message, const Tensor& tensor, const std::string& location,
                  std::uint64_t offset, std::size_t length, bool same_values) {
    message.field(kExternal, entry("location", location));
    message.field(kExternal, entry("offset", std::to_string(offset)));
    message.field(kExternal, entry("length", std::to_string(length)));
    for (const RawField& field : raw_fields(tensor.message)) {
        if (field.number != kExternal || !same_values) continue;
        const auto key = key_of(field.content);
        if (key != "location" && key != "offset" && key != "length") message.view(field.whole);
    }
}

}  // namespace

std::uint64_t ExternalData::add(std::span<const std::byte> bytes,
                                std::shared_ptr<const void> owner) {
    constexpr std::uint64_t page = 4096;
    constexpr std::uint64_t worth_mapping = 16 * page;
    const std::uint64_t unit = bytes.size() < worth_mapping ? 64 : page;
    const std::uint64_t rest = bytes_.size() % unit;
    if (rest != 0) bytes_.own(std::string(unit - rest, '\0'));
    const std::uint64_t offset = bytes_.size();
    bytes_.view(bytes, std::move(owner));
    return offset;
}

Pieces kept_tensor(const Tensor& tensor, TensorReader& reader, ExternalData& data) {
    Pieces message;
    if (!tensor.is_external) {
        message.view(tensor.message);
        return message;
    }
    const TensorEntry values = reader.read(tensor);
    const std::uint64_t offset = data.add(values.bytes, values.owner);
    for (const RawField& field : raw_fields(tensor.message)) {
        if (field.number != kExternal) message.view(field.whole);
    }
    append_place(message, tensor, data.location(), offset, values.bytes.size(), true);
    return message;
}

Pieces tensor_of_values(const Tensor& tensor, const NewTensor& values, ExternalData& data) {
    Pieces message;
    for (const RawField& field : raw_fields(tensor.message)) {
        const bool place = field.number == kExternal || field.number == kWhere;
        if (!place && !holds_values(field.number)) message.view(field.whole);
    }
    if (tensor.is_external) {
        const std::uint64_t offset = data.add(values.bytes, values.owner);
        append_place(message, tensor, data.location(), offset, values.bytes.size(), false);
        std::string where;
        protozero::pbf_writer(where).add_int32(kWhere, 1);
        message.own(std::move(where));
        return message;
    }
    Pieces raw;
    raw.view(values.bytes, values.owner);
    message.field(kRaw, raw);
    return message;
}

std::optional<NewTensor> edited_tensor(const Tensor& tensor, TensorReader& reader,
                                       const TensorEntry& before, const TensorEntry& after) {
    const TensorEntry whole = reader.read(tensor);
    const bool is_all = before.bytes.size() == whole.bytes.size() &&
                        before.numel() == whole.numel() && before.dtype == whole.dtype &&
                        before.shape == after.shape;
    bool repeats = false;
    for (std::size_t i = 0; i < before.shape.size(); ++i) {
        repeats = repeats || (before.strides[i] == 0 && before.shape[i] > 1);
    }
    if (!is_all || repeats || !is_floating(tensor.type)) return std::nullopt;
    const NewTensor values = new_tensor(after, std::string(tensor.name), tensor.type);
    const std::size_t size = size_of(whole.dtype);
    auto bytes = std::make_shared<std::vector<std::byte>>(whole.bytes.begin(), whole.bytes.end());
    std::vector<std::int64_t> index(before.shape.size(), 0);
    for (std::size_t i = 0; i * size < values.bytes.size(); ++i) {
        std::int64_t at = 0;
        for (std::size_t d = 0; d < index.size(); ++d) at += index[d] * before.strides[d];
        std::memcpy(bytes->data() + static_cast<std::size_t>(at) * size,
                    values.bytes.data() + i * size, size);
        for (std::size_t d = index.size(); d-- > 0;) {
            if (++index[d] < before.shape[d]) break;
            index[d] = 0;
        }
    }
    const std::span<const std::byte> all = *bytes;
    return NewTensor{std::string(tensor.name), whole.shape, tensor.type, all, std::move(bytes)};
}

bool same_tensor(const TensorEntry& a, const TensorEntry& b) {
    if (a.shape != b.shape || a.dtype != b.dtype) return false;
    if (a.contiguous() && b.contiguous()) return std::ranges::equal(a.bytes, b.bytes);
    return to_contiguous_bytes(a) == to_contiguous_bytes(b);
}

}  // namespace sescope::onnx
