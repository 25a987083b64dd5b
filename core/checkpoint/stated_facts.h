// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a checkpoint states beside its tensors, as plain data. It is read, never run.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sescope {

/// A simple value: what is written as a tuple or list of numbers is a vector.
using StatedValue = std::variant<bool, std::int64_t, double, std::string, std::vector<std::int64_t>,
                                 std::vector<double>>;
using StatedValues = std::map<std::string, StatedValue, std::less<>>;

/// What a whole pickled module, or a TorchScript archive, says of one module of its tree.
struct ModuleAttributes {
    std::string type;     ///< its class: "torch.nn.modules.conv.Conv2d"
    StatedValues values;  ///< as torch names them: "stride" {2, 2}, "eps" 0.001, "ceil_mode" true
    /// TorchScript: the functions of torch that the class calls, in the order of its text ("mean",
    /// "relu", "sigmoid"), without what its submodules call. Empty for pickled modules.
    std::vector<std::string> calls;
    bool operator==(const ModuleAttributes&) const = default;
};
/// By module path, as in the names of the tensors: "layer1.0.conv1".
using ModuleTree = std::map<std::string, ModuleAttributes, std::less<>>;

/// One of the sets of weights that a file holds.
struct WeightSet {
    std::string name;         ///< "state_dict", "state_dict.encoder_q"; empty: the file itself
    std::size_t tensors = 0;  ///< 0 where they were not counted
    bool taken = false;
    std::string why;  ///< of the one that was taken, where there was a choice
    bool operator==(const WeightSet&) const = default;
};

/// What a training program wrote beside the weights.
struct TrainingFacts {
    std::string architecture;              ///< timm's args.model or arch: "seresnet50"
    StatedValues arguments;                ///< simple ones of args, model_args, hyper_parameters
    std::vector<std::string> class_names;  ///< in the order of the head's rows (mmengine, fastai)
    bool operator==(const TrainingFacts&) const = default;
};

}  // namespace sescope
