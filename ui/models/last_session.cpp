// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/last_session.h"

#include <QFileInfo>
#include <QSettings>

#include "ui/models/workspace.h"

namespace sescope::ui {
namespace {

QString if_there(const QString& path) {
    return !path.isEmpty() && QFileInfo::exists(path) ? path : QString();
}

}  // namespace

void remember_session(const Workspace& workspace, int page, int table) {
    QSettings settings;
    settings.beginGroup(QStringLiteral("session"));
    settings.remove(QString());
    const Selection& selection = workspace.selection();
    const DatasetOptions& data = workspace.data_options();
    // What was said of it beside its file is not kept: read without that, it may compute otherwise.
    const bool by_its_file = !workspace.is_overridden();
    const QString network = workspace.network() && by_its_file
                                ? QString::fromStdString(workspace.network()->path.string())
                                : QString();
    QStringList kept;
    for (const auto& name : data.classes) kept.append(QString::fromStdString(name));
    settings.setValue(QStringLiteral("network"), network);
    settings.setValue(QStringLiteral("images"),
                      QString::fromStdString(workspace.images_path().string()));
    settings.setValue(QStringLiteral("profile"), workspace.profile_path());
    settings.setValue(QStringLiteral("per_class"), data.per_class);
    settings.setValue(QStringLiteral("seed"), quint64(data.seed));
    settings.setValue(QStringLiteral("split"), static_cast<int>(data.split));
    settings.setValue(QStringLiteral("kept"), kept);
    settings.setValue(QStringLiteral("block"), selection.block);
    settings.setValue(QStringLiteral("classes"), selection.classes);
    settings.setValue(QStringLiteral("channel"), selection.channel);
    settings.setValue(QStringLiteral("page"), page);
    settings.setValue(QStringLiteral("table"), table);
}

std::optional<LastSession> last_session() {
    QSettings settings;
    settings.beginGroup(QStringLiteral("session"));
    const auto value = [&](const char* key) { return settings.value(QString::fromLatin1(key)); };
    LastSession session;
    session.network = if_there(value("network").toString());
    session.images = if_there(value("images").toString());
    session.profile = if_there(value("profile").toString());
    if (session.network.isEmpty() && session.images.isEmpty() && session.profile.isEmpty())
        return std::nullopt;
    session.per_class = value("per_class").toInt();
    session.seed = value("seed").toULongLong();
    session.split = value("split").toInt();
    session.kept = value("kept").toStringList();
    session.block = value("block").toString();
    session.classes = value("classes").toStringList();
    session.channel = settings.value(QStringLiteral("channel"), -1).toInt();
    session.page = value("page").toInt();
    session.table = value("table").toInt();
    return session;
}

}  // namespace sescope::ui
