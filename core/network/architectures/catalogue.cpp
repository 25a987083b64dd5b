// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/architectures/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <unordered_set>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/base/resources.h"
#include "core/network/architectures/bind.h"
#include "core/network/architectures/key_set.h"

namespace sescope {
namespace {

bool has_keys(const CatalogueEntry& entry, const std::string& hash) {
    return entry.hash_of_keys == hash || entry.hash_of_keys_without_head == hash;
}

bool has_shapes(const CatalogueEntry& entry, std::span<const KeyShape> tensors) {
    const auto hash = hash_of_shapes(tensors, entry.free);
    return entry.hash_of_shapes == hash || entry.hash_of_shapes_without_head == hash;
}

MatchedArchitecture bound(const CatalogueEntry& entry, const CatalogueGraph& graph,
                          std::span<const KeyShape> tensors, const StateDict& weights) {
    auto made =
        bind(graph::from_text(graph.text), {entry.full_name(), entry.free, entry.input}, tensors);
    MatchedArchitecture match;
    match.entries.push_back(entry);
    match.without_head = made.without_head;
    match.other_widths = made.other_widths;
    auto& network = match.network;
    network.graph = std::move(made.graph);
    network.weights = weights;
    for (const auto& constant : graph.constants) {
        if (!weights.contains(constant.name)) network.weights.add(constant);
    }
    network.source = entry.full_name();
    network.producer = entry.package + " " + entry.version;
    network.only_this_size = entry.only_this_size;
    return match;
}

void append_keys(std::string& text, const std::vector<std::string>& keys) {
    constexpr std::size_t kShown = 3;
    for (std::size_t i = 0; i < std::min(keys.size(), kShown); ++i) {
        text += fmt::format("{}'{}'", i == 0 ? "" : ", ", keys[i]);
    }
    if (keys.size() > kShown) text += fmt::format(" and {} more", keys.size() - kShown);
}

std::string differing_keys(const NearestArchitecture& nearest) {
    std::string text;
    if (!nearest.missing.empty()) {
        text += "the file lacks ";
        append_keys(text, nearest.missing);
    }
    if (!nearest.left_over.empty()) {
        text += text.empty() ? "the file has " : ", and has ";
        append_keys(text, nearest.left_over);
        text += " beside";
    }
    return text;
}

NearestArchitecture compared(const CatalogueEntry& entry, const std::vector<std::string>& keys,
                             const std::vector<KeyShape>& tensors) {
    NearestArchitecture result{entry, {}, {}};
    std::vector<std::string> found;
    for (const auto& tensor : tensors) found.push_back(tensor.key);
    std::ranges::set_difference(keys, found, std::back_inserter(result.missing));
    std::ranges::set_difference(found, keys, std::back_inserter(result.left_over));
    return result;
}

}  // namespace

std::string described(const NearestArchitecture& nearest) {
    const auto keys = differing_keys(nearest);
    return fmt::format("{} is nearest{}{}", nearest.entry.full_name(), keys.empty() ? "" : ": ",
                       keys);
}

Catalogue::Catalogue(const std::filesystem::path& file) : file_(file) {}

const Catalogue& Catalogue::installed() {
    static const Catalogue catalogue(resource_path("architectures/catalogue"));
    return catalogue;
}

std::vector<CatalogueEntry> Catalogue::named(std::string_view name) const {
    const auto is_called = [](const CatalogueEntry& entry, std::string_view by) {
        return entry.name == by || entry.full_name() == by;
    };
    std::vector<CatalogueEntry> found;
    for (const auto by : {name, name.substr(0, name.find('.'))}) {
        std::ranges::copy_if(entries(), std::back_inserter(found),
                             [&](const auto& entry) { return is_called(entry, by); });
        if (!found.empty()) break;
    }
    return found;
}

ArchitectureMatch Catalogue::match(const StateDict& weights) const {
    const auto tensors = key_shapes(weights);
    const auto hash = hash_of_keys(tensors);
    std::vector<const CatalogueEntry*> fitting;
    for (const auto& entry : entries()) {
        if (has_keys(entry, hash)) fitting.push_back(&entry);
    }
    std::vector<const CatalogueEntry*> exact;
    std::ranges::copy_if(fitting, std::back_inserter(exact),
                         [&](const auto* entry) { return has_shapes(*entry, tensors); });
    ArchitectureMatch result;
    std::vector<std::string> fingerprints;  // of the candidates
    for (const auto* entry : exact.empty() ? fitting : exact) {
        try {
            const auto graph = file_.graph(entry->graph);
            auto match = bound(*entry, graph, tensors, weights);
            auto fingerprint = graph::fingerprint(match.network.graph);
            // The values of constants are part of what is computed, and no part of the graph.
            if (!graph.constants.empty()) fingerprint += fmt::format(" {}", entry->graph);
            const auto same = std::ranges::find(fingerprints, fingerprint);
            if (same == fingerprints.end()) {
                fingerprints.push_back(std::move(fingerprint));
                result.candidates.push_back(std::move(match));
            } else {
                auto& known =
                    result.candidates[static_cast<std::size_t>(same - fingerprints.begin())];
                known.entries.push_back(*entry);
                known.network.only_this_size |= entry->only_this_size;
            }
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::model) throw;
            result.refused.push_back({*entry, error.said(), error.advice()});
        }
    }
    return result;
}

MatchedArchitecture Catalogue::as(const CatalogueEntry& entry, const StateDict& weights) const {
    const auto tensors = key_shapes(weights);
    if (!has_keys(entry, hash_of_keys(tensors))) {
        throw Error(
            ErrorKind::model,
            text("is not {}: {}", entry.full_name(), differing_keys(difference(entry, weights))),
            weights.file,
            text("name the architecture that it is, or leave {} out",
                 Text::option("architecture")));
    }
    return bound(entry, file_.graph(entry.graph), tensors, weights);
}

NearestArchitecture Catalogue::difference(const CatalogueEntry& entry,
                                          const StateDict& weights) const {
    return compared(entry, file_.keys().at(entry.keys), key_shapes(weights));
}

std::optional<NearestArchitecture> Catalogue::nearest(const StateDict& weights) const {
    const auto tensors = key_shapes(weights);
    std::unordered_set<std::string> found;
    for (const auto& tensor : tensors) found.insert(tensor.key);
    const auto lists = file_.keys();
    const CatalogueEntry* best = nullptr;
    std::size_t least = std::numeric_limits<std::size_t>::max();
    for (const auto& entry : entries()) {
        const auto& keys = lists.at(entry.keys);
        const auto common = static_cast<std::size_t>(
            std::ranges::count_if(keys, [&](const auto& key) { return found.contains(key); }));
        if (2 * common < std::min(keys.size(), found.size())) continue;  // another kind of network
        const auto differing = keys.size() + found.size() - 2 * common;
        if (common == 0 || differing >= least) continue;
        least = differing;
        best = &entry;
    }
    if (best == nullptr) return std::nullopt;
    return compared(*best, lists.at(best->keys), tensors);
}

}  // namespace sescope
