// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/network_value.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/base/sha256.h"

namespace sescope {

int Network::gates_per_image() const {
    int gates = 0;
    for (const GateSite& site : sites) gates += site.channels;
    return gates;
}

const GateSite* Network::find_site(std::string_view label_or_id) const noexcept {
    const auto found = std::ranges::find_if(sites, [&](const GateSite& site) {
        return site.label == label_or_id || site.id == label_or_id;
    });
    return found == sites.end() ? nullptr : &*found;
}

graph::Shape Network::input_shape(std::int64_t batch) const {
    return {batch, preprocessing.channels, preprocessing.size, preprocessing.columns()};
}

std::string structural_fingerprint(const Network& network) {
    const Preprocessing& images = network.preprocessing;
    std::string text = graph::fingerprint(network.graph);
    for (const GateSite& site : network.sites) {
        text +=
            fmt::format("\n{} {} {} {} {}", site.label, site.channels,
                        static_cast<int>(site.squeeze), static_cast<int>(site.curve), site.branch);
    }
    text += fmt::format("\n{} {} {} {} {} {} {} {} {} {}", images.size, images.columns(),
                        images.crop_pct, name_of(images.interpolation), fmt::join(images.mean, " "),
                        fmt::join(images.std, " "), images.bgr, images.byte_range,
                        images.fast_decode, network.classes());
    if (images.channels != 3) text += fmt::format("\n{} channels", images.channels);
    if (!images.array_mean.empty() || !images.array_std.empty()) {
        text += fmt::format("\narrays {} {}", fmt::join(images.array_mean, " "),
                            fmt::join(images.array_std, " "));
    }
    Sha256 hash;
    hash.add(text);
    return hash.hex();
}

}  // namespace sescope
