// SPDX-License-Identifier: GPL-3.0-or-later
// Light and dark, and the languages: contrasts, completeness, and that texts of core are found.
#include <QApplication>
#include <QFile>
#include <QRegularExpression>
#include <QSettings>
#include <QXmlStreamReader>

#include "core/cost/cost.h"
#include "core/network/network.h"
#include "core/pruning/verdict.h"
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

TEST_F(LookTest, PatternsOfCoreAreTranslatedAndTheirValuesFilledIn) {
    const Text no_class = text("there is no class '{}'", "dog");
    EXPECT_EQ(ui::core_text(no_class), "there is no class 'dog'");
    Language language;
    language.set_code(QStringLiteral("zh_CN"));
    EXPECT_EQ(ui::core_text(no_class), "没有类别“dog”");
    EXPECT_EQ(ui::core_text("class share"), "类别占比");
    // A value that is a text is translated too.
    EXPECT_EQ(ui::core_text(text("cannot be opened: {}", Text("No such file or directory"))),
              "无法打开：没有这个文件或文件夹");
    // Values go where the language wants them.
    EXPECT_EQ(ui::core_text(text("{}: {} of {} channels taken out", "SE_5_1", 3, 40)),
              "SE_5_1：移除 40 个通道中的 3 个");
    // Nobody translates it: as it is, and what is put in is not searched for places.
    EXPECT_EQ(ui::core_text(text("nobody says {} of {}", "%2", 1)), "nobody says %2 of 1");
}

TEST_F(LookTest, NamesAreNotTranslatedWhateverTheyAreCalled) {
    Language language;
    language.set_code(QStringLiteral("zh_CN"));
    EXPECT_EQ(ui::core_text("network"), "网络");
    EXPECT_EQ(ui::core_text(std::string("network")), "network");
    EXPECT_EQ(ui::core_text(text("there is no class '{}'", "network")), "没有类别“network”");
}

TEST_F(LookTest, OptionsAreFieldsOfTheWindowAndFlagsOfTheCommandLine) {
    Language language;
    language.set_code(QStringLiteral("en"));
    const Text device = Text::option("device", "cpu");
    const Error error(ErrorKind::data, text("no class '{}'", "cat"), "/x/images",
                      text("this would be set by {}", device));
    EXPECT_STREQ(error.what(), "/x/images: no class 'cat'; this would be set by --device cpu");
    EXPECT_EQ(ui::error_text(error), "images: no class 'cat'; this would be set by Device cpu");
    language.set_code(QStringLiteral("zh_CN"));
    EXPECT_EQ(ui::core_text(Text::option("crop-pct")), "裁剪保留比例");
}

TEST_F(LookTest, AdviceOnTheCommandLineIsSaidInTheWordsOfTheWindow) {
    Language language;
    language.set_code(QStringLiteral("en"));
    const Text advice =
        text("what was done is kept in {}: go on with {}", "/x/a.profile", Text::option("resume"));
    EXPECT_EQ(advice, "what was done is kept in /x/a.profile: go on with --resume");
    EXPECT_EQ(ui::core_text(advice), "what was done is kept in /x/a.profile: open it as a profile");
    language.set_code(QStringLiteral("zh_CN"));
    EXPECT_EQ(ui::core_text(advice), "已完成的部分保存在 /x/a.profile：可作为剖析文件打开");
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
    const auto expect_known = [](const Text& english) {
        EXPECT_NE(ui::core_text(english), QString::fromStdString(english.str())) << english;
    };
    ASSERT_FALSE(model.assumptions.empty());
    for (const auto& assumption : model.assumptions) {
        expect_known(assumption.what);
        expect_known(assumption.why);
    }
    for (const auto& table : tables) {
        for (const auto& note : table.notes) expect_known(note);
        for (const auto& column : table.columns) {
            // These words are the same in Chinese.
            const std::string name = column.name.str();
            if (!name.ends_with("MACs") && !name.starts_with("top-")) expect_known(column.name);
        }
    }
}

TEST_F(LookTest, NamesThatPeopleGaveAreNotTranslated) {
    ui::ReportTableModel model;
    model.set_table(
        {"t", {{"class", "class"}, {"kind", "kind"}}, {{std::string("pool"), "pool"}}, {}});
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
    BlockSummary block;
    block.mean = 0.4;
    block.open = block.stuck = 0;
    block.strength.mean = 0.001;
    block.strength.identity = 0.5;
    const Verdict verdict = judge(block, VerdictThresholds{});
    ASSERT_EQ(verdict.kind, VerdictKind::constant);
    EXPECT_EQ(ui::core_text(verdict.sentence),
              "其门控值几乎不取决于图像，取平均门控值会改变其输出的 0.1 %；可并入平均门控值");
}

TEST_F(LookTest, MetricsSayTheirFormula) {
    EXPECT_TRUE(ui::metric_help("class_share").contains(QStringLiteral("ω²")));
    EXPECT_TRUE(ui::metric_help("nothing of the kind").isEmpty());
}

}  // namespace
}  // namespace sescope::test
