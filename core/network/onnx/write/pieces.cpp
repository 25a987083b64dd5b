// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/write/pieces.h"

#include <protozero/buffer_string.hpp>
#include <protozero/pbf_reader.hpp>
#include <protozero/varint.hpp>
#include <utility>

namespace sescope::onnx {

void Pieces::view(std::string_view bytes, std::shared_ptr<const void> owner) {
    if (bytes.empty()) return;
    pieces_.push_back({bytes, std::move(owner)});
    size_ += bytes.size();
}

void Pieces::view(std::span<const std::byte> bytes, std::shared_ptr<const void> owner) {
    view({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, std::move(owner));
}

void Pieces::own(std::string bytes) {
    auto kept = std::make_shared<const std::string>(std::move(bytes));
    const std::string_view all = *kept;
    view(all, std::move(kept));
}

void Pieces::append(const Pieces& others) {
    pieces_.insert(pieces_.end(), others.pieces_.begin(), others.pieces_.end());
    size_ += others.size_;
}

void Pieces::head(std::uint32_t number, std::uint64_t length) {
    std::string bytes;
    constexpr std::uint32_t length_delimited = 2;
    protozero::add_varint_to_buffer(&bytes, (number << 3) | length_delimited);
    protozero::add_varint_to_buffer(&bytes, length);
    own(std::move(bytes));
}

void Pieces::field(std::uint32_t number, const Pieces& message) {
    head(number, message.size());
    append(message);
}

void Pieces::field(std::uint32_t number, std::string message) {
    head(number, message.size());
    own(std::move(message));
}

void Pieces::write_to(std::ostream& out) const {
    for (const Piece& piece : pieces_) {
        out.write(piece.bytes.data(), static_cast<std::streamsize>(piece.bytes.size()));
    }
}

std::string Pieces::text() const {
    std::string all;
    all.reserve(size_);
    for (const Piece& piece : pieces_) all += piece.bytes;
    return all;
}

std::vector<RawField> raw_fields(std::string_view message) {
    std::vector<RawField> fields;
    protozero::pbf_reader reader(message.data(), message.size());
    std::size_t begin = 0;
    while (reader.next()) {
        RawField field;
        field.number = reader.tag();
        if (reader.wire_type() == protozero::pbf_wire_type::length_delimited) {
            const auto content = reader.get_view();
            field.content = {content.data(), content.size()};
        } else {
            reader.skip();
        }
        const std::size_t end = message.size() - reader.length();
        field.whole = message.substr(begin, end - begin);
        begin = end;
        fields.push_back(field);
    }
    return fields;
}

std::optional<Pieces> with_fields(
    std::string_view message, const std::function<std::optional<Pieces>(const RawField&)>& anew) {
    Pieces made;
    bool changes = false;
    for (const RawField& field : raw_fields(message)) {
        const auto content = anew(field);
        if (content) {
            made.field(field.number, *content);
        } else {
            made.view(field.whole);
        }
        changes = changes || content;
    }
    if (!changes) return std::nullopt;
    return made;
}

}  // namespace sescope::onnx
