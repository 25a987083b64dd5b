// SPDX-License-Identifier: GPL-3.0-or-later
// What the window knows of core's texts, held against core's sources: nothing that core does not
// say any more, and every option in the window's words.
#include <QFile>
#include <QRegularExpression>
#include <set>

#include "tests/ui/window/window_fixture.h"
#include "ui/look/core_texts.h"
#include "ui/look/window_words.h"

namespace sescope::test {
namespace {

struct Sentence {
    std::string pattern;
    std::vector<std::string> options;  ///< ids of those that stand in it
};

// The literals of core, pieces that stand side by side joined, places as "%1" ..
class CoreTexts {
  public:
    CoreTexts() {
        const std::filesystem::path core = std::filesystem::path(SESCOPE_SOURCE) / "core";
        for (const auto& entry : std::filesystem::recursive_directory_iterator(core)) {
            const auto extension = entry.path().extension();
            // The page in a browser is made by commands alone.
            if (entry.path().string().starts_with((core / "page").string())) continue;
            if (extension == ".cpp" || extension == ".h") read(entry.path());
        }
    }
    const std::set<std::string>& literals() const { return literals_; }
    const std::set<std::string>& patterns() const { return patterns_; }
    const std::vector<Sentence>& with_options() const { return with_options_; }

  private:
    static std::string pattern_of(QString literal) {
        literal.replace(QStringLiteral("\\\""), QStringLiteral("\""));
        static const QRegularExpression place(QStringLiteral("\\{[^{}]*\\}"));
        QString pattern;
        qsizetype at = 0;
        int number = 0;
        literal.replace(QStringLiteral("{{"), QStringLiteral("\x01"));
        literal.replace(QStringLiteral("}}"), QStringLiteral("\x02"));
        for (auto found = place.globalMatch(literal); found.hasNext();) {
            const auto match = found.next();
            pattern += literal.mid(at, match.capturedStart() - at);
            pattern += QLatin1Char('%') + QString::number(++number);
            at = match.capturedEnd();
        }
        pattern += literal.mid(at);
        pattern.replace(QLatin1Char('\x01'), QLatin1Char('{'));
        pattern.replace(QLatin1Char('\x02'), QLatin1Char('}'));
        return pattern.toStdString();
    }

    void read(const std::filesystem::path& path) {
        QFile file(QString::fromStdString(path.string()));
        EXPECT_TRUE(file.open(QFile::ReadOnly));
        QString source = QString::fromUtf8(file.readAll());
        static const QRegularExpression seam(QStringLiteral("(?<!\\\\)\"\\s*\\n\\s*\""));
        source.replace(seam, QString());
        static const QRegularExpression literal(QStringLiteral("\"((?:[^\"\\\\\\n]|\\\\.)*)\""));
        for (auto found = literal.globalMatch(source); found.hasNext();) {
            const QString text = found.next().captured(1);
            literals_.insert(pattern_of(text));
            QString plain = text;
            literals_.insert(
                plain.replace(QStringLiteral("\\\""), QStringLiteral("\"")).toStdString());
        }
        static const QRegularExpression sentence(
            QStringLiteral("\\btext\\(\\s*\"((?:[^\"\\\\\\n]|\\\\.)*)\""));
        static const QRegularExpression option(QStringLiteral("Text::option\\(\\s*\"([a-z-]+)\""));
        for (auto found = sentence.globalMatch(source); found.hasNext();) {
            const auto match = found.next();
            Sentence read{pattern_of(match.captured(1)), {}};
            patterns_.insert(read.pattern);
            const QString values = values_from(source, match.capturedEnd());
            for (auto ids = option.globalMatch(values); ids.hasNext();)
                read.options.push_back(ids.next().captured(1).toStdString());
            if (!read.options.empty()) with_options_.push_back(std::move(read));
        }
    }

    // What stands between `at` and the end of the call, but for the texts that are values in it.
    static QString values_from(const QString& source, qsizetype at) {
        static const QRegularExpression nested(
            QStringLiteral("\\btext\\([^()]*(\\([^()]*\\))*[^()]*\\)"));
        const qsizetype begun = at;
        bool quoted = false;
        for (int depth = 1; at < source.size() && depth > 0; ++at) {
            const QChar c = source[at];
            if (c == QLatin1Char('"') && source[at - 1] != QLatin1Char('\\')) quoted = !quoted;
            if (quoted) continue;
            if (c == QLatin1Char('(')) ++depth;
            if (c == QLatin1Char(')')) --depth;
        }
        return source.mid(begun, at - begun).remove(nested);
    }

    std::set<std::string> literals_;
    std::set<std::string> patterns_;
    std::vector<Sentence> with_options_;
};

const CoreTexts& core_sources() {
    static const CoreTexts texts;
    return texts;
}

TEST(CoreWords, TheWindowKnowsNoTextThatCoreDoesNotSay) {
    const auto& said = core_sources().literals();
    ASSERT_GT(said.size(), 1000u);
    // What the system says, and the window's own errors.
    const std::set<std::string> others{"No such file or directory",
                                       "Permission denied",
                                       "No space left on device",
                                       "Is a directory",
                                       "Read-only file system",
                                       "free some space",
                                       "this is a defect: please report it",
                                       "try a smaller batch",
                                       "there is no such file"};
    for (const char* known : ui::core_templates())
        EXPECT_TRUE(said.contains(known) || others.contains(known)) << known;
    for (const std::string& pattern : ui::worded_patterns())
        EXPECT_TRUE(said.contains(pattern)) << pattern;
}

// Sentences are made by text("..") everywhere. What is no sentence needs no translation: a pattern
// without words, and a key that a reader of JSON is asked for by a method of that name.
TEST(CoreWords, TheWindowKnowsEverySentenceWithPlacesThatCoreSays) {
    ASSERT_GT(core_sources().patterns().size(), 300u);
    const std::set<std::string> known(ui::core_templates().begin(), ui::core_templates().end());
    static const QRegularExpression words(QStringLiteral("[a-zA-Z]{2}.*[ %]|[ %].*[a-zA-Z]{2}"));
    for (const std::string& pattern : core_sources().patterns()) {
        if (!QString::fromStdString(pattern).contains(words)) continue;
        if (ui::words_of_window(pattern) != nullptr) continue;
        EXPECT_TRUE(known.contains(pattern)) << pattern;
    }
}

TEST(CoreWords, EveryPatternOfCoreWithAnOptionIsSaidByTheWindow) {
    ASSERT_GT(core_sources().with_options().size(), 30u);
    for (const Sentence& sentence : core_sources().with_options()) {
        if (ui::words_of_window(sentence.pattern) != nullptr) continue;
        for (const std::string& id : sentence.options)
            EXPECT_NE(ui::field_of_option(id), nullptr) << sentence.pattern << ": " << id;
    }
}

TEST(CoreWords, TheListOfWhatIsTranslatedDoesNotShrink) {
    EXPECT_GE(ui::core_templates().size(), 700u);
}

}  // namespace
}  // namespace sescope::test
