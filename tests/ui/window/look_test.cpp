// SPDX-License-Identifier: GPL-3.0-or-later
// Light and dark, and the languages: contrasts, completeness, and that texts of core are found.
#include <QApplication>
#include <QFile>
#include <QRegularExpression>
#include <QSettings>
#include <QXmlStreamReader>

#include "core/cost/cost.h"
#include "core/network/network.h"
#include "core/report/tables.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/figures/theme.h"
#include "ui/look/appearance.h"
#include "ui/look/core_texts.h"
#include "ui/look/language.h"
#include "ui/look/metric_help.h"
#include "ui/models/report_table_model.h"

namespace sescope::test {
namespace {

using ui::Appearance;
using ui::Language;
using ui::Look;

class LookTest : public WindowTest {
  protected:
    // The application is shared by all tests: they find it as it was.
    ~LookTest() override { Language().set_code(QStringLiteral("en")); }
};

TEST_F(LookTest, TextsHaveTheContrastOfWcagInLightAndDark) {
    EXPECT_NEAR(ui::contrast(Qt::black, Qt::white), 21, 1e-9);
    for (const bool dark : {false, true}) {
        const QPalette palette = ui::window_palette(dark);
        for (const auto ground : {QPalette::Window, QPalette::Base, QPalette::AlternateBase,
                                  QPalette::Button, QPalette::ToolTipBase}) {
            for (const auto text : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText,
                                    QPalette::PlaceholderText, QPalette::Link}) {
                EXPECT_GE(ui::contrast(palette.color(text), palette.color(ground)), 4.5)
                    << dark << " " << ground << " " << text;
            }
        }
        EXPECT_GE(ui::contrast(palette.color(QPalette::HighlightedText),
                               palette.color(QPalette::Highlight)),
                  4.5);
        const Theme& theme = dark ? dark_theme() : light_theme();
        EXPECT_GE(ui::contrast(theme.text, theme.background), 4.5);
        EXPECT_GE(ui::contrast(theme.muted, theme.background), 4.5);
    }
}

TEST_F(LookTest, AChosenLookStays) {
    {
        Appearance appearance;
        QSignalSpy changed(&appearance, &Appearance::changed);
        appearance.set_look(Look::dark);
        EXPECT_TRUE(appearance.dark());
        ASSERT_EQ(changed.count(), 1);
        EXPECT_TRUE(changed[0][0].toBool());
        EXPECT_LT(QApplication::palette().color(QPalette::Window).lightness(), 128);
    }
    Appearance next;
    EXPECT_EQ(next.look(), Look::dark);
    next.set_look(Look::light);
    EXPECT_FALSE(next.dark());
}

// Every entry of every catalogue is translated, and keeps the places that are filled in.
TEST_F(LookTest, TranslationsAreComplete) {
    QFile file(QStringLiteral(SESCOPE_SOURCE "/resources/translations/sescope_zh_CN.ts"));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    static const QRegularExpression place(QStringLiteral("%L?\\d"));
    const auto places = [](const QString& text) {
        QStringList found;
        for (auto it = place.globalMatch(text); it.hasNext();) found.append(it.next().captured());
        found.sort();
        found.removeDuplicates();
        return found;
    };
    QXmlStreamReader xml(&file);
    QString source;
    int entries = 0;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement()) continue;
        if (xml.name() == QStringLiteral("source")) source = xml.readElementText();
        if (xml.name() != QStringLiteral("translation")) continue;
        EXPECT_FALSE(xml.attributes().hasAttribute(QStringLiteral("type"))) << source.toStdString();
        const QString translation = xml.readElementText();
        EXPECT_FALSE(translation.isEmpty()) << source.toStdString();
        EXPECT_EQ(places(translation), places(source)) << source.toStdString();
        ++entries;
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
    EXPECT_GT(entries, 300);
}

TEST_F(LookTest, TheLanguageIsSwitchedAndKept) {
    {
        Language language;
        language.set_code(QStringLiteral("zh_CN"));
        EXPECT_EQ(QCoreApplication::translate("sescope::ui::ClassesModel", "Class"), "类别");
    }
    Language next;
    EXPECT_EQ(next.code(), "zh_CN");
    next.set_code(QStringLiteral("en"));
    EXPECT_EQ(QCoreApplication::translate("sescope::ui::ClassesModel", "Class"), "Class");
}

TEST_F(LookTest, TextsOfCoreAreFoundByTheirTemplates) {
    EXPECT_EQ(ui::core_text("there is no class 'dog'"), "there is no class 'dog'");
    Language language;
    language.set_code(QStringLiteral("zh_CN"));
    EXPECT_EQ(ui::core_text("there is no class 'dog'"), "没有类别“dog”");
    EXPECT_EQ(ui::core_text("class share"), "类别占比");
    // What is filled in is translated too.
    EXPECT_EQ(ui::core_text("cannot be opened: No such file or directory"),
              "无法打开：没有这个文件或文件夹");
    // Nothing fits: as it is, and so is a text with percent signs.
    EXPECT_EQ(ui::core_text("100 %1 of nothing"), "100 %1 of nothing");
}

// What core says of a real network is all known to the window.
// The texts of a source file, pieces that stand side by side joined.
std::vector<QString> texts_of(const std::filesystem::path& path) {
    QFile file(QString::fromStdString(path.string()));
    EXPECT_TRUE(file.open(QFile::ReadOnly));
    const QString source = QString::fromUtf8(file.readAll());
    static const QRegularExpression pieces(
        QStringLiteral("\"(?:[^\"\\\\\\n]|\\\\.)*\"(?:\\s*\"(?:[^\"\\\\\\n]|\\\\.)*\")*"));
    static const QRegularExpression seam(QStringLiteral("\"\\s*\""));
    std::vector<QString> texts;
    for (auto found = pieces.globalMatch(source); found.hasNext();) {
        QString text = found.next().captured();
        texts.push_back(text.replace(seam, QString()));
    }
    return texts;
}

TEST_F(LookTest, AdviceNamesNoFlagOfTheCommandLine) {
    Language().set_code(QStringLiteral("en"));
    EXPECT_EQ(ui::core_text("what was done is kept in /x/a.profile: go on with --resume"),
              "what was done is kept in /x/a.profile: open it as a profile");
    static const QRegularExpression flag(
        QStringLiteral("(?<=[ (])--[a-z]|(?<!/)sescope [a-z]+\\b"));
    int seen = 0;
    const std::filesystem::path core = std::filesystem::path(SESCOPE_SOURCE) / "core";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(core)) {
        if (entry.path().extension() != ".cpp") continue;
        // The page in a browser is made by commands, and its texts are never shown in the window.
        if (entry.path().string().starts_with((core / "page").string())) continue;
        for (const QString& text : texts_of(entry.path())) {
            if (!text.contains(flag)) continue;
            ++seen;
            const QString shown = ui::core_text(text.toStdString());
            EXPECT_FALSE(shown.contains(flag)) << entry.path() << ": " << shown.toStdString();
        }
    }
    EXPECT_GT(seen, 20);
}

TEST_F(LookTest, AssumptionsTablesAndNotesAreTranslated) {
    make_network();
    ui::Workspace workspace;
    workspace.open_network(path("net"));
    ASSERT_TRUE(wait_until([&] { return workspace.network() != nullptr; }));
    const Network& model = workspace.network()->model;
    const auto cost = cost_of(model, 64, CostConvention::macs);
    const auto plain = cost_of(without_gates(model), 64, CostConvention::macs);
    std::vector<Table> tables{blocks_table(*small_profile())};
    for (const auto level : {CostLevel::layer, CostLevel::block, CostLevel::stage})
        tables.push_back(cost_table(cost, plain, level));
    Language language;
    language.set_code(QStringLiteral("zh_CN"));
    const auto expect_known = [](const std::string& english) {
        EXPECT_NE(ui::core_text(english), QString::fromStdString(english)) << english;
    };
    ASSERT_FALSE(model.assumptions.empty());
    for (const auto& assumption : model.assumptions) {
        expect_known(assumption.what);
        expect_known(assumption.why);
    }
    for (const auto& table : tables) {
        for (const auto& note : table.notes) expect_known(note);
        for (const auto& column : table.columns) {
            // Both words are the same in Chinese.
            if (!column.name.ends_with("MACs") && !column.name.starts_with("top-"))
                expect_known(column.name);
        }
    }
}

TEST_F(LookTest, NamesThatPeopleGaveAreNotTranslated) {
    ui::ReportTableModel model;
    model.set_table({"t", {{"class", "class"}, {"kind", "kind"}}, {{"pool", "pool"}}, {}});
    Language language;
    language.set_code(QStringLiteral("zh_CN"));
    EXPECT_EQ(model.index(0, 0).data().toString(), "pool");
    EXPECT_EQ(model.index(0, 1).data().toString(), "池化");
    EXPECT_EQ(model.headerData(0, Qt::Horizontal, Qt::DisplayRole).toString(), "类别");
}

// A verdict of core is a sentence with numbers in it.
TEST_F(LookTest, VerdictsAreTranslatedWithTheirNumbers) {
    Language language;
    language.set_code(QStringLiteral("zh_CN"));
    EXPECT_EQ(
        ui::core_text("its gates hardly depend on the image, mean gates would change 0.1 % of "
                      "its output; fold the mean gate"),
        "其门控值几乎不取决于图像，取平均门控值会改变其输出的 0.1 %；可并入平均门控值");
}

TEST_F(LookTest, MetricsSayTheirFormula) {
    EXPECT_TRUE(ui::metric_help("class_share").contains(QStringLiteral("ω²")));
    EXPECT_TRUE(ui::metric_help("nothing of the kind").isEmpty());
}

}  // namespace
}  // namespace sescope::test
