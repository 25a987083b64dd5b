// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pickled instances of torch.nn.Module, and the objects of TorchScript archives.

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/checkpoint/pickle.h"
#include "core/checkpoint/stated_facts.h"

namespace sescope {

using PickleEntries = std::vector<std::pair<PickleIndex, PickleIndex>>;

/// The value of a key; where it stands twice, the later one, as in Python.
std::optional<PickleIndex> value_of(const Pickle& pickle, const PickleEntries& entries,
                                    std::string_view key);

/// Tells modules from other values, and remembers each answer: values may be shared so often that
/// asking anew would take forever.
class ModuleTest {
  public:
    explicit ModuleTest(const Pickle& pickle) : pickle_(pickle) {}
    /// An instance with `_parameters` or `_modules`, or a TorchScript object.
    bool operator()(PickleIndex index);

  private:
    const Pickle& pickle_;
    std::unordered_map<PickleIndex, bool> known_;
};

/// The attributes of an instance, as BUILD sets them; empty for anything else.
std::optional<PickleEntries> attributes_of(const Pickle& pickle, PickleIndex index);

/// Whether a module, or one below it, has a parameter of three axes or more.
bool holds_kernels(const Pickle& pickle, PickleIndex module, ModuleTest& is_module);

struct WalkedModule {
    std::vector<std::pair<std::string, PickleIndex>> tensors;
    ModuleTree modules;
};
/// The tensors of a module in the order and by the names of torch's state_dict(): parameters,
/// buffers (but those that are not persistent), then submodules; and what each module states.
/// Throws Error{model} naming `path` when the tree has no end.
WalkedModule walk_module(const Pickle& pickle, PickleIndex module, ModuleTest& is_module,
                         const std::filesystem::path& path);

}  // namespace sescope
