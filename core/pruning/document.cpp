// SPDX-License-Identifier: GPL-3.0-or-later
// Documents of ours in JSON: what they say first, and how hostile ones are met.

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/network/json_text.h"
#include "core/pruning/evaluation_json.h"

namespace sescope {
namespace {

constexpr int kFormat = 1;
constexpr std::size_t kLargest = std::size_t{256} << 20;

[[noreturn]] void refuse(std::string_view kind, const Text& what) {
    throw Error(ErrorKind::data, text("is no {} of SE Scope: {}", kind, what), {},
                text("make one with: sescope {}", kind == "plan" ? "plan" : "prove"));
}

}  // namespace

OrderedJson document_of(std::string_view kind) {
    return {{"sescope", std::string(kind)}, {"format", kFormat}};
}

void read_document(std::string_view text, std::string_view kind,
                   const std::function<void(const OrderedJson&)>& read) {
    const auto parsed = parse_bounded(text, kLargest);
    if (!parsed) refuse(kind, "not JSON, or larger or deeper than any of ours");
    if (!parsed->is_object() || parsed->value("sescope", nlohmann::json()) != std::string(kind)) {
        refuse(kind, sescope::text("it does not begin with \"sescope\": \"{}\"", kind));
    }
    if (parsed->value("format", nlohmann::json()) != kFormat) {
        refuse(kind, "its format is another than 1: made by a later version?");
    }
    try {
        read(OrderedJson(*parsed));
    } catch (const nlohmann::json::exception& error) {
        refuse(kind, error.what());
    } catch (const std::range_error& error) {
        refuse(kind, error.what());
    }
}

std::string document_text(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in && !in.eof()) throw Error(ErrorKind::data, "cannot be read", path, "check the name");
    return text;
}

}  // namespace sescope
