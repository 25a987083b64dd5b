// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/save_path.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QRegularExpression>
#include <QSettings>

#include "core/excitation/profile.h"

namespace sescope::ui {
namespace {

// "csv" of "CSV (*.csv)".
QString extension_of(const QString& filter) {
    static const QRegularExpression extension(QStringLiteral("\\*\\.(\\w+)"));
    return extension.match(filter).captured(1);
}

}  // namespace

QString last_folder(const QString& kind) {
    const QString folder = QSettings().value(QStringLiteral("folders/") + kind).toString();
    return QFileInfo(folder).isDir() ? folder : QString();
}

void remember_folder(const QString& kind, const QString& path) {
    QSettings().setValue(QStringLiteral("folders/") + kind, QFileInfo(path).path());
}

QString proposed_profile_name(const ExcitationProfile& profile) {
    const QString name = QString::fromStdString(profile.origin.network_file);
    return (name.isEmpty() ? QStringLiteral("network") : name) + QStringLiteral(".profile");
}

QString ask_save_path(QWidget* parent, const QString& kind, const QString& title,
                      const QString& name, const QString& filter) {
    QFileDialog dialog(parent, title, last_folder(kind), filter);
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    const auto complete_by = [&dialog](const QString& chosen) {
        dialog.setDefaultSuffix(extension_of(chosen));
    };
    complete_by(dialog.selectedNameFilter());
    QObject::connect(&dialog, &QFileDialog::filterSelected, &dialog, complete_by);
    dialog.selectFile(name);
    if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty()) return {};
    const QString path = dialog.selectedFiles().constFirst();
    remember_folder(kind, path);
    return path;
}

}  // namespace sescope::ui
