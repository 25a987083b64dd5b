// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/excitation/first_look.h"

#include <utility>

#include "core/excitation/run.h"

namespace sescope {
namespace {

/// Runs in fp32 up to the first snapshot.
ExcitationProfile look(const OpenIn& open, const AnalyzeInput& input,
                       const AnalyzeSettings& settings, const std::string& version,
                       const std::stop_token& stop) {
    std::stop_source enough;
    const std::stop_callback by_the_person(stop, [&enough] { enough.request_stop(); });
    AnalyzeSettings first = settings;
    first.engine.precision = Precision::fp32;
    first.checkpoint_file.clear();  // too little to be kept
    first.snapshot = [&](std::shared_ptr<const ExcitationProfile> profile) {
        if (profile->images() > 0) enough.request_stop();
        settings.snapshot(std::move(profile));
    };
    const auto network = open(Precision::fp32);
    return analyze_with(*network, input, first, version, enough.get_token());
}

}  // namespace

ExcitationProfile analyze_behind_a_first_look(const OpenIn& open, const AnalyzeInput& input,
                                              const AnalyzeSettings& settings,
                                              const std::string& engine_version,
                                              const std::stop_token& stop) {
    if (!settings.snapshot) {
        return analyze_with(*open(Precision::automatic), input, settings, engine_version, stop);
    }
    ExcitationProfile first = look(open, input, settings, engine_version, stop);
    if (stop.stop_requested() || !first.partial()) return first;
    AnalyzeSettings again = settings;
    again.snapshot = [&](std::shared_ptr<const ExcitationProfile> profile) {
        if (profile->images() >= first.images()) settings.snapshot(std::move(profile));
    };
    ExcitationProfile whole =
        analyze_with(*open(Precision::automatic), input, again, engine_version, stop);
    // Stopped while precisions were tried: what was seen already is not thrown away.
    if (whole.partial() && whole.images() < first.images()) return first;
    return whole;
}

}  // namespace sescope
