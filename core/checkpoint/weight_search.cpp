// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/weight_search.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_set>

#include "core/base/message.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/pickled_modules.h"
#include "core/checkpoint/printable.h"
#include "core/checkpoint/tensor_layout.h"
#include "core/checkpoint/torch_records.h"
#include "core/checkpoint/weight_choice.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepestSet = 8;
constexpr std::size_t kMostSets = 1'000;

Error no_weights(const Pickle& pickle, const fs::path& path) {
    constexpr const char* hint = "give a file that holds a state dict or a whole module";
    const auto entries = pickle.entries(pickle.root);
    if (!entries) {
        return broken_file(
            path, text("holds {}, not the weights of a network", pickle.describe(pickle.root)),
            hint);
    }
    if (entries->empty()) return broken_file(path, "holds an empty dictionary, no weights", hint);
    std::string keys;
    for (std::size_t i = 0; i < std::min<std::size_t>(entries->size(), 8); ++i) {
        const auto key = pickle.text((*entries)[i].first);
        keys += (i > 0 ? ", " : "") + (key ? printable(*key) : std::string("(no text)"));
    }
    if (entries->size() > 8) keys += ", ..";
    return broken_file(path, text("holds a dictionary ({}) without weights in it", keys), hint);
}

// Parts of a training program that hold tensors too, but no network.
bool is_no_network(std::string_view key) {
    constexpr std::array<std::string_view, 8> parts{
        "optim", "sched", "scaler", "rng", "callbacks", "loops", "_metadata", "message_hub"};
    return std::ranges::any_of(
        parts, [&](std::string_view part) { return key.find(part) != std::string_view::npos; });
}

PickleEntries entries_or_attributes(const Pickle& pickle, PickleIndex index) {
    auto entries = pickle.entries(index);
    if (!entries) entries = attributes_of(pickle, index);
    return entries.value_or(PickleEntries());
}

/// A set of tensors that may be the network's.
struct Candidate {
    std::string name;
    PickleIndex index = 0;
    bool is_module = false;
    bool has_kernels = false;
    std::size_t tensors = 0;
};

class WeightSearch {
  public:
    explicit WeightSearch(const Pickle& pickle) : pickle_(pickle), is_module_(pickle) {}

    std::vector<Candidate> run() {
        visit(pickle_.root, "", 0);
        return std::move(found_);
    }
    ModuleTest& module_test() { return is_module_; }

  private:
    void visit(PickleIndex index, const std::string& name, int depth) {
        if (depth > kDeepestSet || found_.size() >= kMostSets) return;
        if (!seen_.insert(index).second) return;
        if (is_module_(index)) {
            found_.push_back({name, index, true, holds_kernels(pickle_, index, is_module_), 0});
            return;
        }
        if (const auto entries = pickle_.entries(index))
            visit_entries(index, *entries, name, depth);
        const bool is_dict = pickle_.is_global(callable_of(index), "collections", "OrderedDict");
        if (const auto attributes = attributes_of(pickle_, index); attributes && !is_dict) {
            visit_entries(index, *attributes, name, depth);
        }
        const auto items = pickle_.items(index);
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (may_hold(items[i])) visit(items[i], joined(name, std::to_string(i)), depth + 1);
        }
    }

    void visit_entries(PickleIndex index, const PickleEntries& entries, const std::string& name,
                       int depth) {
        Candidate set{name, index, false, false, 0};
        for (const auto& [key, value] : entries) {
            const auto text = pickle_.text(key);
            if (!text || !is_tensor(pickle_, value)) continue;
            ++set.tensors;
            set.has_kernels = set.has_kernels || axes_of(pickle_, value) >= 3;
        }
        if (set.tensors > 0) found_.push_back(std::move(set));
        for (const auto& [key, value] : entries) {
            if (!may_hold(value)) continue;
            const auto number = pickle_.integer(key);
            const auto text = number ? std::to_string(*number)
                                     : printable(pickle_.text(key).value_or(std::string_view()));
            if (text.empty() || is_no_network(text)) continue;
            visit(value, joined(name, text), depth + 1);
        }
    }

    static std::string joined(const std::string& name, const std::string& key) {
        return name.empty() ? key : name + "." + key;
    }
    bool may_hold(PickleIndex index) const {
        return !is_tensor(pickle_, index) &&
               (pickle_.get<PickleDict>(index) != nullptr ||
                pickle_.get<PickleObject>(index) != nullptr || !pickle_.items(index).empty());
    }
    PickleIndex callable_of(PickleIndex index) const {
        const auto* object = pickle_.get<PickleObject>(index);
        return object != nullptr ? object->callable : 0;
    }

    const Pickle& pickle_;
    ModuleTest is_module_;
    std::unordered_set<PickleIndex> seen_;
    std::vector<Candidate> found_;
};

// Leaves those with convolutions, or all where none has any; names the others.
std::vector<std::string> take_out_lesser(const Pickle& pickle, std::vector<Candidate>& candidates) {
    std::vector<std::string> names;
    if (std::ranges::none_of(candidates, &Candidate::has_kernels)) return names;
    for (const auto& set : candidates) {
        if (set.has_kernels || set.is_module) continue;
        if (set.tensors > 1) {
            names.push_back(set.name + (set.name.empty() ? "" : ".") + "* (" +
                            std::to_string(set.tensors) + " tensors)");
            continue;
        }
        for (const auto& [key, value] : entries_or_attributes(pickle, set.index)) {
            const auto text = pickle.text(key);
            if (!text || !is_tensor(pickle, value)) continue;
            names.push_back((set.name.empty() ? "" : set.name + ".") + printable(*text));
        }
    }
    std::erase_if(candidates, [](const Candidate& set) { return !set.has_kernels; });
    return names;
}

// mmengine writes its version into `meta`, and a `message_hub` beside the weights.
bool is_of_mmengine(const Pickle& pickle) {
    const auto entries = pickle.entries(pickle.root);
    if (!entries) return false;
    if (value_of(pickle, *entries, "message_hub")) return true;
    const auto meta = value_of(pickle, *entries, "meta");
    const auto facts = meta ? pickle.entries(*meta) : std::nullopt;
    return facts && value_of(pickle, *facts, "mmengine_version");
}

// `wanted` may go on into the names of the tensors ("state_dict.encoder_q"): then the set that it
// begins with is meant, and the rest is looked for there.
std::optional<std::size_t> wanted_set(const std::vector<std::string>& names,
                                      std::string_view wanted) {
    if (wanted.empty()) return std::nullopt;
    for (const bool whole : {true, false}) {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (whole ? names[i] == wanted : is_named(names[i], wanted)) return i;
        }
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (!names[i].empty() && wanted.starts_with(names[i] + ".")) return i;
    }
    return std::nullopt;
}

std::vector<std::pair<std::string, PickleIndex>> tensors_of(const Pickle& pickle, PickleIndex index,
                                                            const fs::path& path) {
    std::vector<std::pair<std::string, PickleIndex>> tensors;
    for (const auto& [key, value] : entries_or_attributes(pickle, index)) {
        const auto name = pickle.text(key);
        if (name && name->ends_with("._packed_params")) {
            throw broken_file(
                path, text("is a quantised network ({}), which is not read here", printable(*name)),
                "give the checkpoint from before the quantisation");
        }
        if (!name || !is_tensor(pickle, value)) continue;
        if (name->size() > kLongestName) {
            throw broken_file(
                path, text("names a tensor by {} letters, so it is no network", name->size()));
        }
        tensors.emplace_back(*name, value);
    }
    return tensors;
}

}  // namespace

FoundWeights find_weights(const Pickle& pickle, std::string_view wanted, const fs::path& path) {
    WeightSearch search(pickle);
    auto candidates = search.run();
    if (candidates.empty()) throw no_weights(pickle, path);
    FoundWeights found;
    found.left_out = take_out_lesser(pickle, candidates);
    std::vector<std::string> names;
    names.reserve(candidates.size());
    for (const auto& candidate : candidates) names.push_back(candidate.name);
    WeightChoice choice;
    if (const auto named = wanted_set(names, wanted)) {
        choice = {*named, "asked for by its name"};
    } else if (const auto usual = usual_choice(names, is_of_mmengine(pickle))) {
        choice = *usual;
    } else {
        throw wanted.empty() ? several_weights(names, path) : no_such_weights(wanted, names, path);
    }
    const Candidate& taken = candidates[choice.index];
    found.wrapper = taken.name;
    found.is_module = taken.is_module;
    if (taken.is_module) {
        auto walked = walk_module(pickle, taken.index, search.module_test(), path);
        found.tensors = std::move(walked.tensors);
        found.modules = std::move(walked.modules);
    } else {
        found.tensors = tensors_of(pickle, taken.index, path);
    }
    if (found.tensors.empty()) throw no_weights(pickle, path);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const bool is_taken = i == choice.index;
        found.sets.push_back({candidates[i].name,
                              is_taken ? found.tensors.size() : candidates[i].tensors, is_taken,
                              is_taken ? choice.why : std::string()});
    }
    return found;
}

}  // namespace sescope
