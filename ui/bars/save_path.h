// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QWidget;

namespace sescope {
struct ExcitationProfile;
}

namespace sescope::ui {

/// Asks where a file is to be written, beginning in the folder where the last one of its `kind`
/// went; empty if the person thinks better of it. `filter` is as of QFileDialog: a name without an
/// extension gets the one of the filter that is chosen, before anyone is asked whether to
/// overwrite.
QString ask_save_path(QWidget* parent, const QString& kind, const QString& title,
                      const QString& name, const QString& filter);

/// The name that is proposed for the file of a profile: "seresnet50.profile".
QString proposed_profile_name(const ExcitationProfile& profile);

/// The folder in which dialogs of a kind begin, and the file that was chosen in the last one.
QString last_folder(const QString& kind);
void remember_folder(const QString& kind, const QString& path);

}  // namespace sescope::ui
