// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/plain_output.h"

#include <array>
#include <string>
#include <string_view>

#include "core/base/plain_text.h"

namespace sescope::cli {
namespace {

// Bytes at the end that may be the beginning of a character, or of the line break of CSV.
std::size_t unfinished(std::string_view text) {
    constexpr std::size_t longest_character = 4;
    if (text.ends_with('\r')) return 1;
    for (std::size_t length = 1; length < longest_character && length <= text.size(); ++length) {
        const auto byte = static_cast<unsigned char>(text[text.size() - length]);
        if (byte < 0x80) return 0;
        if (byte >= 0xC0) return length;
    }
    return 0;
}

class PlainFilter : public std::streambuf {
  public:
    explicit PlainFilter(std::streambuf& below) : below_(below) { keep({}); }

  protected:
    int_type overflow(int_type c) override {
        const std::string_view text(pbase(), std::size_t(pptr() - pbase()));
        const std::string tail(text.substr(text.size() - unfinished(text)));
        if (!put(text.substr(0, text.size() - tail.size()))) return traits_type::eof();
        keep(tail);
        if (!traits_type::eq_int_type(c, traits_type::eof())) {
            sputc(traits_type::to_char_type(c));
        }
        return traits_type::not_eof(c);
    }
    int sync() override {
        if (!put({pbase(), std::size_t(pptr() - pbase())})) return -1;
        keep({});
        return below_.pubsync();
    }

  private:
    bool put(std::string_view text) {
        const std::string plain = plain_text(text);
        const auto size = static_cast<std::streamsize>(plain.size());
        return below_.sputn(plain.data(), size) == size;
    }
    void keep(std::string_view tail) {
        setp(buffer_.data(), buffer_.data() + buffer_.size());
        for (const char c : tail) sputc(c);
    }

    std::streambuf& below_;
    std::array<char, 1 << 16> buffer_{};
};

}  // namespace

PlainOutput::PlainOutput()
    : filter_(std::make_unique<PlainFilter>(*std::cout.rdbuf())),
      below_(std::cout.rdbuf(filter_.get())) {}

PlainOutput::~PlainOutput() {
    std::cout.flush();
    std::cout.rdbuf(below_);
}

}  // namespace sescope::cli
