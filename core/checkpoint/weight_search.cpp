// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/weight_search.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "core/checkpoint/containers.h"
#include "core/checkpoint/pickled_modules.h"
#include "core/checkpoint/printable.h"
#include "core/checkpoint/tensor_layout.h"
#include "core/checkpoint/torch_records.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 6> kWrappers{"state_dict_ema", "model_ema", "ema_state_dict",
                                                    "state_dict",     "model",     "net"};
constexpr int kDeepestWrapper = 8;

Error no_weights(const Pickle& pickle, PickleIndex index, const fs::path& path) {
    constexpr const char* hint = "give a file that holds a state dict or a whole module";
    const auto entries = pickle.entries(index);
    if (!entries) {
        return broken_file(
            path, "holds " + pickle.describe(index) + ", not the weights of a network", hint);
    }
    if (entries->empty()) return broken_file(path, "holds an empty dictionary, no weights", hint);
    std::string keys;
    for (std::size_t i = 0; i < std::min<std::size_t>(entries->size(), 8); ++i) {
        const auto key = pickle.text((*entries)[i].first);
        keys += (i > 0 ? ", " : "") + (key ? printable(*key) : std::string("(no text)"));
    }
    if (entries->size() > 8) keys += ", ..";
    return broken_file(path, "holds a dictionary (" + keys + ") without weights in it", hint);
}

class WeightSearch {
  public:
    WeightSearch(const Pickle& pickle, const fs::path& path)
        : pickle_(pickle), path_(path), is_module_(pickle) {}

    FoundWeights run() {
        FoundWeights found;
        PickleIndex at = pickle_.root;
        for (int depth = 0; depth < kDeepestWrapper; ++depth) {
            if (is_module_(at)) {
                found.is_module = true;
                found.tensors = module_tensors(pickle_, at, is_module_, path_);
                break;
            }
            const auto entries = pickle_.entries(at);
            if (!entries) break;
            const auto next = next_entry(*entries);
            if (!next) {
                found.tensors = tensors_of(*entries);
                break;
            }
            found.wrapper += (found.wrapper.empty() ? "" : ".") + printable(next->first);
            at = next->second;
        }
        if (found.tensors.empty()) throw no_weights(pickle_, at, path_);
        return found;
    }

  private:
    using Entry = std::pair<std::string_view, PickleIndex>;

    std::vector<std::pair<std::string, PickleIndex>> tensors_of(
        const PickleEntries& entries) const {
        std::vector<std::pair<std::string, PickleIndex>> tensors;
        for (const auto& [key, value] : entries) {
            const auto name = pickle_.text(key);
            if (name && is_tensor(pickle_, value)) tensors.emplace_back(checked(*name), value);
        }
        return tensors;
    }

    std::string checked(std::string_view name) const {
        if (name.size() <= kLongestName) return std::string(name);
        throw broken_file(path_, "names a tensor by " + std::to_string(name.size()) +
                                     " letters, so it is no network");
    }

    // Answers are remembered, since values may share or contain each other.
    bool leads_to_weights(PickleIndex index, int depth = 0) {
        if (is_module_(index)) return true;
        const auto [place, is_new] = leads_.try_emplace(index, false);
        if (!is_new) return place->second;
        const auto entries = pickle_.entries(index);
        if (!entries || depth > kDeepestWrapper) return false;
        const bool leads =
            holds_tensors(*entries) || std::ranges::any_of(kWrappers, [&](std::string_view key) {
                const auto value = value_of(pickle_, *entries, key);
                return value && leads_to_weights(*value, depth + 1);
            });
        leads_[index] = leads;
        return leads;
    }

    bool holds_tensors(const PickleEntries& entries) const {
        return std::ranges::any_of(entries, [&](const auto& entry) {
            return pickle_.text(entry.first) && is_tensor(pickle_, entry.second);
        });
    }

    // The entry to go on with: a wrapper by its name, else the only entry that leads anywhere.
    std::optional<Entry> next_entry(const PickleEntries& entries) {
        for (const std::string_view key : kWrappers) {
            const auto value = value_of(pickle_, entries, key);
            if (value && leads_to_weights(*value)) return {{key, *value}};
        }
        if (holds_tensors(entries)) return std::nullopt;
        std::optional<Entry> only;
        for (const auto& [key, value] : entries) {
            const auto name = pickle_.text(key);
            if (!name || !leads_to_weights(value)) continue;
            if (only) return std::nullopt;
            only = {*name, value};
        }
        return only;
    }

    const Pickle& pickle_;
    const fs::path& path_;
    ModuleTest is_module_;
    std::unordered_map<PickleIndex, bool> leads_;
};

}  // namespace

FoundWeights find_weights(const Pickle& pickle, const fs::path& path) {
    return WeightSearch(pickle, path).run();
}

}  // namespace sescope
