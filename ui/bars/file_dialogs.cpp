// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/file_dialogs.h"

#include <QFileDialog>

#include "core/checkpoint/hub_folder.h"
#include "ui/bars/save_path.h"
#include "ui/models/workspace.h"

namespace sescope::ui {

QString network_filter() {
    QStringList patterns{QStringLiteral("*.onnx"), QStringLiteral("*.pt2")};
    for (const std::string_view extension : checkpoint_extensions())
        patterns.append(QLatin1Char('*') + QString::fromUtf8(extension.data(), extension.size()));
    patterns.append(QStringLiteral("*.index.json"));
    return FileDialogs::tr("Networks (%1);;All files (*)").arg(patterns.join(QLatin1Char(' ')));
}

FileDialogs::FileDialogs(Workspace& workspace, QWidget* window)
    : QObject(window), workspace_(workspace), window_(window) {}

void FileDialogs::ask_network() {
    const QString kind = QStringLiteral("network");
    const QString path = QFileDialog::getOpenFileName(window_, tr("Open network"),
                                                      last_folder(kind), network_filter());
    if (path.isEmpty()) return;
    remember_folder(kind, path);
    workspace_.open_network(path);
}

void FileDialogs::ask_network_folder() {
    const QString kind = QStringLiteral("network");
    const QString path = QFileDialog::getExistingDirectory(
        window_, tr("Open network: a folder in the layout of a model hub"), last_folder(kind));
    if (path.isEmpty()) return;
    remember_folder(kind, path);
    workspace_.open_network(path);
}

void FileDialogs::ask_images() {
    const QString kind = QStringLiteral("images");
    const QString path = QFileDialog::getExistingDirectory(
        window_, tr("Open images: a folder with a folder for each class"), last_folder(kind));
    if (path.isEmpty()) return;
    remember_folder(kind, path);
    workspace_.open_images(path);
}

void FileDialogs::ask_profile() {
    const QString kind = QStringLiteral("profile");
    const QString path = QFileDialog::getOpenFileName(
        window_, tr("Open profile"), last_folder(kind), tr("Profiles (*.profile);;All files (*)"));
    if (path.isEmpty()) return;
    remember_folder(kind, path);
    workspace_.open_profile(path);
}

bool FileDialogs::ask_save() {
    if (!workspace_.profile()) return false;
    const QString path =
        ask_save_path(window_, QStringLiteral("profile"), tr("Save profile"),
                      proposed_profile_name(*workspace_.profile()), tr("Profiles (*.profile)"));
    if (path.isEmpty()) return false;
    workspace_.save_profile_as(path);
    return true;
}

}  // namespace sescope::ui
