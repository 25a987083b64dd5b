// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/skipped_json.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/text_json.h"

namespace sescope {

nlohmann::ordered_json to_json(const std::vector<SkippedImage>& skipped) {
    using Json = nlohmann::ordered_json;
    Json list = Json::array();
    for (const SkippedImage& image : skipped) {
        Json entry{{"id", image.id}, {"reason", image.reason.str()}};
        if (Json parts = parts_of(image.reason); !parts.is_null())
            entry["parts"] = std::move(parts);
        list.push_back(std::move(entry));
    }
    return list;
}

}  // namespace sescope
