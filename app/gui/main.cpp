// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>

#include "core/base/version.h"
#include "ui/main_window.h"

int main(int argc, char** argv) {
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("sescope"));
    QApplication::setOrganizationName(QStringLiteral("sescope"));
    QApplication::setApplicationDisplayName(QStringLiteral("SE Scope"));
    QApplication::setApplicationVersion(QString::fromLatin1(
        sescope::kVersion.data(), static_cast<qsizetype>(sescope::kVersion.size())));
    sescope::ui::MainWindow window;
    for (const QString& path : QApplication::arguments().mid(1)) window.workspace().open_any(path);
    window.show();
    window.workspace().start_engine();
    return QApplication::exec();
}
