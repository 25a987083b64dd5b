// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <iostream>
#include <memory>
#include <streambuf>

namespace sescope::cli {

/// The one way to stdout: while it lives, whatever is written to std::cout goes through
/// `plain_text`, since names of images, classes, tensors and blocks come from files, and a terminal
/// does what the control characters in them ask for. JSON means the same afterwards.
class PlainOutput {
  public:
    PlainOutput();
    ~PlainOutput();
    PlainOutput(const PlainOutput&) = delete;
    PlainOutput& operator=(const PlainOutput&) = delete;

  private:
    std::unique_ptr<std::streambuf> filter_;
    std::streambuf* below_;
};

}  // namespace sescope::cli
