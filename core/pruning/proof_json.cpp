// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/excitation/skipped_json.h"
#include "core/pruning/choices_json.h"
#include "core/pruning/evaluation_json.h"
#include "core/pruning/proof.h"

namespace sescope {

std::string proof_to_json(const Proof& proof) {
    OrderedJson json = document_of("proof");
    json["partial"] = proof.partial;
    json["origin"] = to_json(proof.origin);
    json["choices"] = to_json(proof.choices);
    if (!proof.channels.empty()) json["channels"] = to_json(proof.channels);
    json["before"] = to_json(proof.before);
    json["after"] = to_json(proof.after);
    json["comparison"] = to_json(proof.comparison);
    json["timing"] = to_json(proof.timing);
    if (proof.runtime) {
        json["runtime"] = {{"name", proof.runtime->runtime},
                           {"timing", to_json(std::optional(proof.runtime->timing))}};
    }
    json["skipped"] = to_json(proof.skipped);
    return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

Proof proof_from_json(std::string_view text) {
    Proof proof;
    read_document(text, "proof", [&](const OrderedJson& json) {
        proof.partial = json.at("partial").get<bool>();
        proof.origin = origin_from(json.at("origin"));
        proof.choices = choices_from(json.at("choices"));
        if (json.contains("channels")) proof.channels = removals_from(json.at("channels"));
        proof.before = price_from(json.at("before"));
        proof.after = price_from(json.at("after"));
        proof.comparison = comparison_from(json.at("comparison"));
        proof.timing = timing_from(json.at("timing"));
        if (json.contains("runtime")) {
            const OrderedJson& runtime = json.at("runtime");
            const auto timing = timing_from(runtime.at("timing"));
            if (!timing) throw std::range_error("a runtime without times");
            proof.runtime = RuntimeTiming{runtime.at("name").get<std::string>(), *timing};
        }
        proof.skipped = skipped_from(json.at("skipped"));
    });
    return proof;
}

void save_proof(const Proof& proof, const std::filesystem::path& path) {
    write_file_atomically(path, proof_to_json(proof));
}

Proof load_proof(const std::filesystem::path& path) {
    const std::string text = document_text(path);
    try {
        return proof_from_json(text);
    } catch (const Error& error) {
        throw Error(error.kind(), error.said(), path, error.advice());
    }
}

}  // namespace sescope
