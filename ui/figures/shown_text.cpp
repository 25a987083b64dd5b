// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/shown_text.h"

#include <QCoreApplication>

namespace sescope {

QString shown(const Text& text) {
    const QString words = QString::fromUtf8(text.words.data(), qsizetype(text.words.size()));
    if (text.kind != Text::Kind::pattern) return words;
    const QString pattern = QCoreApplication::translate("figures", text.words.c_str());
    QString whole;
    for (qsizetype at = 0; at < pattern.size(); ++at) {
        const int value = at + 1 < pattern.size() ? pattern[at + 1].digitValue() - 1 : -1;
        if (pattern[at] == QLatin1Char('%') && value >= 0 &&
            std::size_t(value) < text.values.size()) {
            whole += shown(text.values[std::size_t(value)]);
            ++at;
        } else {
            whole += pattern[at];
        }
    }
    return whole;
}

}  // namespace sescope
