// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/network_names.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/checkpoint/containers.h"
#include "core/checkpoint/module_groups.h"
#include "core/checkpoint/weight_choice.h"

namespace sescope {
namespace {

// DataParallel and averaged models; torch.compile; Lightning and the like.
constexpr std::array<std::string_view, 3> kPrefixes{"module.", "_orig_mod.", "model."};
constexpr int kDeepest = 16;

// Counters that averaged models (torch.optim.swa_utils, mmengine) keep beside `module.`.
constexpr std::array<std::string_view, 2> kCounters{"n_averaged", "steps"};

bool is_counter(const TensorEntry& tensor) {
    return tensor.numel() == 1 && std::ranges::find(kCounters, tensor.name) != kCounters.end();
}

// The prefix that all names carry; counters aside.
std::string common_prefix(const StateDict& tensors) {
    for (const std::string_view prefix : kPrefixes) {
        bool found = false;
        const bool all = std::ranges::all_of(tensors.tensors(), [&](const TensorEntry& tensor) {
            const bool has = tensor.name.starts_with(prefix) && tensor.name != prefix;
            found = found || has;
            return has || is_counter(tensor);
        });
        if (all && found) return std::string(prefix);
    }
    return {};
}

// mmpretrain's layout is told by the two.
bool is_of_mmpretrain(const StateDict& tensors) {
    return tensors.contains("head.fc.weight") ||
           std::ranges::any_of(tensors.tensors(), [](const TensorEntry& tensor) {
               return tensor.name.find(".se_layer.") != std::string::npos;
           });
}

std::string joined(const std::string& first, const std::string& second) {
    return first.empty() || second.empty() ? first + second : first + "." + second;
}

// The name of the network below `prefix` ("module.encoder_q.") among the sets of the file.
std::string set_name(const StateDict& tensors, std::string prefix) {
    prefix = tensors.stripped_prefix + prefix;
    if (!prefix.empty()) prefix.pop_back();
    return joined(tensors.wrapper, prefix);
}

// Replaces the set that was taken so far by the networks inside of it.
void list_networks(StateDict& tensors, const std::vector<ModuleGroup>& networks, std::size_t taken,
                   const std::string& why) {
    std::vector<WeightSet> sets;
    for (std::size_t i = 0; i < networks.size(); ++i) {
        sets.push_back({set_name(tensors, networks[i].name + "."), networks[i].tensors, i == taken,
                        i == taken ? why : std::string()});
    }
    for (auto& set : tensors.weight_sets) {
        if (!set.taken) sets.push_back(std::move(set));
    }
    tensors.weight_sets = std::move(sets);
}

class Narrowing {
  public:
    explicit Narrowing(StateDict tensors) : tensors_(std::move(tensors)) {}

    StateDict run(std::string_view wanted) {
        if (!wanted.empty()) take_named(wanted);
        for (int depth = 0; depth < kDeepest; ++depth) {
            if (!step()) break;
        }
        return std::move(tensors_);
    }

  private:
    bool step() {
        if (const auto prefix = common_prefix(tensors_); !prefix.empty()) {
            tensors_ = below(tensors_, prefix, is_counter);
            return true;
        }
        auto groups = kernel_groups(tensors_);
        if (groups.size() == 1) return enter_only(groups.front());
        std::erase_if(groups, [](const ModuleGroup& group) {
            return !is_network_name(group.name) || !group.looks_like_network();
        });
        if (groups.empty()) return false;
        leave_out_twins(groups);
        choose(groups);
        return true;
    }

    bool enter_only(const ModuleGroup& group) {
        const bool is_wrapper = is_network_name(group.name) ||
                                (group.looks_like_network() && !is_part_name(group.name));
        if (!is_wrapper || group.is_leaf || is_of_mmpretrain(tensors_)) return false;
        tensors_ = below(tensors_, group.name + ".", is_counter);
        return true;
    }

    // A network that is reached by two names is one.
    void leave_out_twins(std::vector<ModuleGroup>& groups) {
        for (std::size_t i = 0; i < groups.size(); ++i) {
            for (std::size_t j = groups.size(); j-- > i + 1;) {
                if (are_same_tensors(tensors_, groups[i].name, groups[j].name)) {
                    groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(j));
                }
            }
        }
    }

    void choose(const std::vector<ModuleGroup>& networks) {
        std::vector<std::string> names;
        std::vector<std::string> whole_names;
        for (const auto& network : networks) {
            names.push_back(network.name);
            whole_names.push_back(set_name(tensors_, network.name + "."));
        }
        const auto choice = usual_choice(names, false);
        if (!choice) throw several_weights(whole_names, tensors_.file);
        if (networks.size() > 1) list_networks(tensors_, networks, choice->index, choice->why);
        tensors_ = below(tensors_, names[choice->index] + ".", is_counter);
    }

    // The shortest path of modules that is named so.
    void take_named(std::string_view wanted) {
        std::string found;
        for (const auto& tensor : tensors_.tensors()) {
            if (tensor.shape.size() < 3) continue;
            for (auto dot = tensor.name.find('.'); dot != std::string::npos;
                 dot = tensor.name.find('.', dot + 1)) {
                if (!found.empty() && dot >= found.size()) break;
                const auto path = tensor.name.substr(0, dot);
                if (is_named(set_name(tensors_, path + "."), wanted)) found = path;
            }
        }
        if (found.empty()) {
            std::vector<std::string> names;
            for (const auto& set : tensors_.weight_sets) names.push_back(set.name);
            for (const auto& group : kernel_groups(tensors_)) {
                if (is_network_name(group.name)) {
                    names.push_back(set_name(tensors_, group.name + "."));
                }
            }
            throw no_such_weights(wanted, names, tensors_.file);
        }
        take(found);
    }

    void take(std::string path) {
        if (const auto dot = path.rfind('.'); dot != std::string::npos) {
            tensors_ = below(tensors_, path.substr(0, dot + 1), is_counter);
            path.erase(0, dot + 1);
        }
        auto groups = kernel_groups(tensors_);
        std::erase_if(groups, [&](const ModuleGroup& group) {
            const bool is_network = is_network_name(group.name) && group.looks_like_network();
            return group.name != path && !is_network;
        });
        const auto place = std::ranges::find(groups, path, &ModuleGroup::name);
        list_networks(tensors_, groups, static_cast<std::size_t>(place - groups.begin()),
                      "asked for by its name");
        tensors_ = below(tensors_, path + ".", is_counter);
        for (auto& set : tensors_.weight_sets) {
            if (set.taken) set.tensors = tensors_.size();
        }
    }

    StateDict tensors_;
};

}  // namespace

StateDict find_network(StateDict tensors, std::string_view weights) {
    for (int depth = 0; depth < kDeepest; ++depth) {
        const auto prefix = common_prefix(tensors);
        if (prefix.empty()) break;
        tensors = below(tensors, prefix, is_counter);
    }
    tensors = without_additions(std::move(tensors));
    if (tensors.weight_sets.empty()) {
        tensors.weight_sets.push_back({tensors.wrapper, tensors.size(), true, {}});
    }
    // The set itself was named, not a part of it.
    if (!tensors.wrapper.empty() && is_named(tensors.wrapper, weights)) weights = {};
    tensors = without_normalisation(Narrowing(std::move(tensors)).run(weights));
    refuse_formulas(tensors);
    return tensors;
}

}  // namespace sescope
