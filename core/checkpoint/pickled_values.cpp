// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/pickled_values.h"

#include <algorithm>
#include <array>

#include "core/checkpoint/pickled_modules.h"
#include "core/checkpoint/printable.h"

namespace sescope {
namespace {

constexpr std::size_t kLongestText = 200;
constexpr std::size_t kMostNumbers = 16;
constexpr std::size_t kMostArguments = 500;
constexpr std::size_t kMostClasses = 100'000;

std::optional<double> number_of(const Pickle& pickle, PickleIndex index) {
    if (const auto* real = pickle.get<double>(index)) return *real;
    const auto whole = pickle.integer(index);
    return whole ? std::optional(static_cast<double>(*whole)) : std::nullopt;
}

std::optional<StatedValue> numbers_of(const Pickle& pickle, PickleIndex index) {
    const auto items = pickle.items(index);
    if (items.empty() || items.size() > kMostNumbers) return std::nullopt;
    std::vector<std::int64_t> whole;
    std::vector<double> real;
    for (const PickleIndex item : items) {
        const auto number = number_of(pickle, item);
        if (!number) return std::nullopt;
        real.push_back(*number);
        if (const auto integer = pickle.integer(item)) whole.push_back(*integer);
    }
    if (whole.size() == items.size()) return whole;
    return real;
}

// Entries of a dictionary, or attributes of an argparse.Namespace.
std::optional<PickleEntries> fields_of(const Pickle& pickle, PickleIndex index) {
    auto entries = pickle.entries(index);
    return entries ? entries : attributes_of(pickle, index);
}

void add_arguments(const Pickle& pickle, PickleIndex index, StatedValues& arguments) {
    for (const auto& [key, value] : fields_of(pickle, index).value_or(PickleEntries())) {
        const auto name = pickle.text(key);
        if (!name || arguments.size() >= kMostArguments) continue;
        if (auto simple = stated_value(pickle, value)) {
            arguments.insert_or_assign(printable(*name), std::move(*simple));
        }
    }
}

std::vector<std::string> texts_of(const Pickle& pickle, PickleIndex index) {
    std::vector<std::string> texts;
    const auto items = pickle.items(index);
    if (items.size() > kMostClasses) return texts;
    for (const PickleIndex item : items) {
        const auto text = pickle.text(item);
        if (!text) return {};
        texts.push_back(printable(*text));
    }
    return texts;
}

// {"classes": [..]}, or {name: row} of ImageFolder's class_to_idx.
std::vector<std::string> class_names(const Pickle& pickle, PickleIndex index) {
    const auto fields = fields_of(pickle, index);
    if (!fields) return texts_of(pickle, index);
    for (const char* key : {"classes", "CLASSES"}) {
        if (const auto listed = value_of(pickle, *fields, key)) return texts_of(pickle, *listed);
    }
    std::vector<std::string> names(std::min(fields->size(), kMostClasses));
    for (const auto& [key, value] : *fields) {
        const auto name = pickle.text(key);
        const auto row = pickle.integer(value);
        if (!name || !row || *row < 0 || static_cast<std::size_t>(*row) >= names.size() ||
            !names[static_cast<std::size_t>(*row)].empty()) {
            return {};
        }
        names[static_cast<std::size_t>(*row)] = printable(*name);
    }
    return names;
}

const std::string* text_among(const StatedValues& values, std::string_view key) {
    const auto found = values.find(key);
    return found != values.end() ? std::get_if<std::string>(&found->second) : nullptr;
}

}  // namespace

std::optional<StatedValue> stated_value(const Pickle& pickle, PickleIndex index) {
    if (const auto* truth = pickle.get<bool>(index)) return *truth;
    if (const auto whole = pickle.integer(index)) return *whole;
    if (const auto* real = pickle.get<double>(index)) return *real;
    if (const auto text = pickle.text(index)) {
        if (text->size() > kLongestText) return std::nullopt;
        return printable(*text);
    }
    return numbers_of(pickle, index);
}

std::string class_name(const Pickle& pickle, PickleIndex index) {
    const auto* object = pickle.get<PickleObject>(index);
    if (object == nullptr) return {};
    const auto* type = pickle.get<PickleGlobal>(object->callable);
    // Protocols 0 and 1: copyreg._reconstructor(class, base, state).
    if (type != nullptr && type->name == "_reconstructor") {
        const auto arguments = pickle.items(object->arguments);
        type = arguments.empty() ? nullptr : pickle.get<PickleGlobal>(arguments[0]);
    }
    if (type == nullptr) return {};
    const std::string module = printable(type->module);
    return module + (module.empty() ? "" : ".") + printable(type->name);
}

TrainingFacts training_facts(const Pickle& pickle) {
    TrainingFacts facts;
    const auto entries = fields_of(pickle, pickle.root);
    if (!entries) return facts;
    for (const char* key : {"hyper_parameters", "args", "model_args"}) {
        const auto value = value_of(pickle, *entries, key);
        if (value) add_arguments(pickle, *value, facts.arguments);
    }
    const auto arch = value_of(pickle, *entries, "arch");
    if (arch && pickle.text(*arch)) facts.architecture = printable(*pickle.text(*arch));
    for (const char* key : {"model", "model_name", "arch"}) {
        const auto* text = text_among(facts.arguments, key);
        if (facts.architecture.empty() && text != nullptr) facts.architecture = *text;
    }
    for (const char* key : {"classes", "class_names", "class_to_idx"}) {
        const auto value = value_of(pickle, *entries, key);
        if (value && facts.class_names.empty()) facts.class_names = class_names(pickle, *value);
    }
    const auto meta = value_of(pickle, *entries, "meta");
    const auto described = meta ? fields_of(pickle, *meta) : std::nullopt;
    if (!described || !facts.class_names.empty()) return facts;
    const auto dataset = value_of(pickle, *described, "dataset_meta");
    // mmcv, before mmengine: meta.CLASSES.
    facts.class_names = class_names(pickle, dataset.value_or(*meta));
    return facts;
}

}  // namespace sescope
