// SPDX-License-Identifier: GPL-3.0-or-later
// What tools add to the names and values of a state dict, taken away again.
#include <algorithm>
#include <array>
#include <functional>
#include <unordered_set>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/checkpoint/module_groups.h"
#include "core/checkpoint/network_names.h"
#include "core/checkpoint/rename_tensors.h"
#include "core/checkpoint/tensor_layout.h"

namespace sescope {
namespace {

// torch.compile, FSDP and activation checkpointing wrap modules wherever they stand.
constexpr std::array<std::string_view, 3> kWrappedModules{"_orig_mod.", "_fsdp_wrapped_module.",
                                                          "_checkpoint_wrapped_module."};

constexpr std::size_t kSpareMemory = std::size_t{1} << 20;

bool begins_component(const std::string& name, std::size_t at) {
    return at == 0 || name[at - 1] == '.';
}

std::string without_wrapped_modules(std::string name) {
    for (const std::string_view part : kWrappedModules) {
        for (auto at = name.find(part); at != std::string::npos; at = name.find(part, at)) {
            if (begins_component(name, at)) {
                name.erase(at, part.size());
            } else {
                ++at;
            }
        }
    }
    return name;
}

// thop.profile leaves two counters in every module.
bool is_counter_of_thop(const TensorEntry& tensor) {
    const auto leaf = std::string_view(tensor.name).substr(tensor.name.rfind('.') + 1);
    return (leaf == "total_ops" || leaf == "total_params") && tensor.numel() == 1;
}

StateDict without_counters(StateDict tensors) {
    const auto before = tensors.size();
    tensors = renamed_tensors(std::move(tensors), [](const TensorEntry& tensor) {
        return is_counter_of_thop(tensor) ? std::string() : tensor.name;
    });
    if (const auto gone = before - tensors.size(); gone > 0) {
        tensors.left_out.push_back("total_ops and total_params (" + std::to_string(gone) +
                                   " counters of thop)");
    }
    return tensors;
}

// mmcv's EMAHook keeps a copy of each tensor as a buffer "ema_" + its name with '_' for '.', and
// swaps the two before it saves: the averaged ones stand under the plain names.
StateDict without_copies(StateDict tensors) {
    std::unordered_set<std::string> flat;
    for (const auto& tensor : tensors.tensors()) {
        std::string name = "ema_" + tensor.name;
        std::ranges::replace(name, '.', '_');
        flat.insert(std::move(name));
    }
    const auto before = tensors.size();
    tensors = renamed_tensors(std::move(tensors), [&](const TensorEntry& tensor) {
        return flat.contains(tensor.name) ? std::string() : tensor.name;
    });
    if (const auto gone = before - tensors.size(); gone > 0) {
        tensors.left_out.push_back("ema_* (" + std::to_string(gone) +
                                   " buffers of mmcv's EMAHook, which saves the averaged weights "
                                   "under the plain names)");
    }
    return tensors;
}

bool is_all_ones(const std::vector<float>& mask) {
    return std::ranges::all_of(mask, [](float value) { return value == 1.0F; });
}

// Keeps the type where nothing is masked out; else fp32, which holds every product exactly.
TensorEntry masked(const TensorEntry& original, const TensorEntry& mask, std::string name) {
    const auto factors = to_float32(mask);
    if (is_all_ones(factors)) {
        TensorEntry same = original;
        same.name = std::move(name);
        return same;
    }
    auto values = to_float32(original);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] *= factors[i];
    return StateDict::make_tensor(std::move(name), original.shape, values);
}

[[noreturn]] void refuse_formula(const StateDict& tensors, const std::string& name,
                                 const char* what, const char* hint) {
    throw Error(ErrorKind::model,
                text("stores {} as a formula ({}), not as plain weights", name, what), tensors.file,
                hint);
}

// Bytes from the first that a tensor shows to the last: about those of the file. Views may show the
// same bytes again and again, so that their products could be many times the file.
std::size_t extent_of(const StateDict& tensors) {
    const std::byte* first = nullptr;
    const std::byte* last = nullptr;
    for (const auto& tensor : tensors.tensors()) {
        if (tensor.bytes.empty()) continue;
        const auto* end = tensor.bytes.data() + tensor.bytes.size();
        if (first == nullptr || std::less<>()(tensor.bytes.data(), first)) {
            first = tensor.bytes.data();
        }
        if (last == nullptr || std::less<>()(last, end)) last = end;
    }
    return static_cast<std::size_t>(last - first);
}

// torch.nn.utils.prune: NAME is NAME_orig x NAME_mask.
StateDict with_masks_applied(const StateDict& tensors) {
    constexpr std::string_view original_end = "_orig";
    constexpr std::string_view mask_end = "_mask";
    const auto base_of = [&](const std::string& name, std::string_view end) {
        if (!name.ends_with(end)) return std::string();
        auto base = name.substr(0, name.size() - end.size());
        const auto* original = tensors.find(base + std::string(original_end));
        const auto* mask = tensors.find(base + std::string(mask_end));
        const bool is_pair = original != nullptr && mask != nullptr &&
                             original->shape == mask->shape && !tensors.contains(base);
        return is_pair ? base : std::string();
    };
    StateDict result = without_tensors(tensors);
    // Half precision becomes fp32.
    std::size_t memory = 4 * extent_of(tensors) + kSpareMemory;
    std::size_t applied = 0;
    for (const auto& tensor : tensors.tensors()) {
        if (!base_of(tensor.name, mask_end).empty()) continue;
        auto base = base_of(tensor.name, original_end);
        if (base.empty()) {
            result.add(tensor);
            continue;
        }
        ++applied;
        const auto size = static_cast<std::size_t>(tensor.numel()) * sizeof(float);
        if (size > memory) {
            throw Error(
                ErrorKind::model,
                "shows the same weights so often that they would take more memory than the file",
                tensors.file, "save plain tensors");
        }
        memory -= size;
        const auto& mask = tensors.at(base + std::string(mask_end));
        result.add(masked(tensor, mask, std::move(base)));
    }
    if (applied > 0) {
        result.left_out.push_back("masks of torch.nn.utils.prune, which were multiplied into " +
                                  std::to_string(applied) + " weights");
    }
    return result;
}

// LitEma keeps averages of `model.a.b` as buffers `model_ema.ab`, of parameters only: the running
// statistics stay the network's own.
StateDict with_flat_averages_named(const StateDict& tensors) {
    constexpr std::string_view model = "model.";
    constexpr std::string_view averaged = "model_ema.";
    const auto is_flat = [&](const TensorEntry& tensor) {
        return tensor.name.starts_with(averaged) &&
               tensor.name.find('.', averaged.size()) == std::string::npos;
    };
    StateDict result = without_tensors(tensors);
    std::vector<TensorEntry> named;
    for (const auto& tensor : tensors.tensors()) {
        if (!is_flat(tensor)) result.add(tensor);
        if (!tensor.name.starts_with(model)) continue;
        auto name = tensor.name.substr(model.size());
        std::string flat = name;
        std::erase(flat, '.');
        const auto* average = tensors.find(std::string(averaged) + flat);
        const bool fits = average != nullptr && average->shape == tensor.shape;
        named.push_back(fits ? *average : tensor);
        named.back().name = std::string(averaged) + name;
    }
    for (auto& tensor : named) result.add(std::move(tensor));
    return result;
}

bool has_flat_averages(const StateDict& tensors) {
    return tensors.contains("model_ema.decay") && tensors.contains("model_ema.num_updates");
}

}  // namespace

void refuse_formulas(const StateDict& tensors) {
    for (const auto& tensor : tensors.tensors()) {
        const auto& name = tensor.name;
        const auto stem = name.substr(0, name.rfind('.') + 1);
        if (is_head_name(name.substr(0, name.find('.')))) continue;  // gates need no classifier
        if (name.find("parametrizations.") != std::string::npos) {
            refuse_formula(tensors, name, "torch.nn.utils.parametrize",
                           "save it after torch.nn.utils.parametrize.remove_parametrizations");
        }
        if (name.ends_with(".weight_g") && tensors.contains(stem + "weight_v")) {
            refuse_formula(tensors, stem + "weight", "weight normalisation",
                           "save it after torch.nn.utils.remove_weight_norm");
        }
        if (name.ends_with(".weight_orig") && !tensors.contains(stem + "weight_mask")) {
            refuse_formula(tensors, stem + "weight", "spectral normalisation",
                           "save it after torch.nn.utils.remove_spectral_norm");
        }
    }
}

StateDict without_additions(StateDict tensors) {
    tensors = without_copies(without_counters(std::move(tensors)));
    if (has_flat_averages(tensors)) tensors = with_flat_averages_named(tensors);
    const auto any_ends = [&](std::string_view end) {
        return std::ranges::any_of(tensors.tensors(), [&](const TensorEntry& tensor) {
            return tensor.name.ends_with(end);
        });
    };
    if (any_ends("_mask") && any_ends("_orig")) tensors = with_masks_applied(tensors);
    tensors = renamed_tensors(std::move(tensors), [](const TensorEntry& tensor) {
        return without_wrapped_modules(tensor.name);
    });
    ModuleTree modules;
    for (auto& [path, module] : tensors.module_attributes) {
        auto plain = without_wrapped_modules(path + ".");
        if (!plain.empty()) plain.pop_back();
        modules.insert_or_assign(std::move(plain), std::move(module));
    }
    tensors.module_attributes = std::move(modules);
    return tensors;
}

}  // namespace sescope
