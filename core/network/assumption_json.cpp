// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/assumption_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/text_json.h"
#include "core/network/json_fields.h"

namespace sescope {

using Json = nlohmann::ordered_json;

Json to_json(const Assumption& assumption) {
    return {{"what", assumption.what.str()},
            {"value", assumption.value.str()},
            {"why", assumption.why.str()},
            {"flag", assumption.option.str()}};
}

std::vector<Assumption> assumptions_from(const JsonFields& fields, std::size_t most) {
    std::vector<Assumption> list;
    for (const auto& item : fields.array("assumptions", 0, most)) {
        const JsonFields one(item, fmt::format("assumptions[{}]", list.size()));
        const Json parts = item.contains("parts") ? Json(item["parts"]) : Json();
        const auto said = [&](const char* name) {
            const bool given = parts.is_object() && parts.contains(name);
            return text_from(one.text(name), given ? parts[name] : Json());
        };
        list.push_back({said("what"), said("value"), said("why"), option_from(one.text("flag"))});
    }
    return list;
}

}  // namespace sescope
