// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/qt_application.h"

#include <QApplication>
#include <QThread>
#include <atomic>
#include <clocale>
#include <cstdio>
#include <string>

#include "core/base/error.h"
#include "ui/figures/own_fonts.h"

namespace sescope {
namespace {

thread_local bool quiet = false;
std::atomic<QtMessageHandler> handler_before{nullptr};

void pass_on(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    if (quiet && type != QtFatalMsg) return;
    if (const QtMessageHandler before = handler_before.load()) {
        before(type, context, message);
    } else {
        std::fprintf(stderr, "%s\n", qUtf8Printable(message));
    }
}

// Arguments, since they outrank QT_QPA_PLATFORM, and leave the environment of the program alone.
QApplication* own_application() {
    static char name[] = "sescope";
    static char platform[] = "-platform";
    static char offscreen[] = "offscreen";
    static char style[] = "-style";
    static char fusion[] = "fusion";
    static char* arguments[] = {name, platform, offscreen, style, fusion, nullptr};
    static int count = 5;
    // Qt switches to the person's locale, in which printf and strtod may write "0,5".
    const char* const current = std::setlocale(LC_ALL, nullptr);
    const std::string locale = current != nullptr ? current : "C";
    use_own_fonts_where_there_are_none();
    // Never destroyed: Qt's plugins may be gone by the time that static objects are.
    auto* const application = new QApplication(count, arguments);
    std::setlocale(LC_ALL, locale.c_str());
    return application;
}

}  // namespace

void ensure_qt_application() {
    if (QCoreApplication::instance() == nullptr) {
        [[maybe_unused]] static QApplication* const application = own_application();
    }
    const auto* const application = qobject_cast<QApplication*>(QCoreApplication::instance());
    if (application == nullptr) {
        throw Error(ErrorKind::internal,
                    "figures need a QApplication, and this program runs another kind of Qt "
                    "application");
    }
    if (application->thread() != QThread::currentThread()) {
        throw Error(ErrorKind::internal,
                    "figures are drawn on one thread only: the one that drew first, or that of the "
                    "program's QApplication");
    }
}

QuietQt::QuietQt() : before_(qInstallMessageHandler(pass_on)) {
    handler_before = before_;
    quiet = true;
}

QuietQt::~QuietQt() {
    quiet = false;
    qInstallMessageHandler(before_);
}

}  // namespace sescope
