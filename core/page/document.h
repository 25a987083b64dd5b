// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/page/values.h"
#include "core/report/document.h"

namespace sescope {

/// A section as the page shows it: {"heading", "parts"}, where a part is {"text", "kind"},
/// {"facts"}, {"table"} or {"figure"}.
PageJson page_section(const ReportSection& section);

/// A table with its cells as people read them, as the text table has them: {"name", "columns":
/// [{"name", "key", "numeric"}], "rows", "notes"}.
PageJson page_table(const Table& table);

}  // namespace sescope
