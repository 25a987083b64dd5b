// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/core_texts.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <algorithm>
#include <functional>
#include <vector>

#include "ui/look/window_words.h"

namespace sescope::ui {
namespace {

// Deep enough for a hint within a message within a remark.
constexpr int kDeepest = 4;

struct Pattern {
    const char* text;
    QRegularExpression expression;
};

// "there is no class '%1'" -> "^there is no class '(.+?)'$"; only those with a place in them.
std::vector<Pattern> make_patterns() {
    static const QRegularExpression place(QStringLiteral("%\\d"));
    std::vector<Pattern> patterns;
    for (const char* text : core_templates()) {
        const QString english = QString::fromUtf8(text);
        if (!english.contains(place)) continue;
        QString expression;
        qsizetype at = 0;
        for (auto found = place.globalMatch(english); found.hasNext();) {
            const auto match = found.next();
            expression += QRegularExpression::escape(english.mid(at, match.capturedStart() - at)) +
                          QStringLiteral("(.+?)");
            at = match.capturedEnd();
        }
        expression += QRegularExpression::escape(english.mid(at));
        patterns.push_back(
            {text, QRegularExpression(QRegularExpression::anchoredPattern(expression),
                                      QRegularExpression::DotMatchesEverythingOption)});
    }
    // Before "SE %1" comes "SE adds %1 and %2 to ..".
    std::ranges::stable_sort(patterns, std::greater{},
                             [](const Pattern& p) { return QString::fromUtf8(p.text).size(); });
    return patterns;
}

QString translated(const QString& english, int depth) {
    const QString whole = QCoreApplication::translate("core", english.toUtf8().constData());
    if (whole != english || depth >= kDeepest) return whole;
    static const std::vector<Pattern> patterns = make_patterns();
    for (const auto& pattern : patterns) {
        const auto match = pattern.expression.match(english);
        if (!match.hasMatch()) continue;
        QString text = QCoreApplication::translate("core", pattern.text);
        if (text == QString::fromUtf8(pattern.text)) return english;  // this language has none
        // From the last place on, so that what is put in is not searched again.
        QStringList parts;
        for (int i = 1; i <= match.lastCapturedIndex(); ++i)
            parts.append(translated(match.captured(i), depth + 1));
        QString filled;
        for (qsizetype i = 0; i < text.size(); ++i) {
            const int number =
                text[i] == QLatin1Char('%') && i + 1 < text.size() ? text[i + 1].digitValue() : -1;
            if (number >= 1 && number <= parts.size()) {
                filled += parts[number - 1];
                ++i;
            } else {
                filled += text[i];
            }
        }
        return filled;
    }
    return english;
}

}  // namespace

QString error_text(const Error& error) {
    QString text = core_text(error.message());
    if (!error.file().empty())
        text = QCoreApplication::translate("errors", "%1: %2")
                   .arg(QString::fromStdString(error.file().filename().string()), text);
    if (!error.hint().empty())
        text = QCoreApplication::translate("errors", "%1; %2").arg(text, core_text(error.hint()));
    return text;
}

QString core_text(std::string_view english) {
    const QString text = QString::fromUtf8(english.data(), static_cast<qsizetype>(english.size()));
    return translated(in_words_of_window(text), 0);
}

}  // namespace sescope::ui
