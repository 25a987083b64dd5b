// SPDX-License-Identifier: GPL-3.0-or-later
// The interactive page: one HTML document whose styles and script are ours (resources/page) and lie
// within it.
#pragma once

#include <iosfwd>
#include <string>

#include "core/page/values.h"
#include "core/report/report.h"

namespace sescope {

struct PageDocument {
    std::string html;
    /// What a browser may do for it: run our script and use our styles, both by their SHA-256, and
    /// nothing else but, where `asks`, ask the server that it came from.
    std::string policy;
};

/// The page around `data` (JSON); `asks`: it asks its server for what it shows. Throws Error{usage}
/// where resources/page is not there.
PageDocument page_document(const PageJson& data, bool asks);

/// How large a page in one file becomes: a report is to pass as an attachment.
inline constexpr std::size_t kPageFileLimit = 24'000'000;

struct PageFile {
    std::string html;
    int classes = 0;      ///< whose figures are in it
    int all_classes = 0;  ///< that have images
};

/// The page with all that it shows of a profile in it: it asks nobody. Verdicts are of all classes;
/// where figures of all would make it larger than `limit`, they are of the classes that differ
/// most, as many as fit, and the page says so. Throws Error{data} where not even two fit, and as
/// `page_overview`.
PageFile page_file(const ReportInput& input, std::size_t limit = kPageFileLimit);

}  // namespace sescope
