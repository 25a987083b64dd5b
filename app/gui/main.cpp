// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QIcon>
#include <csignal>
#include <iostream>
#include <string_view>

#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/base/version.h"
#include "revision.h"
#include "ui/figures/own_fonts.h"
#include "ui/main_window.h"

namespace {

QIcon icon() {
    try {
        return QIcon(QString::fromStdString(sescope::resource_path("icons/sescope.svg").string()));
    } catch (const sescope::Error&) {
        return {};  // an installation without pictures still works
    }
}

/// What needs no display.
bool answers_at_once(std::string_view argument) {
    if (argument == "--version") {
        std::cout << "sescope-gui " << sescope::kVersion << sescope::kRevision << '\n';
        return true;
    }
    if (argument != "--help" && argument != "-h") return false;
    std::cout
        << "usage: sescope-gui [FILE..]\n\nOpens the window of SE Scope, with networks, "
           "folders of images and profiles where they are given;\nelse with what was open last.\n\n"
           "  -h, --help     this text\n  --version      the version\n";
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    // Writing more to a file than is allowed (ulimit -f) is an error like others, not a death.
    std::signal(SIGXFSZ, SIG_IGN);
    if (argc == 2 && answers_at_once(argv[1])) return 0;
    sescope::use_own_fonts_where_there_are_none();
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("sescope"));
    QApplication::setOrganizationName(QStringLiteral("sescope"));
    QApplication::setApplicationDisplayName(QStringLiteral("SE Scope"));
    QApplication::setDesktopFileName(QStringLiteral("io.github.sescope.SeScope"));
    QApplication::setApplicationVersion(QString::fromLatin1(
        sescope::kVersion.data(), static_cast<qsizetype>(sescope::kVersion.size())));
    QApplication::setWindowIcon(icon());
    sescope::ui::MainWindow window;
    const QStringList paths = QApplication::arguments().mid(1);
    for (const QString& path : paths) window.workspace().open_any(path);
    if (paths.isEmpty()) window.restore_session();
    window.show();
    window.workspace().start_engine();
    return QApplication::exec();
}
