// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/json_records.h"

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/dataset/text.h"
#include "core/dataset/text_file.h"
#include "core/network/json_text.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kLongest = std::size_t{256} << 20;

Error no_table(const fs::path& path, const Text& what) {
    return Error(ErrorKind::data, what, path,
                 "give a list of objects as {\"file_name\": \"a.png\", \"label\": \"ant\"}, a .csv "
                 "or a folder of class folders");
}

std::optional<std::string> text_of(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number() || value.is_boolean()) return value.dump();
    if (value.is_null()) return "";
    return std::nullopt;
}

void add(std::vector<TableRecord>& records, const json& object, int line, const fs::path& path) {
    if (!object.is_object()) throw no_table(path, "holds something else than a list of objects");
    TableRecord record{line, {}};
    auto& heading = records.front().fields;
    for (const auto& [name, value] : object.items()) {
        auto text = text_of(value);
        if (!text) continue;
        auto column = std::ranges::find(heading, name);
        if (column == heading.end()) column = heading.insert(column, name);
        const auto at = static_cast<std::size_t>(column - heading.begin());
        if (record.fields.size() <= at) record.fields.resize(at + 1);
        record.fields[at] = std::move(*text);
    }
    records.push_back(std::move(record));
}

}  // namespace

std::vector<TableRecord> read_json_records(const fs::path& path) {
    const std::string text = read_text_file(path);
    std::vector<TableRecord> records{{1, {}}};
    if (lower_case(path.extension().string()) == ".json") {
        const auto root = parse_lenient(text, kLongest);
        if (!root) throw no_table(path, "is no JSON that can be read");
        if (!root->is_array()) throw no_table(path, "is no list of images and labels");
        int position = 0;
        for (const auto& object : *root) add(records, object, ++position, path);
        return records;
    }
    for (const TableRecord& line : parse_table(text, '\0', path)) {
        const auto object = parse_lenient(line.fields.front(), kLongest);
        if (!object) {
            throw no_table(path, sescope::text("line {}: is no JSON object", line.line));
        }
        add(records, *object, line.line, path);
    }
    return records;
}

}  // namespace sescope
