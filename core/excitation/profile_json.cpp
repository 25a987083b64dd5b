// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/profile_json.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/message.h"
#include "core/base/text_json.h"
#include "core/excitation/skipped_json.h"

namespace sescope {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kDeepest = 64;  // nesting of any file that we wrote stays below 20

Json to_json(const StoppingRecord& record) {
    Json classes = Json::array();
    for (const auto& each : record.classes) {
        classes.push_back({{"taken", each.taken},
                           {"total", each.total},
                           {"half_width", each.half_width ? Json(*each.half_width) : Json()},
                           {"finished", each.finished},
                           {"reached", each.reached}});
    }
    return {{"half_width", record.rule.half_width},
            {"confidence", record.rule.confidence},
            {"first_look", record.rule.first_look},
            {"population", record.rule.population},
            {"classes", classes}};
}

Json to_json(const ProfileOrigin& origin) {
    Json covered = Json::array();
    for (const auto& part : origin.covered) {
        covered.push_back({{"shard", part.shard},
                           {"shards", part.shards},
                           {"done", part.done},
                           {"total", part.total},
                           {"interleaved", part.interleaved},
                           {"sliced", part.sliced}});
    }
    Json json{{"sescope_version", origin.sescope_version},
              {"engine", origin.engine},
              {"network_file", origin.network_file},
              {"network_fingerprint", origin.network_fingerprint},
              {"data_root", origin.data_root},
              {"data_fingerprint", origin.data_fingerprint},
              {"seed", origin.seed},
              {"per_class", origin.per_class},
              {"split", origin.split},
              {"device", origin.device},
              {"precision", origin.precision},
              {"batch", origin.batch},
              {"created", origin.created},
              {"seconds", origin.seconds},
              {"covered", covered}};
    if (origin.until) json["until"] = to_json(*origin.until);
    for (const auto& [kind, count] : origin.left_out) {
        json["left_out"].push_back({{"kind", kind}, {"count", count}});
    }
    return json;
}

// Reads values of an object and says which key is wrong.
class Fields {
  public:
    Fields(const Json& object, const std::filesystem::path& file) : object_(object), file_(file) {
        if (!object.is_object()) fail("a part of its description is not an object");
    }

    [[noreturn]] void fail(const Text& what) const {
        throw Error(ErrorKind::data, what, file_, "make the profile again with sescope analyze");
    }

    const Json& at(const char* key) const {
        const auto found = object_.find(key);
        if (found == object_.end()) fail(sescope::text("its description has no \"{}\"", key));
        return *found;
    }

    bool has(const char* key) const { return object_.contains(key); }

    const Json& array(const char* key) const {
        const Json& value = at(key);
        if (!value.is_array()) fail(sescope::text("\"{}\" of its description is not a list", key));
        return value;
    }

    std::string text(const char* key) const {
        const Json& value = at(key);
        if (!value.is_string()) fail(sescope::text("\"{}\" of its description is not a text", key));
        return value.get<std::string>();
    }

    std::string text_or(const char* key, const std::string& otherwise) const {
        return object_.contains(key) ? text(key) : otherwise;
    }

    bool flag(const char* key) const {
        const Json& value = at(key);
        if (!value.is_boolean())
            fail(sescope::text("\"{}\" of its description is not a yes or no", key));
        return value.get<bool>();
    }

    double real(const char* key) const {
        const Json& value = at(key);
        if (!value.is_number())
            fail(sescope::text("\"{}\" of its description is not a number", key));
        return value.get<double>();
    }

    int integer(const char* key, int lowest, int highest) const {
        const Json& value = at(key);
        if (!value.is_number_integer() || value > highest || value < lowest) {
            fail(sescope::text("\"{}\" of its description is not a number from {} to {}", key,
                               lowest, highest));
        }
        return value.get<int>();
    }

    std::uint64_t count(const char* key) const {
        const Json& value = at(key);
        if (!value.is_number_unsigned()) {
            fail(sescope::text("\"{}\" of its description is not a count", key));
        }
        return value.get<std::uint64_t>();
    }

    const std::filesystem::path& file() const { return file_; }

  private:
    const Json& object_;
    const std::filesystem::path& file_;
};

constexpr int kMany = std::numeric_limits<int>::max();

StoppingRecord until_from(const Fields& fields) {
    StoppingRecord record;
    record.rule.half_width = fields.real("half_width");
    record.rule.confidence = fields.real("confidence");
    record.rule.first_look = fields.integer("first_look", 2, kMany);
    record.rule.population = fields.flag("population");
    if (!(record.rule.half_width > 0) || !(record.rule.confidence > 0) ||
        !(record.rule.confidence < 1)) {
        fields.fail("its stopping rule makes no sense");
    }
    for (const auto& item : fields.array("classes")) {
        const Fields each(item, fields.file());
        ClassStop stop;
        stop.taken = each.count("taken");
        stop.total = each.count("total");
        if (!each.at("half_width").is_null()) stop.half_width = each.real("half_width");
        stop.finished = each.flag("finished");
        stop.reached = each.flag("reached");
        if (stop.taken > stop.total) fields.fail("a class took more images than it has");
        record.classes.push_back(stop);
    }
    return record;
}

ProfileOrigin origin_from(const Fields& fields, const std::filesystem::path& file) {
    ProfileOrigin origin;
    origin.sescope_version = fields.text("sescope_version");
    origin.engine = fields.text("engine");
    origin.network_file = fields.text("network_file");
    origin.network_fingerprint = fields.text("network_fingerprint");
    origin.data_root = fields.text("data_root");
    origin.data_fingerprint = fields.text("data_fingerprint");
    origin.seed = fields.count("seed");
    origin.per_class = fields.integer("per_class", 0, kMany);
    origin.split = fields.text_or("split", origin.split);  // before there were halves: all
    origin.device = fields.text("device");
    origin.precision = fields.text("precision");
    origin.batch = fields.integer("batch", 0, kMany);
    origin.created = fields.text("created");
    origin.seconds = fields.real("seconds");
    for (const auto& item : fields.array("covered")) {
        const Fields part(item, file);
        CoveredImages covered;
        covered.shards = part.integer("shards", 1, kMany);
        covered.shard = part.integer("shard", 0, covered.shards - 1);
        covered.done = part.count("done");
        covered.total = part.count("total");
        // Not in the files of the first version, whose images went class by class.
        covered.interleaved = part.has("interleaved") && part.flag("interleaved");
        covered.sliced = part.has("sliced") && part.flag("sliced");
        if (covered.done > covered.total) fields.fail("more images are done than there are");
        origin.covered.push_back(covered);
    }
    if (fields.has("until")) origin.until = until_from(Fields(fields.at("until"), file));
    if (!fields.has("left_out")) return origin;  // none, or of an earlier version
    for (const auto& item : fields.array("left_out")) {
        const Fields each(item, file);
        origin.left_out.push_back({each.text("kind"), each.integer("count", 1, kMany)});
    }
    return origin;
}

BlockTally block_from(const Fields& fields) {
    BlockTally block;
    block.block = fields.text("block");
    block.channels = fields.integer("channels", 1, 1 << 24);
    block.scale_bits = fields.integer("scale_bits", 1, 32);
    block.not_finite = fields.count("not_finite");
    if (fields.has("energies")) {  // since format 2; its sums are tensors
        const Fields energies(fields.at("energies"), fields.file());
        block.energies.bits = energies.integer("scale_bits", 1, 32);
        block.energies.not_finite = energies.count("not_finite");
        // Read and checked with the tensors; until then it says that they are there.
        block.energies.energy.assign(1, 0);
    }
    return block;
}

// Brackets outside of texts. Asking the parser after each value would have it look through all
// values before it for ones to drop, and take a square of their number.
int depth_of(std::string_view json) {
    int depth = 0;
    int deepest = 0;
    bool in_text = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (in_text) {
            if (c == '\\') ++i;
            in_text = c != '"';
        } else if (c == '"') {
            in_text = true;
        } else if (c == '[' || c == '{') {
            deepest = std::max(deepest, ++depth);
        } else if (c == ']' || c == '}') {
            --depth;
        }
    }
    return deepest;
}

Json parsed(std::string_view text, const std::filesystem::path& file) {
    if (depth_of(text) > kDeepest) {
        throw Error(ErrorKind::data, "its description is nested too deeply", file);
    }
    try {
        return Json::parse(text);
    } catch (const Json::exception& error) {
        throw Error(ErrorKind::data, sescope::text("its description is damaged: {}", error.what()),
                    file, "make the profile again with sescope analyze");
    }
}

void require_known_format(const Fields& fields) {
    const int format = fields.integer("format", 1, kMany);
    if (format <= kNewestFormat) return;
    throw Error(ErrorKind::data,
                text("was written by a newer SE Scope (format {}; this one reads up to {})", format,
                     kNewestFormat),
                fields.file(), "update SE Scope");
}

}  // namespace

std::string profile_to_json(const ExcitationProfile& profile) {
    Json classes = Json::array();
    for (const auto& c : profile.classes) {
        classes.push_back({{"name", c.name}, {"readable", c.readable}, {"head_row", c.head_row}});
    }
    Json blocks = Json::array();
    for (const auto& block : profile.gates.blocks) {
        Json entry{{"block", block.block},
                   {"channels", block.channels},
                   {"scale_bits", block.scale_bits},
                   {"not_finite", block.not_finite}};
        if (block.energies.recorded()) {
            entry["energies"] = {{"scale_bits", block.energies.bits},
                                 {"not_finite", block.energies.not_finite}};
        }
        blocks.push_back(std::move(entry));
    }
    const Json json{{"format", kNewestFormat},
                    {"origin", to_json(profile.origin)},
                    {"classes", classes},
                    {"settings",
                     {{"open_above", profile.gates.settings.open_above},
                      {"closed_below", profile.gates.settings.closed_below},
                      {"histogram_bins", kHistogramBins}}},
                    {"blocks", blocks},
                    {"predictions",
                     {{"head_classes", profile.predictions.head_classes},
                      {"matched", profile.predictions.matched},
                      {"not_finite", profile.predictions.not_finite}}},
                    {"skipped", to_json(profile.skipped)},
                    {"network", to_json(profile.network)}};
    // File names need not be UTF-8, JSON must be.
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

ExcitationProfile profile_from_json(std::string_view text, const std::filesystem::path& file) {
    const Json json = parsed(text, file);
    const Fields fields(json, file);
    require_known_format(fields);
    ExcitationProfile profile;
    for (const auto& item : fields.array("classes")) {
        const Fields c(item, file);
        profile.classes.push_back(
            {c.text("name"), c.text("readable"), c.integer("head_row", -1, kMany)});
    }
    if (profile.classes.empty()) fields.fail("it has no class");
    profile.gates.classes = int(profile.classes.size());
    const Fields settings(fields.at("settings"), file);
    profile.gates.settings.open_above = float(settings.real("open_above"));
    profile.gates.settings.closed_below = float(settings.real("closed_below"));
    settings.integer("histogram_bins", kHistogramBins, kHistogramBins);
    for (const auto& item : fields.array("blocks")) {
        profile.gates.blocks.push_back(block_from(Fields(item, file)));
    }
    const Fields predictions(fields.at("predictions"), file);
    profile.predictions.head_classes = predictions.integer("head_classes", 0, 1 << 24);
    profile.predictions.matched = predictions.flag("matched");
    profile.predictions.not_finite = predictions.count("not_finite");
    for (const auto& item : fields.array("skipped")) {
        const Fields image(item, file);
        profile.skipped.push_back(
            {image.text("id"),
             text_from(image.text("reason"), image.has("parts") ? image.at("parts") : Json())});
    }
    profile.origin = origin_from(Fields(fields.at("origin"), file), file);
    const auto& until = profile.origin.until;
    if (until && until->classes.size() != profile.classes.size()) {
        fields.fail("it does not say of every class how many images it took");
    }
    profile.network = record_from_json(fields.at("network"), file);
    return profile;
}

}  // namespace sescope
