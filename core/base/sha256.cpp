// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/sha256.h"

#include <openssl/evp.h>

#include "core/base/error.h"

namespace sescope {

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    if (EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) != 1) {
        throw Error(ErrorKind::internal, "OpenSSL has no SHA-256");
    }
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<const std::byte> bytes) {
    EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
}

void Sha256::add(std::string_view text) {
    add(std::as_bytes(std::span(text.data(), text.size())));
}

std::array<std::byte, 32> Sha256::digest() {
    std::array<std::byte, 32> digest{};
    EVP_DigestFinal_ex(state_->context, reinterpret_cast<unsigned char*>(digest.data()), nullptr);
    return digest;
}

std::string Sha256::hex() {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::byte byte : digest()) {
        text += digits[std::to_integer<std::size_t>(byte >> 4)];
        text += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
    }
    return text;
}

}  // namespace sescope
