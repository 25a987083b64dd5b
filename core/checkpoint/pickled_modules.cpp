// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/pickled_modules.h"

#include <algorithm>
#include <set>

#include "core/checkpoint/containers.h"
#include "core/checkpoint/pickled_values.h"
#include "core/checkpoint/printable.h"
#include "core/checkpoint/tensor_layout.h"
#include "core/checkpoint/torch_records.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

constexpr int kDeepestModule = 64;
// Modules may be shared, so a small pickle can describe a tree of endless paths.
constexpr std::size_t kMostEntriesWalked = 4'000'000;

// What is kept of modules' attributes, however many paths lead to them.
constexpr std::size_t kMostModulesKept = 20'000;
constexpr std::size_t kMostValuesOfAModule = 40;

bool is_torchscript(const Pickle& pickle, PickleIndex index) {
    const auto* object = pickle.get<PickleObject>(index);
    if (object == nullptr) return false;
    const auto* type = pickle.get<PickleGlobal>(object->callable);
    return type != nullptr &&
           (type->module == "__torch__" || type->module.starts_with("__torch__."));
}

class ModuleWalk {
  public:
    ModuleWalk(const Pickle& pickle, ModuleTest& is_module, const fs::path& path)
        : pickle_(pickle), is_module_(is_module), path_(path) {}

    WalkedModule run(PickleIndex root) {
        visit(root, "", 0);
        return std::move(found_);
    }

  private:
    void visit(PickleIndex module, const std::string& prefix, int depth) {
        if (depth > kDeepestModule) throw endless();
        const auto attributes = attributes_of(pickle_, module);
        if (!attributes) return;
        count(attributes->size());
        keep_stated(module, *attributes, prefix);
        if (is_torchscript(pickle_, module)) {
            add_tensors(*attributes, prefix, {});
            add_modules(*attributes, prefix, depth);
            return;
        }
        const auto entries_of = [&](std::string_view key) {
            const auto value = value_of(pickle_, *attributes, key);
            auto entries = value ? pickle_.entries(*value) : std::nullopt;
            count(entries ? entries->size() : 0);
            return entries.value_or(PickleEntries());
        };
        add_tensors(entries_of("_parameters"), prefix, {});
        add_tensors(entries_of("_buffers"), prefix, transient_buffers(*attributes));
        add_modules(entries_of("_modules"), prefix, depth);
    }

    void keep_stated(PickleIndex module, const PickleEntries& attributes,
                     const std::string& prefix) {
        if (found_.modules.size() >= kMostModulesKept) return;
        ModuleAttributes stated;
        stated.type = class_name(pickle_, module);
        for (const auto& [key, value] : attributes) {
            const auto name = pickle_.text(key);
            if (!name || name->starts_with('_') || name == "training") continue;
            if (stated.values.size() >= kMostValuesOfAModule) break;
            if (auto simple = stated_value(pickle_, value)) {
                stated.values.insert_or_assign(printable(*name), std::move(*simple));
            }
        }
        const auto path = prefix.empty() ? prefix : prefix.substr(0, prefix.size() - 1);
        found_.modules.insert_or_assign(path, std::move(stated));
    }

    // Buffers that a state dict leaves out.
    std::set<std::string_view> transient_buffers(const PickleEntries& attributes) {
        std::set<std::string_view> names;
        auto listed = value_of(pickle_, attributes, "_non_persistent_buffers_set");
        if (!listed) return names;
        if (const auto* set = pickle_.get<PickleObject>(*listed)) {  // set([..])
            const auto arguments = pickle_.items(set->arguments);
            if (arguments.size() == 1) listed = arguments[0];
        }
        const auto items = pickle_.items(*listed);
        count(items.size());
        for (const PickleIndex item : items) {
            if (const auto name = pickle_.text(item)) names.insert(*name);
        }
        return names;
    }

    void add_tensors(const PickleEntries& entries, const std::string& prefix,
                     const std::set<std::string_view>& left_out) {
        for (const auto& [key, value] : entries) {
            const auto name = pickle_.text(key);
            if (!name || left_out.contains(*name) || !is_tensor(pickle_, value)) continue;
            if (found_.tensors.size() >= kMostTensors) throw endless();
            found_.tensors.emplace_back(joined(prefix, *name), value);
        }
    }

    void add_modules(const PickleEntries& entries, const std::string& prefix, int depth) {
        for (const auto& [key, value] : entries) {
            const auto name = pickle_.text(key);
            if (!name || !is_module_(value)) continue;
            visit(value, joined(prefix, *name) + ".", depth + 1);
        }
    }

    std::string joined(const std::string& prefix, std::string_view name) const {
        if (prefix.size() + name.size() > kLongestName) throw endless();
        return prefix + std::string(name);
    }

    void count(std::size_t entries) {
        walked_ += entries + 1;
        if (walked_ > kMostEntriesWalked) throw endless();
    }

    Error endless() const {
        return broken_file(path_, "holds a module tree without end, so it is no network",
                           "give the checkpoint of a network");
    }

    const Pickle& pickle_;
    ModuleTest& is_module_;
    const fs::path& path_;
    std::size_t walked_ = 0;
    WalkedModule found_;
};

}  // namespace

std::optional<PickleIndex> value_of(const Pickle& pickle, const PickleEntries& entries,
                                    std::string_view key) {
    const auto last = std::find_if(entries.rbegin(), entries.rend(), [&](const auto& entry) {
        return pickle.text(entry.first) == key;
    });
    return last != entries.rend() ? std::optional(last->second) : std::nullopt;
}

bool ModuleTest::operator()(PickleIndex index) {
    if (pickle_.get<PickleObject>(index) == nullptr) return false;
    const auto [place, is_new] = known_.try_emplace(index, false);
    if (is_new && !is_tensor(pickle_, index)) {
        const auto attributes = attributes_of(pickle_, index);
        place->second = is_torchscript(pickle_, index) ||
                        (attributes && (value_of(pickle_, *attributes, "_parameters") ||
                                        value_of(pickle_, *attributes, "_modules")));
    }
    return place->second;
}

std::optional<PickleEntries> attributes_of(const Pickle& pickle, PickleIndex index) {
    const auto* object = pickle.get<PickleObject>(index);
    if (object == nullptr) return std::nullopt;
    // Classes with slots: (attributes, slots).
    const auto pair = pickle.items(object->state);
    return pickle.entries(pair.size() == 2 ? pair[0] : object->state);
}

bool holds_kernels(const Pickle& pickle, PickleIndex module, ModuleTest& is_module) {
    std::vector<PickleIndex> waiting{module};
    std::set<PickleIndex> seen;
    while (!waiting.empty()) {
        const PickleIndex at = waiting.back();
        waiting.pop_back();
        if (!seen.insert(at).second) continue;
        const auto attributes = attributes_of(pickle, at);
        if (!attributes) continue;
        for (const char* part : {"", "_parameters", "_modules"}) {
            const auto inner = value_of(pickle, *attributes, part);
            const auto entries = *part == '\0' ? attributes
                                 : inner       ? pickle.entries(*inner)
                                               : std::nullopt;
            for (const auto& [key, value] : entries.value_or(PickleEntries())) {
                if (is_tensor(pickle, value) && axes_of(pickle, value) >= 3) return true;
                if (is_module(value)) waiting.push_back(value);
            }
        }
    }
    return false;
}

WalkedModule walk_module(const Pickle& pickle, PickleIndex module, ModuleTest& is_module,
                         const fs::path& path) {
    return ModuleWalk(pickle, is_module, path).run(module);
}

}  // namespace sescope
