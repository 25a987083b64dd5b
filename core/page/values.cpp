// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/page/values.h"

#include <bit>
#include <cmath>
#include <cstddef>

#include "core/base/base64.h"
#include "core/base/plain_text.h"
#include "core/report/html_text.h"

namespace sescope {

static_assert(std::endian::native == std::endian::little);

PageJson page_number(double value) {
    return std::isfinite(value) ? PageJson(value) : PageJson();
}

std::string page_text(std::string_view text) {
    std::string safe;
    safe.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = std::max<std::size_t>(visible_length(text), 1);
        const std::string_view character = text.substr(0, length);
        const bool stays = character == "\n" || is_xml_character(character);
        safe += stays ? character : "\xEF\xBF\xBD";
        text.remove_prefix(length);
    }
    return safe;
}

std::string page_floats(std::span<const float> values) {
    return base64(std::as_bytes(values));
}

std::string page_floats(std::span<const double> values) {
    const std::vector<float> narrow(values.begin(), values.end());
    return page_floats(std::span<const float>(narrow));
}

std::string page_dump(const PageJson& json) {
    const std::string text = json.dump(-1, ' ', true, PageJson::error_handler_t::replace);
    std::string safe;
    safe.reserve(text.size());
    for (const char c : text) {
        if (c == '<') {
            safe += "\\u003c";
        } else {
            safe += c;
        }
    }
    return safe;
}

}  // namespace sescope
