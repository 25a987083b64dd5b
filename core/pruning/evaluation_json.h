// SPDX-License-Identifier: GPL-3.0-or-later
// What proofs and plans have in common, as JSON and back.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "core/pruning/comparison.h"
#include "core/pruning/evaluation.h"
#include "core/pruning/price.h"
#include "core/pruning/timing.h"

namespace sescope {

using OrderedJson = nlohmann::ordered_json;

OrderedJson to_json(const EvaluationOrigin& origin);
OrderedJson to_json(const Comparison& comparison);
OrderedJson to_json(const NetworkPrice& price);
OrderedJson to_json(const std::optional<Timing>& timing);  ///< null where there is none
OrderedJson number(double value);  ///< null for NaN and infinities, which JSON has not

// The readers throw nlohmann::json::exception or std::range_error; `read_document` turns both into
// ours.
EvaluationOrigin origin_from(const OrderedJson& json);
Comparison comparison_from(const OrderedJson& json);
NetworkPrice price_from(const OrderedJson& json);
std::optional<Timing> timing_from(const OrderedJson& json);
std::vector<SkippedImage> skipped_from(const OrderedJson& json);
double real_from(const OrderedJson& json);            ///< NaN for null
std::uint64_t count_from(const OrderedJson& json);    ///< a whole number, not negative
int integer_from(const OrderedJson& json, int most);  ///< from 0 to `most`

/// The first lines of a document: what it is, and of which format.
OrderedJson document_of(std::string_view kind);
/// Parses a document of this kind and hands it to `read`. Throws Error{data} for whatever is not
/// one, is damaged, or is nested or large beyond reason.
void read_document(std::string_view text, std::string_view kind,
                   const std::function<void(const OrderedJson&)>& read);
/// The whole file, to be read as a document; Error{data} names it.
std::string document_text(const std::filesystem::path& path);

}  // namespace sescope
