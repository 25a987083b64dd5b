// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/shown_text.h"

#include <QCoreApplication>

namespace sescope {

QString filled_in(const QString& pattern, const QStringList& values) {
    QString text;
    for (qsizetype i = 0; i < pattern.size(); ++i) {
        const int number = pattern[i] == QLatin1Char('%') && i + 1 < pattern.size()
                               ? pattern[i + 1].digitValue()
                               : -1;
        if (number < 1 || number > values.size()) {
            text += pattern[i];
            continue;
        }
        text += values[number - 1];
        ++i;
    }
    return text;
}

QString shown(const Text& text) {
    if (text.kind != Text::Kind::pattern)
        return QString::fromUtf8(text.words.data(), qsizetype(text.words.size()));
    QStringList values;
    for (const Text& value : text.values) values.append(shown(value));
    return filled_in(QCoreApplication::translate("figures", text.words.c_str()), values);
}

}  // namespace sescope
