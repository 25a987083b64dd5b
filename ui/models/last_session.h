// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>

namespace sescope::ui {

class Workspace;

/// What was open and shown when the window was closed.
struct LastSession {
    QString network;  ///< file or folder; empty where it was read otherwise than by its file alone
    QString images;
    QString profile;  ///< its file; empty where it was not saved
    int per_class = 0;
    quint64 seed = 0;
    int split = 0;
    QStringList kept;  ///< classes that are read; empty: all
    QString block;
    QStringList classes;
    int channel = -1;
    int page = 0;   ///< number of the tab
    int table = 0;  ///< the same of the tables
    bool operator==(const LastSession&) const = default;
};

/// Keeps it in the settings; `page` and `table`: as in LastSession.
void remember_session(const Workspace& workspace, int page, int table);
/// The last one, without files that are gone; nothing where nothing was open.
std::optional<LastSession> last_session();

}  // namespace sescope::ui
