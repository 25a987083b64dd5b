// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace sescope {

/// Sees to it that there is a QApplication, which widgets need even where nothing is shown: that of
/// the program, or else one of our own without a display, made on first use. Throws
/// Error{internal} when called from a thread other than the application's.
void ensure_qt_application();

/// While it lives, what Qt has to say on this thread is dropped (a missing display, fonts, a
/// runtime folder); other threads and fatal messages pass on.
class QuietQt {
  public:
    QuietQt();
    ~QuietQt();
    QuietQt(const QuietQt&) = delete;
    QuietQt& operator=(const QuietQt&) = delete;

  private:
    QtMessageHandler before_;
};

}  // namespace sescope
