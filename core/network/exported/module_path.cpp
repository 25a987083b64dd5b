// SPDX-License-Identifier: GPL-3.0-or-later
#include <cctype>

#include "core/checkpoint/tensor_layout.h"
#include "core/network/exported/program.h"

namespace sescope {
namespace {

void erase_all(std::string& text, std::string_view part) {
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at)) {
        text.erase(at, part.size());
    }
}

// From "a.blocks, '0').conv" to "a.blocks.0.conv", and from "a.blocks[0]" to "a.blocks.0".
std::string without_calls(std::string_view text) {
    std::string path;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool joins = text.substr(i).starts_with(", '");
        if (joins || c == '[') {
            path += '.';
            i += joins ? 2 : 0;
        } else if (c != ']' && c != ')' && c != '\'') {
            path += c;
        }
    }
    return path;
}

}  // namespace

std::string module_path(std::string_view fqn) {
    if (fqn.size() > kLongestName) return {};
    std::string path(fqn);
    erase_all(path, "getattr(");
    // What the traced function calls the module itself: L['self'], L['model'], ..
    if (path.starts_with("L['")) {
        const auto end = path.find("']");
        path.erase(0, end == std::string::npos ? path.size() : end + 2);
    }
    path = without_calls(path);
    if (path.starts_with("_export_root")) path.erase(0, std::string_view("_export_root").size());
    // "act@1": the second call of a module.
    for (auto at = path.find('@'); at != std::string::npos; at = path.find('@', at)) {
        auto end = at + 1;
        while (end < path.size() && std::isdigit(static_cast<unsigned char>(path[end])) != 0) ++end;
        path.erase(at, end - at);
    }
    if (path.starts_with('.')) path.erase(0, 1);
    return path;
}

}  // namespace sescope
