// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/image_panel.h"

#include <QGridLayout>
#include <QLabel>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/dataset/overlay.h"

namespace sescope::ui {
namespace {

constexpr int kSide = 116;  // pixels of a picture
constexpr int kShownClasses = 3;

QPixmap pixmap_of(const RgbImage& image, double ratio) {
    const QImage whole(image.pixels.data(), image.width, image.height, 3 * image.width,
                       QImage::Format_RGB888);
    QPixmap pixmap = QPixmap::fromImage(
        whole.scaled(QSize(kSide, kSide) * ratio, Qt::KeepAspectRatio, Qt::SmoothTransformation));
    pixmap.setDevicePixelRatio(ratio);
    return pixmap;
}

// Between the smallest and the largest value there is.
MagnitudeMap map_of(const PositionMaps& maps, std::span<const float> values) {
    MagnitudeMap map{maps.width, maps.height, values};
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    if (low != values.end()) {
        map.low = *low;
        map.high = *high;
    }
    return map;
}

// How much of its strength a position keeps.
std::vector<float> kept(const PositionMaps& maps) {
    std::vector<float> ratio;
    for (std::size_t i = 0; i < maps.before.size(); ++i) {
        ratio.push_back(maps.before[i] > 0 ? maps.after[i] / maps.before[i] : 0);
    }
    return ratio;
}

}  // namespace

QString prediction_text(const std::vector<float>& logits, const QStringList& names, int count) {
    if (logits.empty()) return {};
    const float highest = *std::max_element(logits.begin(), logits.end());
    double sum = 0;
    for (const float logit : logits) sum += std::exp(double(logit) - double(highest));
    std::vector<std::size_t> order(logits.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return logits[a] > logits[b]; });
    QStringList parts;
    for (std::size_t i = 0; i < std::min(order.size(), static_cast<std::size_t>(count)); ++i) {
        const std::size_t row = order[i];
        const double share = std::exp(double(logits[row]) - double(highest)) / sum;
        const QString name = row < static_cast<std::size_t>(names.size())
                                 ? names[static_cast<qsizetype>(row)]
                                 : ImagePanel::tr("row %1").arg(row);
        parts.append(QStringLiteral("%1 %2 %").arg(name).arg(100 * share, 0, 'f', 1));
    }
    return parts.join(QStringLiteral(", "));
}

ImagePanel::ImagePanel(QWidget* parent) : QWidget(parent), title_(new QLabel) {
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(8, 4, 8, 4);
    title_->setTextFormat(Qt::PlainText);
    title_->setWordWrap(true);
    grid->addWidget(title_, 0, 0, 1, kPictures + 1);
    const std::array<QString, kPictures> names{tr("Image"), tr("|U|: before the gates"),
                                               tr("|s·U|: after them"), tr("|s·U| / |U|: kept")};
    const std::array<QString, kPictures> tips{
        tr("The image as the network sees it: resized and cropped"),
        tr("Mean magnitude over the channels of what the gates multiply, at each position; from "
           "its smallest to its largest value"),
        tr("The same after the gates multiplied it"),
        tr("What the gates keep of it at each position: where it is bright, channels that are "
           "active there are open")};
    for (std::size_t i = 0; i < kPictures; ++i) {
        pictures_[i] = new QLabel;
        pictures_[i]->setFixedSize(kSide, kSide);
        pictures_[i]->setAccessibleName(names[i]);
        pictures_[i]->setToolTip(tips[i]);
        captions_[i] = new QLabel(names[i]);
        captions_[i]->setToolTip(tips[i]);
        grid->addWidget(pictures_[i], 1, static_cast<int>(i));
        grid->addWidget(captions_[i], 2, static_cast<int>(i));
    }
    grid->setColumnStretch(kPictures, 1);
}

void ImagePanel::clear(const QString& why) {
    title_->setText(why);
    for (auto* picture : pictures_) picture->clear();
    shown_.clear();
}

void ImagePanel::show_picture(std::size_t place, const RgbImage& image) {
    pictures_[place]->setPixmap(pixmap_of(image, devicePixelRatioF()));
    shown_.push_back({captions_[place]->text().toStdString(),
                      image.width,
                      image.height,
                      {image.pixels.begin(), image.pixels.end()}});
}

void ImagePanel::show_image(const SeenImage& image, const QString& title,
                            const QStringList& names) {
    // A network without a classifier predicts nothing.
    title_->setText(image.run.logits.empty()
                        ? title
                        : tr("%1 — predicted: %2")
                              .arg(title, prediction_text(image.run.logits, names, kShownClasses)));
    shown_.clear();
    show_picture(kImage, image.picture);
    show_maps(image);
}

void ImagePanel::show_maps(const SeenImage& image) {
    for (std::size_t i = kBefore; i < kPictures; ++i) {
        pictures_[i]->clear();
        captions_[i]->setVisible(image.run.maps.has_value());
    }
    if (!image.run.maps) return;
    const PositionMaps& maps = *image.run.maps;
    const std::vector<float> ratio = kept(maps);
    const std::array<std::span<const float>, kPictures> shown{std::span<const float>(), maps.before,
                                                              maps.after, ratio};
    for (std::size_t i = kBefore; i < kPictures; ++i) {
        show_picture(i, overlay_map(image.picture, map_of(maps, shown[i])));
    }
}

}  // namespace sescope::ui
