// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recent_sessions.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>
#include <QStringList>

namespace sescope::ui {
namespace {

constexpr int kKept = 6;
constexpr QSize kPicture(320, 200);

bool is_there(const RecentSession& pair) {
    if (!pair.profile.isEmpty() && QFileInfo::exists(pair.profile)) return true;
    return !pair.network.isEmpty() && QFileInfo::exists(pair.network) &&
           (pair.images.isEmpty() || QFileInfo::exists(pair.images));
}

QVector<RecentSession> read() {
    QVector<RecentSession> pairs;
    QSettings settings;
    const int count = settings.beginReadArray(QStringLiteral("recent"));
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        pairs.append({settings.value(QStringLiteral("title")).toString(),
                      settings.value(QStringLiteral("network")).toString(),
                      settings.value(QStringLiteral("images")).toString(),
                      settings.value(QStringLiteral("profile")).toString(),
                      settings.value(QStringLiteral("picture")).toString()});
    }
    settings.endArray();
    return pairs;
}

void write(const QVector<RecentSession>& pairs) {
    QSettings settings;
    settings.remove(QStringLiteral("recent"));
    settings.beginWriteArray(QStringLiteral("recent"), static_cast<int>(pairs.size()));
    for (int i = 0; i < pairs.size(); ++i) {
        settings.setArrayIndex(i);
        settings.setValue(QStringLiteral("title"), pairs[i].title);
        settings.setValue(QStringLiteral("network"), pairs[i].network);
        settings.setValue(QStringLiteral("images"), pairs[i].images);
        settings.setValue(QStringLiteral("profile"), pairs[i].profile);
        settings.setValue(QStringLiteral("picture"), pairs[i].picture);
    }
    settings.endArray();
}

QString picture_file(const RecentSession& pair) {
    const QByteArray name =
        QCryptographicHash::hash(pair.key().toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return QStandardPaths::writableLocation(QStandardPaths::CacheLocation) +
           QStringLiteral("/pictures/") + QString::fromLatin1(name) + QStringLiteral(".png");
}

}  // namespace

QVector<RecentSession> recent_sessions() {
    QVector<RecentSession> pairs = read();
    pairs.removeIf([](const RecentSession& pair) { return !is_there(pair); });
    return pairs;
}

void remember_pair(RecentSession pair, const QImage& figure) {
    pair.picture = picture_file(pair);
    if (!figure.isNull() && QDir().mkpath(QFileInfo(pair.picture).path())) {
        // Only a picture: one that cannot be kept is simply not shown.
        figure.scaled(kPicture, Qt::KeepAspectRatio, Qt::SmoothTransformation).save(pair.picture);
    }
    QVector<RecentSession> pairs = read();
    pairs.removeIf([&](const RecentSession& other) { return other.key() == pair.key(); });
    pairs.prepend(pair);
    while (pairs.size() > kKept) QFile::remove(pairs.takeLast().picture);
    write(pairs);
}

void forget_pairs() {
    for (const RecentSession& pair : read()) QFile::remove(pair.picture);
    write({});
}

}  // namespace sescope::ui
