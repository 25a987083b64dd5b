// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sescope {

/// sqrt(change / output), of two sums of squares. 0 where nothing changes, whatever the output is;
/// NaN where either is not known.
double relative_change(double change, double output);

}  // namespace sescope
