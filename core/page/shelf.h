// SPDX-License-Identifier: GPL-3.0-or-later
// The profiles that a page shows, as they lie on the disk: read again when they change.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/excitation/profile.h"
#include "core/page/values.h"

namespace sescope {

/// A profile of one moment.
struct ShelvedProfile {
    std::string revision;
    std::shared_ptr<const ExcitationProfile> profile;
    std::vector<BlockSummary> blocks;  ///< summarise(*profile)
};

/// A profile, or a folder of them: every file there whose name ends in ".profile". They may be
/// replaced, appear and go while it lives: `analyze` does so while it runs. To be used by one
/// thread at a time.
class Shelf {
  public:
    /// Throws Error{data} where there is neither file nor folder.
    explicit Shelf(std::filesystem::path place);

    /// By name: {"name", "revision"} and what `page_progress` says, or "error" where the file
    /// cannot be read.
    PageJson entries();
    /// Throws Error{usage} for a name that is not among the entries, and as `load_profile`.
    std::shared_ptr<const ShelvedProfile> open(const std::string& name);

  private:
    std::vector<std::string> names() const;
    std::filesystem::path path_of(const std::string& name) const;

    std::filesystem::path place_;
    bool folder_;
    std::map<std::string, PageJson> known_;  ///< entries as they were last
    std::string opened_name_;
    std::shared_ptr<const ShelvedProfile> opened_;  ///< the last one
};

}  // namespace sescope
