// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QImage>
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <set>

#include "core/base/error.h"
#include "tests/ui/figures/made_figure.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class FileRenderer : public testing::Test {
  protected:
    void SetUp() override {
        // What a server has: no display, and an environment that asks for one all the same.
        ::unsetenv("DISPLAY");
        ::unsetenv("WAYLAND_DISPLAY");
        ::setenv("QT_QPA_PLATFORM", "xcb", 1);
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        folder_ = fs::path(testing::TempDir()) /
                  (std::string("sescope_") + test->name() + std::to_string(::getpid()));
        fs::create_directories(folder_);
    }
    void TearDown() override { fs::remove_all(folder_); }

    fs::path render(const Figure& figure, const RenderSettings& settings) const {
        static constexpr const char* kNames[] = {"figure.png", "figure.svg", "figure.pdf"};
        const fs::path path = folder_ / kNames[int(settings.format)];
        load_figure_renderer().render(figure, path, settings);
        return path;
    }
    QImage drawn(const Figure& figure, const RenderSettings& settings) const {
        return QImage(QString::fromStdString(render(figure, settings).string()));
    }

    fs::path folder_;
};

std::string bytes_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

int pixels_of(const QImage& image, const char* colour) {
    const QRgb wanted = QColor(colour).rgb();
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) count += image.pixel(x, y) == wanted ? 1 : 0;
    }
    return count;
}

ErrorKind kind_of_failure(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return error.kind();
    }
    ADD_FAILURE() << "no error";
    return ErrorKind::internal;
}

TEST_F(FileRenderer, WritesPngOfTheSizeAndResolutionAskedFor) {
    const QImage image = drawn(made_figure(), {.width_mm = 85, .height_mm = 100, .dpi = 300});
    EXPECT_EQ(image.width(), 1004);   // 85 / 25.4 * 300 = 1003.9
    EXPECT_EQ(image.height(), 1181);  // 100 / 25.4 * 300 = 1181.1
    EXPECT_EQ(image.dotsPerMeterX(), 11811);
    EXPECT_EQ(image.dotsPerMeterY(), 11811);
    EXPECT_EQ(image.text("Title"), "Mean gates per class");
    const QImage coarse = drawn(made_figure(), {.width_mm = 85, .height_mm = 100, .dpi = 96});
    EXPECT_EQ(coarse.width(), 321);
    EXPECT_EQ(coarse.height(), 378);
}

TEST_F(FileRenderer, DrawsTheCurvesInThePalettesColours) {
    const QImage light = drawn(made_figure(), {.dpi = 200});
    EXPECT_EQ(light.pixelColor(0, 0), QColor("#FFFFFF"));
    EXPECT_EQ(light.pixelColor(light.width() - 1, light.height() - 1), QColor("#FFFFFF"));
    EXPECT_GT(pixels_of(light, "#0072B2"), 500);
    EXPECT_GT(pixels_of(light, "#D55E00"), 500);
    EXPECT_GT(pixels_of(light, "#8C8C8C"), 500);
    EXPECT_EQ(pixels_of(light, "#009E73"), 0);  // of a third class, which there is not
    const QImage dark = drawn(made_figure(), {.dpi = 200, .dark = true});
    EXPECT_EQ(dark.pixelColor(0, 0), QColor("#1B1D21"));
    EXPECT_GT(pixels_of(dark, "#56B4E9"), 500);
}

TEST_F(FileRenderer, DrawsBandsTwentyPercentOpaque) {
    Figure figure = made_figure(1);
    figure.panels[0].series = {made_band("tench", 0, 0.5)};
    // 20 % of #0072B2 on white: 204 = 0.8 * 255, 227 = 204 + 0.2 * 114, 240 = 204 + 0.2 * 178.
    EXPECT_GT(pixels_of(drawn(figure, {.dpi = 100}), "#CCE3F0"), 1000);
}

TEST_F(FileRenderer, NamesFromFilesStayTextInSvg) {
    Figure figure = made_figure(1);
    figure.title = "cats & dogs</title><script>alert(1)</script>\x01\xE2\x80\xAE";
    figure.caption = "in <b>a</b> & \x1b[31m b";
    figure.panels[0].title = "SE \x01 <i>";
    figure.panels[0].series[0].name = "a\x02 & <script>";
    const auto svg = bytes_of(render(figure, {.format = FigureFormat::svg}));
    QXmlStreamReader xml(QByteArray::fromStdString(svg));
    QString title;
    while (!xml.atEnd()) {
        xml.readNext();
        if (!xml.isStartElement()) continue;
        EXPECT_NE(xml.name(), QStringLiteral("script"));
        if (xml.name() == QStringLiteral("title")) title = xml.readElementText();
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
    EXPECT_EQ(title.toStdString(),
              "cats & dogs</title><script>alert(1)</script>\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(svg.find("<script"), std::string::npos);
}

TEST_F(FileRenderer, MetadataHasNoControlCharacters) {
    Figure figure = made_figure(1);
    figure.title = "a\x1b[31mb";
    EXPECT_EQ(drawn(figure, {.dpi = 72}).text("Title"), "a\\u001b[31mb");
    const auto pdf = bytes_of(render(figure, {.format = FigureFormat::pdf}));
    EXPECT_EQ(pdf.find(std::string("\0\x1b\0[", 4)), std::string::npos);
}

TEST_F(FileRenderer, LeavesOutTheCaptionWhenAsked) {
    const QImage with = drawn(made_figure(), {.dpi = 100});
    const QImage without = drawn(made_figure(), {.dpi = 100, .caption = false});
    EXPECT_LT(without.height(), with.height());
    const auto svg =
        bytes_of(render(made_figure(), {.format = FigureFormat::svg, .caption = false}));
    EXPECT_EQ(svg.find(">Each curve is a class;"), svg.find("<desc>Each") + 5);  // only there
}

TEST_F(FileRenderer, DrawsTheSameLayoutAtAnyResolution) {
    const QImage coarse = drawn(made_figure(), {.dpi = 100});
    const QImage fine = drawn(made_figure(), {.dpi = 400});
    EXPECT_NEAR(fine.height(), 4 * coarse.height(), 2);
}

TEST_F(FileRenderer, WritesSvgWithTextAndWithoutRaster) {
    const auto text = bytes_of(render(made_figure(), {.format = FigureFormat::svg}));
    QXmlStreamReader reader(QByteArray(text.data(), qsizetype(text.size())));
    std::set<std::string> texts;
    int images = 0;
    while (!reader.atEnd()) {
        reader.readNext();
        if (!reader.isStartElement()) continue;
        if (reader.name() == QLatin1String("image")) ++images;
        if (reader.name() == QLatin1String("text")) {
            EXPECT_THAT(reader.attributes().value("font-family").toString().toStdString(),
                        HasSubstr("sans-serif"));
            texts.insert(reader.readElementText().trimmed().toStdString());
        }
    }
    EXPECT_FALSE(reader.hasError()) << reader.errorString().toStdString();
    EXPECT_EQ(images, 0);
    for (const char* shown :
         {"tench (n = 50)", "golf & tee <ball> (n = 50)", "all 10 classes (n = 50)", "SE_2_1",
          "SE_2_6", "Mean gate", "Channel index", "0.5", "128"}) {
        EXPECT_TRUE(texts.count(shown)) << shown;
    }
    EXPECT_THAT(text, HasSubstr("font-size=\"80\""));  // 8 pt in units of 1/720 inch
    EXPECT_THAT(text, testing::ContainsRegex("svg width=\"1(80|79.9[0-9]*)mm\""));
    EXPECT_THAT(text, HasSubstr("viewBox=\"0 0 5102 "));
}

TEST_F(FileRenderer, WritesPdfOfOnePageWithItsFonts) {
    const auto text = bytes_of(
        render(made_figure(), {.format = FigureFormat::pdf, .width_mm = 180, .height_mm = 120}));
    EXPECT_EQ(text.substr(0, 5), "%PDF-");
    const QString pdf = QString::fromLatin1(text.data(), qsizetype(text.size()));
    EXPECT_EQ(pdf.count(QRegularExpression("/Type\\s*/Page\\b(?!s)")), 1);
    EXPECT_TRUE(pdf.contains("/FontFile2"));
    // 180 mm x 120 mm in points.
    const auto box = QRegularExpression("/MediaBox \\[0 0 ([0-9.]+) ([0-9.]+)\\]").match(pdf);
    ASSERT_TRUE(box.hasMatch());
    EXPECT_NEAR(box.captured(1).toDouble(), 510.2, 0.5);
    EXPECT_NEAR(box.captured(2).toDouble(), 340.2, 0.5);
}

TEST_F(FileRenderer, DrawsGapsForNaNAndFiguresOfNothingButNaN) {
    Figure figure = made_figure(1);
    auto& series = figure.panels[0].series;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    series = {made_band("tench", 0, 0.5), made_series("gas pump", 1, 0.5)};
    series[0].y[7] = series[0].low[7] = series[0].high[7] = nan;
    series[1].y.assign(series[1].y.size(), nan);
    const QImage image = drawn(figure, {.dpi = 100});
    EXPECT_GT(pixels_of(image, "#CCE3F0"), 1000);
    EXPECT_LT(pixels_of(image, "#D55E00"), 100);  // its entry in the legend
}

// QCustomPlot fills discs with the colour of the pen, squares with that of the brush.
TEST_F(FileRenderer, GivesMarkersWithoutALineTheirColourInTheLegend) {
    Figure figure = made_figure(1);
    auto& series = figure.panels[0].series;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    series = {made_series("front", 0, 0.5), made_series("chosen", 1, 0.5)};
    for (Series& each : series) {
        each.kind = SeriesKind::markers;
        each.y.assign(each.y.size(), nan);  // so that their only markers are the legend's
    }
    const QImage image = drawn(figure, {.dpi = 200});
    EXPECT_GT(pixels_of(image, "#0072B2"), 8);
    EXPECT_GT(pixels_of(image, "#D55E00"), 8);
}

TEST_F(FileRenderer, WritesNothingIntoAFolderThatIsNotThereOrNotWritable) {
    const auto& renderer = load_figure_renderer();
    for (const fs::path& path : {folder_ / "missing" / "a.png", fs::path("/proc/a.png")}) {
        try {
            renderer.render(made_figure(), path, {.dpi = 50});
            FAIL() << "no error";
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::output);
            EXPECT_EQ(error.file(), path);
        }
    }
    EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(FileRenderer, LeavesNothingBesideTheFigure) {
    const auto path = render(made_figure(), {.dpi = 50});
    render(made_figure(), {.dpi = 50});  // over the first
    std::vector<fs::path> files(fs::directory_iterator(folder_), {});
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files[0], path);
}

TEST_F(FileRenderer, RefusesSettingsThatMakeNoSense) {
    const auto& renderer = load_figure_renderer();
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const RenderSettings& settings :
         {RenderSettings{.width_mm = 0}, RenderSettings{.width_mm = nan},
          RenderSettings{.height_mm = -3}, RenderSettings{.dpi = 0}, RenderSettings{.font_pt = 0},
          RenderSettings{.width_mm = 2000, .height_mm = 2000, .dpi = 2400},
          RenderSettings{.width_mm = 60, .height_mm = 30}}) {
        EXPECT_EQ(
            kind_of_failure([&] { renderer.render(made_figure(16), folder_ / "a.png", settings); }),
            ErrorKind::usage);
    }
    EXPECT_TRUE(fs::is_empty(folder_));
}

TEST_F(FileRenderer, LeavesLocaleEnvironmentAndStandardErrorAlone) {
    std::setlocale(LC_ALL, "C");
    ::setenv("LC_ALL", "de_DE.UTF-8", 1);
    testing::internal::CaptureStderr();
    render(made_figure(), {.dpi = 50});
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    EXPECT_STREQ(std::setlocale(LC_ALL, nullptr), "C");
    EXPECT_STREQ(std::getenv("QT_QPA_PLATFORM"), "xcb");
    testing::internal::CaptureStderr();
    qWarning("of the program itself");
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("of the program itself"));
}

}  // namespace
}  // namespace sescope
