// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/head_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace sescope {
namespace {

constexpr std::array kHeads{"fc",  "classif", "linear",  "head",   "logit", "cls",  "embed", "neck",
                            "gem", "mlp",     "arcface", "margin", "dense", "last", "output"};
// Pools behind the last stage; a blurring one in the stem ("maxpool") has a buffer as well.
constexpr std::array kLastPools{"global", "avgpool", "avg_pool", "attnpool", "attention_pool"};
constexpr std::array kBeside{"proj", "pred", "contrast", "aux",  "seg",    "mask",
                             "bbox", "rpn",  "roi",      "loss", "domain", "crit"};
// These may stand anywhere between the stages and change what follows.
constexpr std::array kAttention{"att",  "cbam",     "bam",       "eca", "squeeze",     "excit",
                                "gate", "nonlocal", "non_local", "stn", "localization"};

std::string lower(std::string_view text) {
    std::string letters(text);
    std::ranges::transform(letters, letters.begin(), [](unsigned char letter) {
        return static_cast<char>(std::tolower(letter));
    });
    return letters;
}

bool contains_any(std::string_view text, auto&& parts) {
    return std::ranges::any_of(
        parts, [&](std::string_view part) { return text.find(part) != std::string_view::npos; });
}

std::string_view top_of(std::string_view name) {
    return name.substr(0, name.find('.'));
}

bool is_se(std::string_view letters) {
    return letters == "se" || letters.starts_with("se_") || letters.ends_with("_se") ||
           letters.starts_with("selayer");
}

bool is_matrix(const TensorEntry& tensor) {
    const auto& shape = tensor.shape;
    return shape.size() == 2 || (shape.size() == 4 && shape[2] == 1 && shape[3] == 1);
}

/// The widths that a chain of layers has, which begins at the last stage's channels.
class Chain {
  public:
    explicit Chain(int last) : last_(last) {}

    void follow(std::span<const TensorEntry* const> tensors) {
        for (bool grew = true; grew;) {
            grew = false;
            for (const auto* tensor : tensors) {
                if (!is_matrix(*tensor) || !reaches(tensor->shape[1])) continue;
                grew = reached_.insert(tensor->shape[0]).second || grew;
            }
        }
    }
    // Means beside maxima double the channels; maps that are not pooled multiply them.
    bool reaches(std::int64_t width) const {
        return (width >= last_ && width % last_ == 0) || reached_.contains(width);
    }

  private:
    std::int64_t last_;
    std::set<std::int64_t> reached_;
};

// C -> h -> C outside of all blocks may be a unit that scales a stage.
bool is_half_of_unit(const TensorEntry& tensor, std::span<const TensorEntry* const> tensors) {
    return is_matrix(tensor) && std::ranges::any_of(tensors, [&](const TensorEntry* other) {
               return other != &tensor && is_matrix(*other) && other->shape[0] == tensor.shape[1] &&
                      other->shape[1] == tensor.shape[0];
           });
}

}  // namespace

bool is_head_module(std::string_view name) {
    const std::string letters = lower(name);
    if (contains_any(letters, kLastPools)) return true;
    if (contains_any(letters, kAttention) || is_se(letters)) return false;
    return contains_any(letters, kHeads) || contains_any(letters, kBeside);
}

bool is_beside_classifier(std::string_view name) {
    return contains_any(lower(name), kBeside);
}

bool all_of_heads(std::span<const TensorEntry* const> tensors, std::string_view root,
                  const TrunkWidths& widths) {
    Chain chain(widths.last);
    chain.follow(tensors);
    const bool is_told_by_width =
        std::ranges::all_of(widths.before, [&](int before) { return before < widths.last; });
    return std::ranges::all_of(tensors, [&](const TensorEntry* tensor) {
        std::string_view name = tensor->name;
        if (!root.empty() && name.starts_with(root)) name.remove_prefix(root.size());
        const std::string letters = lower(top_of(name));
        if (is_head_module(letters)) return true;
        if (letters == "pool" && tensor->numel() == 1) return true;  // an exponent
        if (contains_any(letters, kAttention) || is_se(letters)) return false;
        if (!is_told_by_width || tensor->shape.empty()) return false;
        if (is_matrix(*tensor)) {
            return chain.reaches(tensor->shape[1]) && !is_half_of_unit(*tensor, tensors);
        }
        return tensor->shape.size() == 1 && tensor->shape[0] > 1 && chain.reaches(tensor->shape[0]);
    });
}

std::vector<std::string> described_modules(std::span<const std::string> keys) {
    std::vector<std::string> modules;
    std::vector<std::string> tops;
    std::vector<std::string> firsts;
    std::vector<int> counts;
    for (const std::string& key : keys) {
        const std::string top(top_of(key));
        const auto place = std::ranges::find(tops, top) - tops.begin();
        if (static_cast<std::size_t>(place) == tops.size()) {
            tops.push_back(top);
            firsts.push_back(key);
            counts.push_back(0);
        }
        ++counts[static_cast<std::size_t>(place)];
    }
    for (std::size_t i = 0; i < tops.size(); ++i) {
        modules.push_back(counts[i] == 1 ? firsts[i]
                                         : fmt::format("{}.* ({} tensors)", tops[i], counts[i]));
    }
    return modules;
}

}  // namespace sescope
