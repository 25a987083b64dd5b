// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/architectures/catalogue_json.h"

namespace sescope {
namespace {

nlohmann::json to_json(const Preprocessing& preprocessing) {
    return {{"mean", preprocessing.mean},
            {"std", preprocessing.std},
            {"crop_pct", preprocessing.crop_pct},
            {"interpolation", name_of(preprocessing.interpolation)}};
}

}  // namespace

nlohmann::json entry_to_json(const CatalogueEntry& entry) {
    return {{"name", entry.name},
            {"package", entry.package},
            {"version", entry.version},
            {"input", entry.input},
            {"preprocessing", to_json(entry.preprocessing)},
            {"classes", entry.classes},
            {"head", entry.free.head},
            {"stem", entry.free.stem},
            {"only_this_size", entry.only_this_size},
            {"graph", entry.graph},
            {"keys", entry.keys},
            {"hashes",
             {entry.hash_of_keys, entry.hash_of_keys_without_head, entry.hash_of_shapes,
              entry.hash_of_shapes_without_head}}};
}

CatalogueEntry entry_from_json(const nlohmann::json& json) {
    CatalogueEntry entry;
    json.at("name").get_to(entry.name);
    json.at("package").get_to(entry.package);
    json.at("version").get_to(entry.version);
    json.at("input").get_to(entry.input);
    json.at("classes").get_to(entry.classes);
    json.at("head").get_to(entry.free.head);
    json.at("stem").get_to(entry.free.stem);
    json.at("only_this_size").get_to(entry.only_this_size);
    json.at("graph").get_to(entry.graph);
    json.at("keys").get_to(entry.keys);
    const auto& hashes = json.at("hashes");
    hashes.at(0).get_to(entry.hash_of_keys);
    hashes.at(1).get_to(entry.hash_of_keys_without_head);
    hashes.at(2).get_to(entry.hash_of_shapes);
    hashes.at(3).get_to(entry.hash_of_shapes_without_head);
    auto& preprocessing = entry.preprocessing;
    const auto& given = json.at("preprocessing");
    given.at("mean").get_to(preprocessing.mean);
    given.at("std").get_to(preprocessing.std);
    given.at("crop_pct").get_to(preprocessing.crop_pct);
    preprocessing.interpolation = given.at("interpolation") == name_of(Interpolation::bicubic)
                                      ? Interpolation::bicubic
                                      : Interpolation::bilinear;
    preprocessing.size = static_cast<int>(entry.input[1]);
    preprocessing.preset = entry.full_name();
    return entry;
}

}  // namespace sescope
