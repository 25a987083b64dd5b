// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>
#include <QVector>

namespace sescope::ui {

/// A network and the images that it was run over, or a profile from a file.
struct RecentSession {
    QString title;    ///< "SE-ResNet-50"
    QString network;  ///< file or folder; empty: only a profile
    QString images;
    QString profile;  ///< file; empty: not saved
    QString picture;  ///< PNG of its last figure; may be gone

    QString key() const {
        return network + QLatin1Char('\n') + images + QLatin1Char('\n') + profile;
    }
};

/// The last pairs, the latest first; those whose files are gone are left out.
QVector<RecentSession> recent_sessions();
/// Puts a pair first, with a picture of its figure in small.
void remember_pair(RecentSession pair, const QImage& figure);
void forget_pairs();

}  // namespace sescope::ui
