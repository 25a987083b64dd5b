// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <array>
#include <vector>

#include "core/figures/figure_data.h"
#include "ui/jobs/image_job.h"

class QLabel;

namespace sescope::ui {

/// One image as the network sees it, what the network says of it, and where the maps of a block are
/// strong before and after the gates.
class ImagePanel : public QWidget {
    Q_OBJECT

  public:
    explicit ImagePanel(QWidget* parent = nullptr);
    /// Of an image with or without maps. `names` are those of the head's rows.
    void show_image(const SeenImage& image, const QString& title, const QStringList& names);
    void clear(const QString& why);
    /// What it shows, for files: the image, and where there are maps those.
    const std::vector<Picture>& pictures() const { return shown_; }

  private:
    enum Place { kImage, kBefore, kAfter, kEmphasis, kPictures };
    void show_picture(std::size_t place, const RgbImage& image);
    void show_maps(const SeenImage& image);

    std::vector<Picture> shown_;
    QLabel* title_;
    std::array<QLabel*, kPictures> pictures_;
    std::array<QLabel*, kPictures> captions_;
};

/// The largest logits as "tench 97.1 %, goldfish 1.2 %, ..": softmax over the head's rows.
QString prediction_text(const std::vector<float>& logits, const QStringList& names, int count);

}  // namespace sescope::ui
