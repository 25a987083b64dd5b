// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/first_look.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "core/excitation/run.h"

namespace sescope {
namespace {

/// Runs in fp32 up to the first snapshot. Nothing where more is to be done; then `shown` is how
/// many images the snapshot was of.
std::optional<ExcitationProfile> look(const OpenIn& open, const AnalyzeInput& input,
                                      const AnalyzeSettings& settings, const std::string& version,
                                      const std::stop_token& stop, std::uint64_t& shown) {
    std::stop_source enough;
    const std::stop_callback by_the_person(stop, [&enough] { enough.request_stop(); });
    AnalyzeSettings first = settings;
    first.engine.precision = Precision::fp32;
    first.checkpoint_file.clear();  // too little to be kept
    first.snapshot = [&](std::shared_ptr<const ExcitationProfile> profile) {
        shown = profile->images();
        settings.snapshot(std::move(profile));
        if (shown > 0) enough.request_stop();
    };
    const auto network = open(Precision::fp32);
    ExcitationProfile profile = analyze_with(*network, input, first, version, enough.get_token());
    if (stop.stop_requested() || !profile.partial()) return profile;
    return std::nullopt;
}

}  // namespace

ExcitationProfile analyze_behind_a_first_look(const OpenIn& open, const AnalyzeInput& input,
                                              const AnalyzeSettings& settings,
                                              const std::string& engine_version,
                                              const std::stop_token& stop) {
    std::uint64_t shown = 0;
    if (settings.snapshot) {
        if (auto whole = look(open, input, settings, engine_version, stop, shown)) {
            return *std::move(whole);
        }
    }
    AnalyzeSettings again = settings;
    if (settings.snapshot) {
        again.snapshot = [&](std::shared_ptr<const ExcitationProfile> profile) {
            if (profile->images() >= shown) settings.snapshot(std::move(profile));
        };
    }
    const auto network = open(Precision::automatic);
    return analyze_with(*network, input, again, engine_version, stop);
}

}  // namespace sescope
