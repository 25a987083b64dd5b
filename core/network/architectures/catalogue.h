// SPDX-License-Identifier: GPL-3.0-or-later
// Architectures whose forward pass is known: those of timm and torchvision that have channel gates.
// A state dict is matched by its set of keys; what its shapes leave open is never guessed.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/checkpoint/state_dict.h"
#include "core/network/architectures/catalogue_file.h"
#include "core/network/imported.h"

namespace sescope {

/// A state dict as a network of the catalogue.
struct MatchedArchitecture {
    /// The architectures that compute this, in the catalogue's order. Their preprocessing may
    /// differ.
    std::vector<CatalogueEntry> entries;
    /// Graph, weights (those of the file, and constants), `only_this_size`.
    ImportedNetwork network;
    bool without_head = false;  ///< the file has no classifier: the output is features
    bool other_widths = false;  ///< the file's widths are not those of the entries
};

/// An architecture whose keys the file has, and whose graph does not hold for its shapes.
struct RefusedArchitecture {
    CatalogueEntry entry;
    Text why;   ///< a sentence without the file's name
    Text hint;  ///< what can be done
};

struct ArchitectureMatch {
    std::vector<MatchedArchitecture> candidates;  ///< no two of them compute the same
    std::vector<RefusedArchitecture> refused;
    /// One, and no other that could be meant.
    bool certain() const noexcept { return candidates.size() == 1 && refused.empty(); }
};

/// The architecture whose keys differ least from a file's.
struct NearestArchitecture {
    CatalogueEntry entry;
    std::vector<std::string> missing;    ///< keys that it has and the file lacks
    std::vector<std::string> left_over;  ///< keys that the file has and it lacks
};
/// "timm/efficientnet_b0 is nearest: the file lacks 'a', 'b' and 3 more, and has 'c' beside"
std::string described(const NearestArchitecture& nearest);

class Catalogue {
  public:
    /// Reads the index; throws Error{internal} where the file is broken.
    explicit Catalogue(const std::filesystem::path& file);
    /// That of resources/architectures, opened once. Throws Error{usage} where it is missing.
    static const Catalogue& installed();

    std::span<const CatalogueEntry> entries() const noexcept { return file_.entries(); }
    /// By "efficientnet_b0", "timm/efficientnet_b0", or with a tag of weights behind a point
    /// ("seresnet50.a1_in1k"); of packages that share a bare name, all.
    std::vector<CatalogueEntry> named(std::string_view name) const;

    /// What the network of these weights can be, by its keys: where shapes are exactly those of
    /// some architectures, these alone; else all that the keys fit.
    ArchitectureMatch match(const StateDict& weights) const;

    /// The weights as this architecture. Throws Error{model} naming the keys that are missing or
    /// left over, or saying why its graph does not hold for the shapes.
    MatchedArchitecture as(const CatalogueEntry& entry, const StateDict& weights) const;

    /// Reads all lists of keys. Nothing where the file has less than half of its keys in common
    /// with any.
    std::optional<NearestArchitecture> nearest(const StateDict& weights) const;

  private:
    NearestArchitecture difference(const CatalogueEntry& entry, const StateDict& weights) const;

    CatalogueFile file_;
};

}  // namespace sescope
