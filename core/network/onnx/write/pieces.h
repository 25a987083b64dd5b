// SPDX-License-Identifier: GPL-3.0-or-later
// A message that is put together of views of another file and of texts of its own, so that writing
// a network takes no copy of its weights.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sescope::onnx {

class Pieces {
  public:
    /// `owner` keeps the bytes alive.
    void view(std::string_view bytes, std::shared_ptr<const void> owner = {});
    void view(std::span<const std::byte> bytes, std::shared_ptr<const void> owner = {});
    void own(std::string bytes);
    void append(const Pieces& others);
    /// A field of this number that holds these pieces, with its length before them.
    void field(std::uint32_t number, const Pieces& message);
    void field(std::uint32_t number, std::string message);

    std::uint64_t size() const { return size_; }
    void write_to(std::ostream& out) const;
    std::string text() const;

  private:
    struct Piece {
        std::string_view bytes;
        std::shared_ptr<const void> owner;
    };
    void head(std::uint32_t number, std::uint64_t length);

    std::vector<Piece> pieces_;
    std::uint64_t size_ = 0;
};

/// One field of a message as it stands in it.
struct RawField {
    std::uint32_t number = 0;
    std::string_view whole;    ///< with its tag and its length
    std::string_view content;  ///< of one that has a length; else empty
};
/// Throws what protozero throws where the message is broken.
std::vector<RawField> raw_fields(std::string_view message);
/// The message with other contents of the fields that `anew` gives some for; nothing where it gives
/// none.
std::optional<Pieces> with_fields(
    std::string_view message, const std::function<std::optional<Pieces>(const RawField&)>& anew);

}  // namespace sescope::onnx
