// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/language.h"

#include <QApplication>
#include <QFont>
#include <QFontDatabase>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <string_view>

// Resources of a static library are not there by themselves. Outside of any namespace, as Qt wants.
static void load_translations() {
    Q_INIT_RESOURCE(sescope_window_translations);
}

namespace sescope::ui {

namespace {

// A face that has both scripts: where Qt has to take Chinese from another face, lines are cut off
// in fields that are as high as Latin ones.
void use_font_of(const QString& code) {
    static const QFont at_first = QApplication::font();
    QFont font = at_first;
    if (code == QStringLiteral("zh_CN")) {
        const QStringList present = QFontDatabase::families();
        for (const char* family : {"Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC",
                                   "WenQuanYi Micro Hei", "PingFang SC", "Microsoft YaHei"}) {
            if (!present.contains(QLatin1String(family))) continue;
            font.setFamily(QLatin1String(family));
            break;
        }
    }
    QApplication::setFont(font);
}

}  // namespace

QString Catalogue::translate(const char* context, const char* text, const char* remark,
                             int n) const {
    const std::string_view whole = context == nullptr ? "" : context;
    const auto colons = whole.rfind(':');
    const char* name = colons == std::string_view::npos ? context : context + colons + 1;
    const QString found = QTranslator::translate(name, text, remark, n);
    return found.isNull() ? QTranslator::translate(context, text, remark, n) : found;
}

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
    use_font_of(code);
    QCoreApplication::removeTranslator(&qts_);
    QCoreApplication::removeTranslator(&ours_);
    if (qts_.load(QStringLiteral("qtbase_") + code,
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&qts_);
    if (ours_.load(QStringLiteral(":/i18n/sescope_") + code))
        QCoreApplication::installTranslator(&ours_);
}

}  // namespace sescope::ui
