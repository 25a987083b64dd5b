// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <filesystem>
#include <functional>
#include <memory>

#include "tests/support/temporary_folder.h"
#include "ui/models/workspace.h"

namespace sescope::test {

/// Three classes (the last without images), two SE blocks of a real network.
ui::ProfilePtr small_profile();

/// Like the small one, with so many classes "c0", "c1" .. and channels of each block, all with
/// different mean gates.
ExcitationProfile wide_profile(int classes, int channels);

/// A folder with a tiny network, images, and a small profile.
class WindowTest : public ::testing::Test {
  protected:
    WindowTest();

    QString path(const std::string& name) const {
        return QString::fromStdString((folder_ / name).string());
    }
    /// A hub folder "net" of three classes: bricks, dots, rings.
    void make_network() const;
    /// "images": so many images of each class.
    void make_images(int per_class) const;
    /// "small.profile" of `small_profile`.
    void make_profile() const;

    /// Lets events run until `reached`, at most a minute.
    static bool wait_until(const std::function<bool()>& reached);
    /// Opens network and images and waits until both are there.
    void open_all(ui::Workspace& workspace, int per_class) const;

  private:
    TemporaryFolder folder_;
};

}  // namespace sescope::test
