// SPDX-License-Identifier: GPL-3.0-or-later
// Networks that are graphs, in the window: every file and folder a reader takes, the choice between
// architectures, inputs that are no square, and no accuracy where there is no classifier.
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLabel>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSpinBox>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <fstream>

#include "core/base/resources.h"
#include "core/checkpoint/checkpoint.h"
#include "core/network/architectures/catalogue.h"
#include "tests/support/tiny_network.h"
#include "tests/ui/window/window_fixture.h"
#include "ui/bars/file_dialogs.h"
#include "ui/bars/message_bar.h"
#include "ui/bars/network_bar.h"
#include "ui/main_window.h"
#include "ui/models/classes_model.h"
#include "ui/pages/image_panel.h"

namespace sescope::test {
namespace {

using ui::MainWindow;

class AnyNetworkTest : public WindowTest {
  protected:
    void drop(const QString& file) {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(file)});
        window_.show();
        QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window_, &enter);
        QDropEvent event({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&window_, &event);
    }
    void drop_network(const QString& file) {
        drop(file);
        ASSERT_TRUE(wait_until([&] { return window_.workspace().network() != nullptr; }));
    }
    static QString detector() {
        return QStringLiteral(SESCOPE_SHARED "/models/onnx/ch_PP-OCRv4_det_infer.onnx");
    }
    template <class Widget>
    Widget& named(const char* name) {
        auto* widget = window_.findChild<Widget*>(QString::fromLatin1(name));
        if (widget == nullptr) throw std::runtime_error(std::string("no widget ") + name);
        return *widget;
    }

    MainWindow window_;
};

/// Weights of zeros and ones for an architecture of the catalogue.
StateDict weights_of(std::string_view name) {
    const CatalogueFile file(resource_path("architectures/catalogue"));
    const auto entry = std::ranges::find(file.entries(), name, &CatalogueEntry::full_name);
    const CatalogueGraph stored = file.graph(entry->graph);
    const auto is_constant = [&](const std::string& value) {
        return std::ranges::find(stored.constants, value, &TensorEntry::name) !=
               stored.constants.end();
    };
    StateDict weights;
    for (const graph::Value& value : graph::from_text(stored.text).values) {
        if (value.kind != graph::ValueKind::weight || is_constant(value.name)) continue;
        std::int64_t count = 1;
        for (const auto extent : value.shape) count *= extent;
        const std::vector<float> ones(static_cast<std::size_t>(count), 1.0f);
        weights.add(StateDict::make_tensor(value.name, value.shape, ones));
    }
    return weights;
}

TEST_F(AnyNetworkTest, TheFilterOfOpenHasEveryExtensionThatAReaderTakes) {
    const QString filter = ui::network_filter();
    for (const char* pattern : {"*.onnx", "*.pt2", "*.safetensors", "*.pth", "*.pt", "*.bin",
                                "*.ckpt", "*.tar", "*.index.json"}) {
        EXPECT_TRUE(filter.contains(QLatin1String(pattern))) << pattern;
    }
}

TEST_F(AnyNetworkTest, FoldersOfModelHubsAreToldFromFoldersOfImages) {
    const std::filesystem::path hub = path("hub").toStdString();
    std::filesystem::create_directories(hub);
    write_safetensors(hub / "my_weights.safetensors", tiny_network(), {});
    std::ofstream(hub / "config.json") << tiny_config({"bricks", "dots", "rings"});
    drop_network(path("hub"));
    EXPECT_EQ(window_.workspace().network()->model.sites.size(), 4u);
    make_images(1);
    write_safetensors(path("images/left.safetensors").toStdString(), tiny_network(), {});
    drop(path("images"));
    ASSERT_TRUE(wait_until([&] { return window_.workspace().dataset() != nullptr; }));
    EXPECT_EQ(window_.workspace().dataset()->images.size(), 3u);
}

TEST_F(AnyNetworkTest, ADroppedOnnxDetectorShowsNoAccuracyAndNoHead) {
    drop_network(detector());
    EXPECT_EQ(window_.workspace().network()->model.sites.size(), 10u);
    const QString text = ui::network_text(window_.workspace().network()->record);
    EXPECT_FALSE(text.contains("0 classes")) << text.toStdString();
    make_images(1);
    drop(path("images"));
    ASSERT_TRUE(wait_until([&] { return window_.workspace().dataset() != nullptr; }));
    window_.workspace().run();
    ASSERT_TRUE(wait_until([&] { return !window_.workspace().running(); }));
    ASSERT_NE(window_.workspace().profile(), nullptr);
    EXPECT_EQ(window_.workspace().profile()->images(), 3u);
    EXPECT_TRUE(named<QTableView>("classes").isColumnHidden(ui::ClassesModel::kAccuracy));
    const Table& blocks = window_.workspace().digest()->blocks_table;
    for (const auto& column : blocks.columns) EXPECT_NE(column.key.substr(0, 3), "top");
    window_.workspace().forget_partial();
}

TEST_F(AnyNetworkTest, AnImageOfADetectorIsShownWithoutPrediction) {
    const auto texts_of = [](const ui::SeenImage& seen) {
        ui::ImagePanel panel;
        panel.show_image(seen, QStringLiteral("a.png"), {});
        QStringList texts;
        for (const QLabel* label : panel.findChildren<QLabel*>()) {
            if (!label->isHidden() && !label->text().isEmpty()) texts.append(label->text());
        }
        return texts;
    };
    ui::SeenImage seen;
    seen.picture = {1, 1, {0, 0, 0}};
    // No logits and no maps: nothing is said of either.
    EXPECT_EQ(texts_of(seen), (QStringList{QStringLiteral("a.png"), ui::ImagePanel::tr("Image")}));
    seen.run.logits = {0, 0};
    seen.run.maps = PositionMaps{1, 1, {1}, {1}};
    EXPECT_EQ(texts_of(seen).size(), 5);
    EXPECT_TRUE(texts_of(seen).front().contains(QStringLiteral("50.0 %")));
}

TEST_F(AnyNetworkTest, AnInputThatIsNoSquareIsShownAndChosenByBothSides) {
    drop_network(detector());
    named<QSpinBox>("input_width").setValue(320);
    ASSERT_TRUE(wait_until(
        [&] { return window_.workspace().network()->model.preprocessing.columns() == 320; }));
    const Preprocessing& images = window_.workspace().network()->model.preprocessing;
    EXPECT_EQ(images.size, 224);
    EXPECT_EQ(ui::input_size_text(images), QStringLiteral("224 \u00d7 320 px"));
    EXPECT_EQ(named<QSpinBox>("input_width").value(), 320);
    EXPECT_EQ(named<QSpinBox>("input_height").value(), 224);
}

// The graph of an ONNX file says its strides and gates, and a detector has no top-1 to lose.
TEST_F(AnyNetworkTest, WhatANetworkDoesNotLeaveOpenIsNotOffered) {
    drop_network(detector());
    for (const char* option : {"stride-in", "ceil-mode", "gate", "se-place", "bn-eps"})
        EXPECT_TRUE(named<QComboBox>((std::string("option_") + option).c_str()).isHidden());
    EXPECT_FALSE(named<QComboBox>("option_preset").isHidden());
    EXPECT_TRUE(named<QComboBox>("accuracy_to_keep").isHidden());
    make_network();
    drop(path("net"));
    ASSERT_TRUE(wait_until([&] { return window_.workspace().network()->model.classes() == 3; }));
    EXPECT_FALSE(named<QComboBox>("option_gate").isHidden());
    EXPECT_FALSE(named<QComboBox>("accuracy_to_keep").isHidden());
}

TEST_F(AnyNetworkTest, WhatWasSaidOfOneNetworkIsNotSaidOfTheNext) {
    drop_network(detector());
    named<QSpinBox>("input_width").setValue(320);
    ASSERT_TRUE(wait_until(
        [&] { return window_.workspace().network()->model.preprocessing.columns() == 320; }));
    make_network();
    drop(path("net"));
    ASSERT_TRUE(wait_until([&] { return window_.workspace().network()->model.classes() == 3; }));
    EXPECT_TRUE(window_.workspace().network()->model.preprocessing.is_square());
}

TEST_F(AnyNetworkTest, TheArchitectureIsChosenWhereSeveralFit) {
    const std::string file = path("either.safetensors").toStdString();
    write_safetensors(file, weights_of("timm/mobilenetv3_small_100"), {});
    drop(path("either.safetensors"));
    auto& names = named<QComboBox>("architecture_choice");
    ASSERT_TRUE(wait_until([&] { return names.count() > 1; }));
    EXPECT_EQ(window_.workspace().network(), nullptr);
    const int wanted = names.findText("timm/tf_mobilenetv3_small_100");
    ASSERT_GE(wanted, 0);
    names.setCurrentIndex(wanted);
    named<QPushButton>("open_as_architecture").click();
    ASSERT_TRUE(wait_until([&] { return window_.workspace().network() != nullptr; }));
    EXPECT_EQ(window_.workspace().network()->model.architecture, "tf_mobilenetv3_small_100");
    EXPECT_TRUE(window_.findChild<ui::MessageBar*>()->isHidden());
}

TEST_F(AnyNetworkTest, NearMissesAreListedWithTheirReasons) {
    auto& list = named<QListWidget>("near_misses");
    EXPECT_EQ(list.count(), 0);
    // Global context: what follows from its pool is added.
    write_safetensors(path("added.safetensors").toStdString(), weights_of("timm/gcresnext26ts"),
                      {});
    drop_network(path("added.safetensors"));
    const auto& misses = window_.workspace().network()->model.near_misses;
    ASSERT_FALSE(misses.empty());
    ASSERT_EQ(list.count(), static_cast<int>(misses.size()));
    EXPECT_TRUE(list.item(0)->text().startsWith(QString::fromStdString(misses[0].id)));
}

}  // namespace
}  // namespace sescope::test
