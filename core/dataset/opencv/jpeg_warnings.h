// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sescope {

/// Listens to what libjpeg says while this thread decodes. OpenCV hands none of it on: it lets
/// libjpeg print to standard error and fill what is missing with grey.
class JpegWarnings {
  public:
    JpegWarnings();
    /// Did the data of the image end too early?
    bool data_missing() const;
};

}  // namespace sescope
