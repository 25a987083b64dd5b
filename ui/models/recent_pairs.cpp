// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/recent_pairs.h"

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

bool is_there(const RecentPair& pair) {
    if (!pair.profile.isEmpty() && QFileInfo::exists(pair.profile)) return true;
    return !pair.network.isEmpty() && QFileInfo::exists(pair.network) &&
           (pair.images.isEmpty() || QFileInfo::exists(pair.images));
}

QVector<RecentPair> read() {
    QVector<RecentPair> pairs;
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

void write(const QVector<RecentPair>& pairs) {
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

QString picture_file(const RecentPair& pair) {
    const QByteArray name =
        QCryptographicHash::hash(pair.key().toUtf8(), QCryptographicHash::Sha256).toHex().left(16);
    return QStandardPaths::writableLocation(QStandardPaths::CacheLocation) +
           QStringLiteral("/pictures/") + QString::fromLatin1(name) + QStringLiteral(".png");
}

}  // namespace

QVector<RecentPair> recent_pairs() {
    QVector<RecentPair> pairs = read();
    pairs.removeIf([](const RecentPair& pair) { return !is_there(pair); });
    return pairs;
}

void remember_pair(RecentPair pair, const QImage& figure) {
    pair.picture = picture_file(pair);
    if (!figure.isNull() && QDir().mkpath(QFileInfo(pair.picture).path())) {
        // Only a picture: one that cannot be kept is simply not shown.
        figure.scaled(kPicture, Qt::KeepAspectRatio, Qt::SmoothTransformation).save(pair.picture);
    }
    QVector<RecentPair> pairs = read();
    pairs.removeIf([&](const RecentPair& other) { return other.key() == pair.key(); });
    pairs.prepend(pair);
    while (pairs.size() > kKept) QFile::remove(pairs.takeLast().picture);
    write(pairs);
}

void forget_pairs() {
    for (const RecentPair& pair : read()) QFile::remove(pair.picture);
    write({});
}

}  // namespace sescope::ui
