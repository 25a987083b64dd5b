// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/language.h"

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>

// Resources of a static library are not there by themselves. Outside of any namespace, as Qt wants.
static void load_translations() {
    Q_INIT_RESOURCE(sescope_window_translations);
}

namespace sescope::ui {

Language::Language(QObject* parent) : QObject(parent) {
    load_translations();
    const QString kept = QSettings().value(QStringLiteral("language")).toString();
    const bool chinese = QLocale::system().language() == QLocale::Chinese;
    install(codes().contains(kept) ? kept
            : chinese              ? QStringLiteral("zh_CN")
                                   : QStringLiteral("en"));
}

QStringList Language::codes() {
    return {QStringLiteral("en"), QStringLiteral("zh_CN")};
}

QString Language::name_of(const QString& code) {
    return code == QStringLiteral("zh_CN") ? QStringLiteral("简体中文") : QStringLiteral("English");
}

void Language::set_code(const QString& code) {
    if (code == code_ || !codes().contains(code)) return;
    QSettings().setValue(QStringLiteral("language"), code);
    install(code);
}

void Language::install(const QString& code) {
    code_ = code;
    QCoreApplication::removeTranslator(&qts_);
    QCoreApplication::removeTranslator(&ours_);
    if (qts_.load(QStringLiteral("qtbase_") + code,
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&qts_);
    if (ours_.load(QStringLiteral(":/i18n/sescope_") + code))
        QCoreApplication::installTranslator(&ours_);
}

}  // namespace sescope::ui
