// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/onnx/module_path.h"

#include <string_view>
#include <vector>

#include "core/checkpoint/printable.h"

namespace sescope::onnx {
namespace {

constexpr std::size_t kLongestPath = 1'000;

// "['', 'blocks', 'blocks.3.0.se', 'mul_4']": the last is the operator, the one before its module.
std::string from_scopes(std::string_view scopes) {
    std::vector<std::string_view> texts;
    std::size_t at = 0;
    while (at < scopes.size() && texts.size() < 256) {
        const char quote = scopes[at];
        if (quote != '\'' && quote != '"') {
            ++at;
            continue;
        }
        const std::size_t end = scopes.find(quote, at + 1);
        if (end == std::string_view::npos) break;
        texts.push_back(scopes.substr(at + 1, end - at - 1));
        at = end + 1;
    }
    return texts.size() < 2 ? "" : std::string(texts[texts.size() - 2]);
}

// ": timm.Net/blocks: torch.Sequential/blocks.3: ../mul_4: aten.mul.Tensor".
std::string from_namespaces(std::string_view namespaces) {
    const std::size_t last = namespaces.rfind('/');
    if (last == std::string_view::npos || last == 0) return "";
    const std::size_t before = namespaces.rfind('/', last - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const auto entry = namespaces.substr(begin, last - begin);
    return std::string(entry.substr(0, entry.find(": ")));
}

// Each part is the name of a module within the one before it; children of a Sequential carry its
// name ("blocks", then "blocks.3", then "blocks.3.0").
std::string from_name(std::string_view name) {
    if (name.size() < 2 || name.front() != '/') return "";
    std::string path;
    std::string_view before;
    name.remove_prefix(1);
    for (std::size_t end = name.find('/'); end != std::string_view::npos; end = name.find('/')) {
        const auto part = name.substr(0, end);
        name.remove_prefix(end + 1);
        const bool continues = !before.empty() && part.size() > before.size() + 1 &&
                               part.starts_with(before) && part[before.size()] == '.';
        if (continues) {
            path += part.substr(before.size());
        } else {
            path += path.empty() ? std::string(part) : "." + std::string(part);
        }
        before = part;
    }
    return path;
}

}  // namespace

std::string module_path(const Node& node) {
    std::string path;
    if (!node.name_scopes.empty()) {
        path = from_scopes(node.name_scopes);
    } else if (!node.namespaces.empty()) {
        path = from_namespaces(node.namespaces);
    } else {
        path = from_name(node.name);
    }
    return path.size() <= kLongestPath && is_plain_text(path) ? path : "";
}

}  // namespace sescope::onnx
