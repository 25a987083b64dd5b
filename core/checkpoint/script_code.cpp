// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/script_code.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "core/base/error.h"
#include "core/base/parsed_number.h"
#include "core/checkpoint/byte_cursor.h"
#include "core/checkpoint/printable.h"

namespace sescope {
namespace {

constexpr std::size_t kLongestFile = std::size_t{4} << 20;
constexpr std::size_t kMostCalls = 40;
// The arguments of an operation that states literals are shorter.
constexpr std::size_t kLongestArguments = 1000;

/// What is read of one class.
struct ScriptClass {
    StatedValues values;
    std::vector<std::string> calls;
};
using ScriptClasses = std::map<std::string, ScriptClass, std::less<>>;

bool is_name(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

// Splits at commas outside of brackets and quotes, up to the bracket that closes what came before.
std::vector<std::string_view> arguments_in(std::string_view text) {
    std::vector<std::string_view> arguments;
    int depth = 0;
    bool quoted = false;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char letter = text[i];
        if (letter == '"') quoted = !quoted;
        if (quoted) continue;
        if (letter == '(' || letter == '[') ++depth;
        const bool closes = letter == ')' || letter == ']';
        if ((letter == ',' && depth == 0) || (closes && depth == 0)) {
            arguments.push_back(trimmed(text.substr(begin, i - begin)));
            begin = i + 1;
        }
        if (closes && --depth < 0) break;
    }
    return arguments;
}

std::optional<StatedValue> literal(std::string_view text) {
    if (text == "True" || text == "False") return text == "True";
    if (const auto whole = parsed_number<std::int64_t>(text)) return *whole;
    if (text.starts_with('"') && text.ends_with('"') && text.size() >= 2) {
        return printable(text.substr(1, text.size() - 2));
    }
    if (text.starts_with('[') || text.starts_with('(')) {
        std::vector<std::int64_t> numbers;
        for (const auto item : arguments_in(text.substr(1))) {
            if (item.empty()) continue;  // (2,)
            const auto number = parsed_number<std::int64_t>(item);
            if (!number) return std::nullopt;
            numbers.push_back(*number);
        }
        return numbers;
    }
    if (const auto real = parsed_number<double>(text)) return *real;
    return std::nullopt;
}

/// Where the literals of an operation stand among its arguments.
struct Operation {
    std::string_view name;
    std::array<std::pair<std::size_t, const char*>, 6> literals;
};
constexpr std::array<Operation, 5> kOperations{{
    {"_convolution",
     {{{3, "stride"}, {4, "padding"}, {5, "dilation"}, {6, "transposed"}, {8, "groups"}}}},
    {"conv2d", {{{3, "stride"}, {4, "padding"}, {5, "dilation"}, {6, "groups"}}}},
    {"batch_norm", {{{7, "eps"}}}},
    {"max_pool2d",
     {{{1, "kernel_size"}, {2, "stride"}, {3, "padding"}, {4, "dilation"}, {5, "ceil_mode"}}}},
    {"avg_pool2d",
     {{{1, "kernel_size"},
       {2, "stride"},
       {3, "padding"},
       {4, "ceil_mode"},
       {5, "count_include_pad"}}}},
}};

void read_call(std::string_view name, std::string_view rest, ScriptClass& into) {
    if (into.calls.size() < kMostCalls) into.calls.push_back(printable(name));
    const auto* operation = std::ranges::find(kOperations, name, &Operation::name);
    if (operation == kOperations.end()) return;
    const auto arguments = arguments_in(rest.substr(0, kLongestArguments));
    for (const auto& [at, key] : operation->literals) {
        if (key == nullptr || at >= arguments.size()) continue;
        // The class's own constants say the same, where it has any.
        if (auto value = literal(arguments[at])) into.values.try_emplace(key, std::move(*value));
    }
}

// Calls of functions of torch: "torch.relu(..", and "__torch__.torch.nn.functional.relu".
void read_calls(std::string_view line, ScriptClass& into) {
    constexpr std::string_view library = "torch.";
    constexpr std::string_view functional = "__torch__.torch.nn.functional.";
    for (std::size_t at = 0; at < line.size(); ++at) {
        const auto rest = line.substr(at);
        const bool is_library = rest.starts_with(library);
        if (!is_library && !rest.starts_with(functional)) continue;
        if (at > 0 && (is_name(line[at - 1]) || line[at - 1] == '.')) continue;
        const auto name_at = is_library ? library.size() : functional.size();
        const auto* end = std::find_if_not(rest.begin() + name_at, rest.end(), is_name);
        const auto length = static_cast<std::size_t>(end - rest.begin()) - name_at;
        const auto after = rest.substr(name_at + length);
        if (length == 0 || (is_library && !after.starts_with('('))) continue;
        read_call(rest.substr(name_at, length), after.substr(after.empty() ? 0 : 1), into);
    }
}

void read_constant(std::string_view line, ScriptClass& into) {
    const auto colon = line.find(" : Final[");
    const auto equals = line.find("] = ");
    if (colon == std::string_view::npos || equals == std::string_view::npos) return;
    if (auto value = literal(trimmed(line.substr(equals + 4)))) {
        into.values.insert_or_assign(printable(trimmed(line.substr(0, colon))), std::move(*value));
    }
}

ScriptClasses classes_of(std::string_view text) {
    ScriptClasses classes;
    ScriptClass* current = nullptr;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        constexpr std::string_view keyword = "class ";
        if (line.starts_with(keyword)) {
            const auto name = line.substr(keyword.size(), line.find('(') - keyword.size());
            current = &classes[std::string(name)];
        } else if (!line.empty() && line.front() != ' ') {
            current = nullptr;
        } else if (current != nullptr) {
            read_constant(line, *current);
            read_calls(line, *current);
        }
    }
    return classes;
}

// "__torch__.torch.nn.modules.conv.___torch_mangle_7.Conv2d" was torch.nn.modules.conv.Conv2d.
std::string compiled_class(std::string type) {
    constexpr std::string_view scope = "__torch__.";
    if (type.starts_with(scope)) type.erase(0, scope.size());
    if (const auto mangled = type.find("___torch_mangle_"); mangled != std::string::npos) {
        const auto end = type.find('.', mangled);
        type.erase(mangled, end == std::string::npos ? end : end - mangled + 1);
    }
    return type;
}

class ScriptCode {
  public:
    explicit ScriptCode(const CodeLookup& code) : code_(code) {}

    void complete(ModuleAttributes& module) {
        const auto dot = module.type.rfind('.');
        if (dot == std::string::npos) return;
        std::string file = module.type.substr(0, dot);
        std::ranges::replace(file, '.', '/');
        auto place = files_.find(file);
        if (place == files_.end()) place = files_.emplace(file, read(file + ".py")).first;
        const auto found = place->second.find(module.type.substr(dot + 1));
        module.type = compiled_class(std::move(module.type));
        if (found == place->second.end()) return;
        module.calls = found->second.calls;
        // Elsewhere a literal may belong to any of several operations.
        if (!module.type.starts_with("torch.nn.modules.")) return;
        module.values.insert(found->second.values.begin(), found->second.values.end());
    }

  private:
    ScriptClasses read(const std::string& file) const {
        try {
            const auto text = code_(file);
            if (text && text->size() <= kLongestFile) return classes_of(as_text(*text));
        } catch (const Error&) {
            // Compressed, as PyTorch did before 2: then the file does not say it plainly.
        }
        return {};
    }

    const CodeLookup& code_;
    std::map<std::string, ScriptClasses, std::less<>> files_;
};

}  // namespace

void add_script_code(ModuleTree& modules, const CodeLookup& code) {
    ScriptCode script(code);
    for (auto& [path, module] : modules) script.complete(module);
}

}  // namespace sescope
