// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/stated_conventions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {
namespace {

constexpr const char* kExport =
    "export the network to ONNX or with torch.export (.pt2), which say how it computes";

std::string_view class_of(const ModuleAttributes& module) {
    return std::string_view(module.type).substr(module.type.rfind('.') + 1);
}

class Statements {
  public:
    Statements(const ResNetSpec& spec, const StateDict& weights)
        : spec_(spec), modules_(weights.module_attributes), file_(weights.file) {}

    SpecOverrides read() {
        if (modules_.empty()) return {};
        read_stem();
        read_blocks();
        read_norms();
        read_pool();
        refuse_other_activations();
        read_gates();
        return std::move(stated_);
    }

  private:
    [[noreturn]] void refuse(const std::string& path, const std::string& what) const {
        throw Error(ErrorKind::model, text("{}'{}' {}", kStatedOtherwise, path, what), file_,
                    kExport);
    }

    const ModuleAttributes* module(const std::string& path) const {
        const auto found = modules_.find(path);
        return found != modules_.end() ? &found->second : nullptr;
    }

    // A number, or a tuple of equal ones.
    std::optional<int> extent(const std::string& path, const char* name) const {
        const auto* at = module(path);
        if (at == nullptr) return std::nullopt;
        const auto found = at->values.find(name);
        if (found == at->values.end()) return std::nullopt;
        if (const auto* number = std::get_if<std::int64_t>(&found->second)) {
            return static_cast<int>(std::clamp<std::int64_t>(*number, -1, 1000));
        }
        const auto* numbers = std::get_if<std::vector<std::int64_t>>(&found->second);
        if (numbers == nullptr || numbers->empty()) return std::nullopt;
        if (std::ranges::any_of(*numbers, [&](auto each) { return each != numbers->front(); })) {
            refuse(path, fmt::format("has a {} that is not square", name));
        }
        return static_cast<int>(std::clamp<std::int64_t>(numbers->front(), -1, 1000));
    }
    template <typename T>
    std::optional<T> value(const std::string& path, const char* name) const {
        const auto* at = module(path);
        if (at == nullptr) return std::nullopt;
        const auto found = at->values.find(name);
        if (found == at->values.end()) return std::nullopt;
        const auto* held = std::get_if<T>(&found->second);
        return held != nullptr ? std::optional(*held) : std::nullopt;
    }

    // The stride of a convolution, whose other attributes have to be the usual ones.
    std::optional<int> stride_of(const ConvUnit& unit) const {
        const auto stride = extent(unit.conv, "stride");
        if (!stride) return std::nullopt;
        if (extent(unit.conv, "padding").value_or(unit.padding) != unit.padding ||
            value<std::string>(unit.conv, "padding") == "valid") {
            refuse(unit.conv, fmt::format("has another padding than {}", unit.padding));
        }
        if (extent(unit.conv, "dilation").value_or(1) != 1) refuse(unit.conv, "is dilated");
        const auto mode = value<std::string>(unit.conv, "padding_mode");
        if (mode && *mode != "zeros") refuse(unit.conv, "pads by '" + *mode + "'");
        if (*stride != 1 && *stride != 2) {
            refuse(unit.conv, fmt::format("has the stride {}", *stride));
        }
        return stride;
    }

    void read_stem() {
        for (std::size_t i = 0; i < spec_.stem.convs.size(); ++i) {
            const auto stride = stride_of(spec_.stem.convs[i]);
            if (!stride) return;
            if (i > 0 && *stride != 1) refuse(spec_.stem.convs[i].conv, "has a stride");
            if (i == 0) stated_.stem_stride = *stride;
        }
    }

    void read_blocks() {
        std::array<int, 4> stages{1, 1, 1, 1};
        std::optional<int> stride_in;
        for (const auto& block : spec_.blocks) {
            int product = 1;
            for (std::size_t i = 0; i < block.convs.size(); ++i) {
                const auto stride = stride_of(block.convs[i]);
                if (!stride) return;
                product *= *stride;
                if (*stride == 1 || block.convs.size() == 2) continue;
                const int at = static_cast<int>(i) + 1;
                if (at == 3 || stride_in.value_or(at) != at) {
                    refuse(block.convs[i].conv, "has a stride, and other blocks elsewhere");
                }
                stride_in = at;
            }
            if (block.convs.size() == 2 && stride_of(block.convs[1]) != 1) {
                refuse(block.convs[1].conv, "has a stride");
            }
            if (product > 2) refuse(block.prefix, fmt::format("has the stride {}", product));
            if (block.index > 1 && product != 1) refuse(block.prefix, "has a stride");
            if (block.index == 1) stages[static_cast<std::size_t>(block.stage - 2)] = product;
            check_shortcut(block, product);
        }
        stated_.stage_strides = stages;
        stated_.stride_in = stride_in.value_or(2);
    }

    void check_shortcut(const BlockSpec& block, int stride) const {
        if (!block.shortcut) return;
        const auto& unit = block.shortcut->conv;
        const auto convolved = stride_of(unit).value_or(1);
        int pooled = 1;
        const auto before = unit.conv.substr(0, unit.conv.rfind('.') + 1) + "0";
        if (block.shortcut->average_pool && module(before) != nullptr &&
            class_of(*module(before)).starts_with("AvgPool2d")) {
            pooled = extent(before, "stride").value_or(extent(before, "kernel_size").value_or(1));
            const bool usual = extent(before, "kernel_size").value_or(pooled) == pooled &&
                               value<bool>(before, "ceil_mode").value_or(false) &&
                               !value<bool>(before, "count_include_pad").value_or(true);
            if (pooled > 1 && !usual) refuse(before, "pools in another way than timm's");
        }
        if (convolved * pooled != stride) {
            refuse(unit.conv, fmt::format("takes steps of {}, and its block of {}",
                                          convolved * pooled, stride));
        }
    }

    void read_norms() {
        std::optional<double> common;
        const auto read = [&](const ConvUnit& unit) {
            const auto* norm = module(unit.norm);
            if (norm == nullptr) return;
            if (class_of(*norm).find("InstanceNorm") != std::string_view::npos) {
                refuse(unit.norm, "is an instance norm");
            }
            const auto eps = value<double>(unit.norm, "eps");
            if (!eps) return;
            if (common.value_or(*eps) != *eps) {
                refuse(unit.norm, fmt::format("has the epsilon {}, and others {}", *eps, *common));
            }
            common = eps;
        };
        for (const auto& unit : spec_.stem.convs) read(unit);
        for (const auto& block : spec_.blocks) {
            for (const auto& unit : block.convs) read(unit);
            if (block.shortcut) read(block.shortcut->conv);
        }
        stated_.bn_eps = common;
    }

    // "layer1" of the block "layer1.0".
    static std::string stage_of(const BlockSpec& block) {
        return block.prefix.substr(0, block.prefix.rfind('.'));
    }
    // The path before the stages, in which the stem and its pool are.
    std::string root() const {
        const auto stage = stage_of(spec_.blocks.front());
        const auto dot = stage.rfind('.');
        return dot == std::string::npos ? std::string() : stage.substr(0, dot + 1);
    }
    bool is_in_stage(const std::string& path) const {
        return std::ranges::any_of(spec_.blocks, [&](const BlockSpec& block) {
            return block.index == 1 && path.starts_with(stage_of(block) + ".");
        });
    }
    bool is_in_stem(const std::string& path) const {
        return path.starts_with(root()) && !is_in_stage(path);
    }

    // The pools that conventions tell apart: 3x3/2 with padding, or without and rounded up; or
    // none.
    void read_pool() {
        for (const auto& [path, attributes] : modules_) {
            if (!is_in_stem(path)) continue;
            const auto type = class_of(attributes);
            const bool is_pool = type.starts_with("MaxPool2d");
            const bool is_none = type == "Identity" && path.ends_with("maxpool");
            if (!is_pool && !is_none) continue;
            if (stated_.stem_pool) refuse(path, "pools a second time in the stem");
            stated_.stem_pool = is_pool;
            if (is_none) continue;
            const int kernel = extent(path, "kernel_size").value_or(0);
            const bool ceil = value<bool>(path, "ceil_mode").value_or(false);
            const bool usual = kernel == 3 && extent(path, "stride").value_or(kernel) == 2 &&
                               extent(path, "padding").value_or(0) == (ceil ? 0 : 1) &&
                               extent(path, "dilation").value_or(1) == 1;
            if (!usual) refuse(path, "pools in another way than 3x3/2");
            stated_.ceil_mode = ceil;
        }
    }

    std::string se_path(const BlockSpec& block) const {
        if (!block.se) return {};
        const auto& fc1 = block.se->fc1;
        const auto inner = block.prefix.size() + 1;
        const auto dot = fc1.find('.', inner);
        // FCs that stand in the block itself have no module of their own.
        return dot == std::string::npos ? std::string() : fc1.substr(0, dot);
    }
    static bool is_below(const std::string& path, const std::string& above) {
        return !above.empty() && path.starts_with(above) &&
               (path.size() == above.size() || path[above.size()] == '.');
    }

    // The functions that a module is or calls, in lower case: "relu", "sigmoid".
    static std::set<std::string> functions_of(const ModuleAttributes& attributes) {
        static const std::set<std::string, std::less<>> known{
            "relu",       "sigmoid", "hardsigmoid", "tanh",   "silu", "swish",
            "leakyrelu",  "gelu",    "hardswish",   "elu",    "mish", "relu6",
            "leaky_relu", "prelu",   "selu",        "softmax"};
        std::set<std::string> functions;
        const auto add = [&](std::string_view name) {
            std::string letters(name);
            std::ranges::transform(letters, letters.begin(), [](unsigned char letter) {
                return static_cast<char>(std::tolower(letter));
            });
            while (letters.ends_with('_')) letters.pop_back();  // relu_
            if (known.contains(letters)) functions.insert(letters);
        };
        add(class_of(attributes));
        for (const auto& call : attributes.calls) add(call);
        return functions;
    }

    // Everything but the SE units and the head: the family computes ReLU.
    void refuse_other_activations() const {
        std::vector<std::string> units;
        for (const auto& block : spec_.blocks) units.push_back(se_path(block));
        for (const auto& [path, attributes] : modules_) {
            const bool is_in_block = is_in_stage(path);
            const bool is_unit = std::ranges::any_of(
                units, [&](const std::string& unit) { return is_below(path, unit); });
            if (is_unit || (!is_in_block && !path.starts_with(root() + "act") &&
                            !path.starts_with(root() + "relu"))) {
                continue;
            }
            for (const auto& function : functions_of(attributes)) {
                // Units whose FCs stand in the block call their gate there.
                if (function != "relu" && function != "sigmoid") refuse(path, "is " + function);
            }
        }
    }

    void read_gates() {
        std::optional<GateFunction> common;
        for (const auto& block : spec_.blocks) {
            const auto unit = se_path(block);
            if (unit.empty()) continue;
            std::set<std::string> functions;
            for (auto at = modules_.lower_bound(unit); at != modules_.end(); ++at) {
                if (!at->first.starts_with(unit)) break;
                if (is_below(at->first, unit)) functions.merge(functions_of(at->second));
            }
            functions.erase("relu");
            if (functions.empty()) return;
            if (functions.size() > 1) refuse(unit, "has other functions than ReLU and its gate");
            const auto& name = *functions.begin();
            const auto gate = name == "sigmoid"       ? GateFunction::sigmoid
                              : name == "hardsigmoid" ? GateFunction::hard_sigmoid
                              : name == "tanh"        ? GateFunction::tanh
                                                      : GateFunction::relu;
            if (gate == GateFunction::relu) refuse(unit, "has the gate " + name);
            if (common.value_or(gate) != gate) refuse(unit, "has another gate than other units");
            common = gate;
        }
        stated_.gate = common;
    }

    const ResNetSpec& spec_;
    const ModuleTree& modules_;
    const std::filesystem::path& file_;
    SpecOverrides stated_;
};

template <class T>
void fill(std::optional<T>& target, const std::optional<T>& stated) {
    if (!target) target = stated;
}

}  // namespace

SpecOverrides stated_conventions(const ResNetSpec& spec, const StateDict& weights) {
    return Statements(spec, weights).read();
}

SpecOverrides with_stated(SpecOverrides given, const SpecOverrides& stated) {
    fill(given.stage_strides, stated.stage_strides);
    fill(given.stride_in, stated.stride_in);
    fill(given.stem_stride, stated.stem_stride);
    fill(given.stem_pool, stated.stem_pool);
    fill(given.ceil_mode, stated.ceil_mode);
    fill(given.bn_eps, stated.bn_eps);
    fill(given.gate, stated.gate);
    return given;
}

}  // namespace sescope
