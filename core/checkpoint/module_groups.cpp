// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/module_groups.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "core/checkpoint/rename_tensors.h"

namespace sescope {
namespace {

std::string lower(std::string_view text) {
    std::string letters(text);
    std::ranges::transform(letters, letters.begin(),
                           [](unsigned char letter) { return std::tolower(letter); });
    return letters;
}

bool contains_any(std::string_view text, auto&& parts) {
    return std::ranges::any_of(
        parts, [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

std::string_view leaf_of(std::string_view name) {
    return name.substr(name.rfind('.') + 1);
}
std::string_view top_of(std::string_view name) {
    return name.substr(0, name.find('.'));
}

// Means of images have four axes too, but are no weights.
bool is_kernel(const TensorEntry& tensor) {
    return tensor.shape.size() >= 3 && leaf_of(tensor.name).ends_with("weight");
}

bool is_number(std::string_view text) {
    return std::ranges::all_of(text,
                               [](unsigned char letter) { return std::isdigit(letter) != 0; });
}

bool has_head(const StateDict& tensors, const std::string& prefix) {
    return std::ranges::any_of(tensors.tensors(), [&](const TensorEntry& tensor) {
        if (!tensor.name.starts_with(prefix) || tensor.shape.size() != 2) return false;
        const auto rest = std::string_view(tensor.name).substr(prefix.size());
        return leaf_of(rest) == "weight" && is_head_name(top_of(rest));
    });
}

// robustness' InputNormalize, and the like: [3, 1, 1] or [1, 3, 1, 1].
void keep_normalisation(const TensorEntry& tensor, TrainingFacts& facts) {
    const auto leaf = leaf_of(tensor.name);
    const bool is_mean = leaf == "mean" || leaf == "new_mean";
    const bool is_std = leaf == "std" || leaf == "new_std";
    if ((!is_mean && !is_std) || tensor.numel() != 3 || !is_floating(tensor.dtype)) return;
    const auto values = to_float32(tensor);
    facts.arguments.insert_or_assign(is_mean ? "mean" : "std",
                                     std::vector<double>(values.begin(), values.end()));
}

/// The tensors of a module beside the network.
struct Beside {
    std::string first;
    std::size_t tensors = 0;
    bool has_kernels = false;
    bool has_matrix = false;
};
using BesideModules = std::map<std::string, Beside, std::less<>>;

BesideModules modules_beside(const StateDict& tensors, const std::string& prefix) {
    BesideModules modules;
    for (const auto& tensor : tensors.tensors()) {
        if (tensor.name.starts_with(prefix)) continue;
        auto& module = modules[std::string(top_of(tensor.name))];
        if (module.tensors++ == 0) module.first = tensor.name;
        module.has_kernels = module.has_kernels || is_kernel(tensor);
        module.has_matrix = module.has_matrix || tensor.shape.size() == 2;
    }
    return modules;
}

std::string sentence_of(const std::string& prefix, const std::string& top, const Beside& beside) {
    if (beside.tensors == 1) return prefix + beside.first;
    return prefix + top + ".* (" + std::to_string(beside.tensors) + " tensors" +
           (beside.has_kernels ? ", with convolutions)" : ")");
}

// The first components of names, below what all have in common.
std::set<std::string> first_parts(std::vector<std::string_view> names) {
    std::set<std::string> parts;
    while (true) {
        parts.clear();
        for (const auto name : names) parts.emplace(top_of(name));
        const bool has_leaf = std::ranges::any_of(
            names, [](std::string_view name) { return name.find('.') == std::string_view::npos; });
        if (parts.size() != 1 || has_leaf) return parts;
        for (auto& name : names) name.remove_prefix(parts.begin()->size() + 1);
    }
}

ModuleTree modules_below(const ModuleTree& modules, const std::string& prefix) {
    ModuleTree inner;
    const auto path = prefix.substr(0, prefix.size() - 1);
    for (const auto& [name, module] : modules) {
        if (name == path) {
            inner.insert_or_assign("", module);
        } else if (name.starts_with(prefix)) {
            inner.insert_or_assign(name.substr(prefix.size()), module);
        }
    }
    return inner;
}

}  // namespace

bool is_head_name(std::string_view name) {
    constexpr std::array heads{"fc", "classif", "linear", "head", "logit", "cls"};
    constexpr std::array others{"proj", "pred", "contrast", "queue", "crit", "loss", "mask",
                                "bbox", "seg",  "decode",   "aux",   "rpn",  "roi",  "domain"};
    const auto letters = lower(name);
    return contains_any(letters, heads) && !contains_any(letters, others);
}

bool ModuleGroup::looks_like_network() const {
    return parts.size() >= 2 && !std::ranges::all_of(parts, is_number);
}

std::vector<ModuleGroup> kernel_groups(const StateDict& tensors) {
    std::vector<ModuleGroup> groups;
    std::vector<std::vector<std::string_view>> kernels;
    std::map<std::string_view, std::size_t> places;
    for (const auto& tensor : tensors.tensors()) {
        const auto top = top_of(tensor.name);
        const auto [place, is_new] = places.try_emplace(top, groups.size());
        if (is_new) {
            groups.push_back({std::string(top), 0, true, {}});
            kernels.emplace_back();
        }
        auto& group = groups[place->second];
        ++group.tensors;
        if (top.size() == tensor.name.size()) continue;
        const auto rest = std::string_view(tensor.name).substr(top.size() + 1);
        group.is_leaf = group.is_leaf && rest.find('.') == std::string_view::npos;
        if (is_kernel(tensor)) kernels[place->second].push_back(rest);
    }
    for (std::size_t i = 0; i < groups.size(); ++i) groups[i].parts = first_parts(kernels[i]);
    std::erase_if(groups, [](const ModuleGroup& group) { return group.parts.empty(); });
    return groups;
}

bool is_network_name(std::string_view name) {
    constexpr std::array names{"model", "net",  "network",  "module",    "base",   "trunk",
                               "cnn",   "body", "backbone", "extractor", "resnet", "generator",
                               "ema",   "swa",  "visual",   "encoder"};
    constexpr std::array beginnings{"model_", "encoder_",  "student", "teacher",   "online",
                                    "target", "momentum_", "ema_",    "backbone_", "base_"};
    constexpr std::array ends{"_model", "_net",      "_network",   "_encoder",
                              "_ema",   "_momentum", "_extractor", "_backbone"};
    const auto letters = lower(name);
    return std::ranges::find(names, letters) != names.end() ||
           std::ranges::any_of(beginnings, [&](auto part) { return letters.starts_with(part); }) ||
           std::ranges::any_of(ends, [&](auto part) { return letters.ends_with(part); }) ||
           letters.ends_with("discriminator");
}

bool is_part_name(std::string_view name) {
    constexpr std::array parts{"features", "layers", "blocks", "stages", "stem"};
    return std::ranges::find(parts, name) != parts.end();
}

bool are_same_tensors(const StateDict& tensors, const std::string& first,
                      const std::string& second) {
    std::size_t firsts = 0;
    std::size_t seconds = 0;
    for (const auto& tensor : tensors.tensors()) {
        if (tensor.name.starts_with(second + ".")) ++seconds;
        if (!tensor.name.starts_with(first + ".")) continue;
        ++firsts;
        const auto* twin = tensors.find(second + tensor.name.substr(first.size()));
        if (twin == nullptr || twin->shape != tensor.shape || twin->strides != tensor.strides ||
            twin->dtype != tensor.dtype || twin->bytes.data() != tensor.bytes.data()) {
            return false;
        }
    }
    return firsts == seconds;
}

StateDict below(const StateDict& tensors, const std::string& prefix,
                bool (*is_silent)(const TensorEntry&)) {
    StateDict inner = without_tensors(tensors);
    const bool wants_head = !has_head(tensors, prefix);
    const auto beside = modules_beside(tensors, prefix);
    std::set<std::string_view> kept;
    for (const auto& tensor : tensors.tensors()) {
        if (tensor.name.size() > prefix.size() && tensor.name.starts_with(prefix)) {
            TensorEntry entry = tensor;
            entry.name.erase(0, prefix.size());
            inner.add(std::move(entry));
            continue;
        }
        const auto top = top_of(tensor.name);
        const auto module = beside.find(top);
        if (wants_head && module != beside.end() && module->second.has_matrix &&
            !module->second.has_kernels && is_head_name(tensor.name) &&
            !tensors.contains(prefix + tensor.name)) {
            kept.insert(top);
            inner.add(tensor);
        } else {
            keep_normalisation(tensor, inner.training);
        }
    }
    for (const auto& [top, module] : beside) {
        const auto* only = module.tensors == 1 ? tensors.find(module.first) : nullptr;
        const bool is_quiet = only != nullptr && is_silent(*only);
        if (kept.contains(top) || is_quiet) continue;
        inner.left_out.push_back(sentence_of(tensors.stripped_prefix, top, module));
    }
    inner.stripped_prefix += prefix;
    inner.module_attributes = modules_below(tensors.module_attributes, prefix);
    return inner;
}

StateDict without_normalisation(StateDict tensors) {
    std::vector<std::string> names;
    for (const auto& tensor : tensors.tensors()) {
        if (lower(top_of(tensor.name)).find("normali") == std::string::npos) continue;
        const auto before = tensors.training.arguments.size();
        keep_normalisation(tensor, tensors.training);
        if (tensors.training.arguments.size() > before) names.push_back(tensor.name);
    }
    for (const auto& name : names) {
        tensors.erase(name);
        tensors.left_out.push_back(name);
    }
    return tensors;
}

}  // namespace sescope
