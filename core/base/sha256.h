// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
    std::string hex();  ///< ends the hash

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace sescope
