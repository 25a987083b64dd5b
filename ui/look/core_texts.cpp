// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/core_texts.h"

#include <QCoreApplication>

#include "core/base/message.h"
#include "ui/figures/shown_text.h"
#include "ui/look/window_words.h"

namespace sescope::ui {
namespace {

QString as_it_is(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

QString translated(const char* english) {
    return QCoreApplication::translate("core", english);
}

QString option_text(const Text& option) {
    const char* field = field_of_option(option.words);
    const QString name = field != nullptr
                             ? translated(field)
                             : as_it_is(option.words).replace(QLatin1Char('-'), QLatin1Char(' '));
    if (option.values.empty()) return name;
    return name + QLatin1Char(' ') + core_text(option.values.front());
}

}  // namespace

QString core_text(const Text& text) {
    if (text.empty()) return {};
    if (text.kind == Text::Kind::name) return as_it_is(text.words);
    if (text.kind == Text::Kind::option) return option_text(text);
    const char* words = words_of_window(text.words);
    const QString pattern = translated(words != nullptr ? words : text.words.c_str());
    if (text.values.empty()) return pattern;
    QStringList values;
    for (const Text& value : text.values) values.append(core_text(value));
    return filled_in(pattern, values);
}

QString core_word(std::string_view word) {
    return core_text(sescope::word(word));
}

QString error_text(const Error& error) {
    QString text = core_text(error.said());
    if (!error.file().empty())
        text = QCoreApplication::translate("errors", "%1: %2")
                   .arg(QString::fromStdString(error.file().filename().string()), text);
    if (!error.advice().empty())
        text = QCoreApplication::translate("errors", "%1; %2").arg(text, core_text(error.advice()));
    return text;
}

}  // namespace sescope::ui
