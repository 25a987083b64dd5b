// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/conventions.h"

namespace sescope {

NetworkSpec without_se(NetworkSpec spec) {
    for (auto& block : spec.blocks) block.se.reset();
    spec.architecture = architecture_name(spec);
    std::erase_if(spec.assumptions, [](const Assumption& assumption) {
        return assumption.flag.starts_with("--se-place") || assumption.flag.starts_with("--gate");
    });
    return spec;
}

}  // namespace sescope
