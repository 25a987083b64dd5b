// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QIcon>
#include <csignal>

#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/base/version.h"
#include "ui/main_window.h"

namespace {

QIcon icon() {
    try {
        return QIcon(QString::fromStdString(sescope::resource_path("icons/sescope.svg").string()));
    } catch (const sescope::Error&) {
        return {};  // an installation without pictures still works
    }
}

}  // namespace

int main(int argc, char** argv) {
    // Writing more to a file than is allowed (ulimit -f) is an error like others, not a death.
    std::signal(SIGXFSZ, SIG_IGN);
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("sescope"));
    QApplication::setOrganizationName(QStringLiteral("sescope"));
    QApplication::setApplicationDisplayName(QStringLiteral("SE Scope"));
    QApplication::setDesktopFileName(QStringLiteral("io.github.sescope.SeScope"));
    QApplication::setApplicationVersion(QString::fromLatin1(
        sescope::kVersion.data(), static_cast<qsizetype>(sescope::kVersion.size())));
    QApplication::setWindowIcon(icon());
    sescope::ui::MainWindow window;
    for (const QString& path : QApplication::arguments().mid(1)) window.workspace().open_any(path);
    window.show();
    window.workspace().start_engine();
    return QApplication::exec();
}
