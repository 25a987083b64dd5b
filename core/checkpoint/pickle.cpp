// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/pickle.h"

#include "core/checkpoint/printable.h"

namespace sescope {
namespace {

using Entries = std::vector<std::pair<PickleIndex, PickleIndex>>;

// Python 2 wrote an OrderedDict as OrderedDict([[key, value], ..]).
void add_listed_pairs(const Pickle& pickle, PickleIndex arguments, Entries& entries) {
    const auto given = pickle.items(arguments);
    if (given.size() != 1) return;
    for (const PickleIndex listed : pickle.items(given[0])) {
        const auto pair = pickle.items(listed);
        if (pair.size() == 2) entries.emplace_back(pair[0], pair[1]);
    }
}

}  // namespace

std::optional<std::string_view> Pickle::text(PickleIndex index) const {
    const auto* found = get<PickleText>(index);
    return found != nullptr ? std::optional(found->text) : std::nullopt;
}

std::optional<std::int64_t> Pickle::integer(PickleIndex index) const {
    const auto* found = get<std::int64_t>(index);
    return found != nullptr ? std::optional(*found) : std::nullopt;
}

std::span<const PickleIndex> Pickle::items(PickleIndex index) const {
    if (const auto* tuple = get<PickleTuple>(index)) return tuple->items;
    if (const auto* list = get<PickleList>(index)) return list->items;
    return {};
}

bool Pickle::is_global(PickleIndex index, std::string_view module, std::string_view name) const {
    const auto* found = get<PickleGlobal>(index);
    return found != nullptr && found->module == module && found->name == name;
}

std::optional<Entries> Pickle::entries(PickleIndex index) const {
    if (const auto* dict = get<PickleDict>(index)) return dict->items;
    const auto* object = get<PickleObject>(index);
    if (object == nullptr) return std::nullopt;
    const bool is_ordered = is_global(object->callable, "collections", "OrderedDict");
    if (!is_ordered && object->items.empty()) return std::nullopt;
    Entries entries;
    if (is_ordered) add_listed_pairs(*this, object->arguments, entries);
    entries.insert(entries.end(), object->items.begin(), object->items.end());
    return entries;
}

std::string Pickle::describe(PickleIndex index) const {
    if (get<std::monostate>(index) != nullptr) return "None";
    if (get<PickleText>(index) != nullptr) return "a text";
    if (get<PickleBytes>(index) != nullptr) return "bytes";
    if (get<PickleList>(index) != nullptr) return "a list";
    if (get<PickleTuple>(index) != nullptr) return "a tuple";
    if (get<PickleDict>(index) != nullptr) return "a dictionary";
    if (get<PicklePersistent>(index) != nullptr) return "a bare storage";
    if (const auto* object = get<PickleObject>(index)) {
        const auto* callable = get<PickleGlobal>(object->callable);
        if (callable == nullptr) return "an object";
        return "an object of " + printable(callable->module) + "." + printable(callable->name);
    }
    if (get<PickleGlobal>(index) != nullptr) return "a class or function";
    return "a number";
}

}  // namespace sescope
