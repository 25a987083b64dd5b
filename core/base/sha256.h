// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace sescope {

/// SHA-256, fed piece by piece; hexadecimal at the end. (OpenSSL's EVP interface.)
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    void add(std::span<const std::byte> bytes);
    void add(std::string_view text);
    std::array<std::byte, 32> digest();  ///< ends the hash
    std::string hex();                   ///< the same as text; ends the hash too

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace sescope
