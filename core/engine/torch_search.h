// SPDX-License-Identifier: GPL-3.0-or-later
// Where LibTorch is on this machine: the PyTorch of a Python environment, or an unpacked LibTorch.
// Looks at files only, runs nothing.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/text.h"

namespace sescope {

/// A LibTorch that was found.
struct FoundTorch {
    std::filesystem::path folder;  ///< of the package: it has lib/libtorch_cpu.so
    std::string version;           ///< "2.15.0"; empty where no file of it tells
    std::string place;             ///< how it was found: "$VIRTUAL_ENV", "beside the program"
    std::filesystem::path engine;  ///< our library for this minor version; empty: there is none
    std::string why_not;           ///< why it cannot be used, one line; empty: it can
};

/// Where `find_torches` looks, first to last. What is empty is passed over.
struct TorchPlaces {
    std::filesystem::path chosen;         ///< SESCOPE_TORCH: nothing else counts then
    std::filesystem::path libraries;      ///< of ours; engines lie here, LibTorch perhaps above
    std::filesystem::path built_with;     ///< of a build tree: what its engine was compiled with
    std::filesystem::path virtual_env;    ///< VIRTUAL_ENV
    std::filesystem::path conda_prefix;   ///< CONDA_PREFIX
    std::filesystem::path home;           ///< HOME, for what `pip install --user` wrote
    std::string path;                     ///< PATH: the environment of its first python3
    std::filesystem::path build_engines;  ///< of a build tree: where engines lie as well
};

/// Those of this process.
TorchPlaces torch_places();

/// Every LibTorch of the places, each once, in their order. The first without `why_not` is the one
/// to use.
std::vector<FoundTorch> find_torches(const TorchPlaces& places);

/// The minor versions that there are engines for, the newest first: "2.15", "2.7".
std::vector<std::string> engine_versions(const TorchPlaces& places);

/// One line for a person: what was found, and what to do, where nothing of it can be used.
struct NoTorch {
    Text message;
    Text hint;
};
NoTorch explain_no_torch(const TorchPlaces& places, const std::vector<FoundTorch>& found);

}  // namespace sescope
