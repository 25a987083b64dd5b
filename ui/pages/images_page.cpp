// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/images_page.h"

#include <QHBoxLayout>
#include <QHideEvent>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/figures/image_figure.h"
#include "ui/look/core_texts.h"
#include "ui/models/workspace.h"
#include "ui/pages/figure_controls.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/image_panel.h"

namespace sescope::ui {
namespace {

constexpr int kFirstPerClass = 6;
constexpr int kThumbnail = 48;
constexpr int kListWidth = 150;  // a thumbnail, and room for a name
constexpr int kImageRole = Qt::UserRole;

// The class in its colour; the image in black (white on dark), or else blue.
void give_colours(Figure& figure, int cls) {
    constexpr int kBlack = 6;
    constexpr int kHues = 8;
    for (Panel& panel : figure.panels) {
        for (Series& series : panel.series)
            series.colour = series.cls >= 0 ? cls : cls % kHues == kBlack ? 0 : kBlack;
    }
}

enum Order { kAsInData, kOpensMost, kClosesMost };

QIcon thumbnail(const RgbImage& image) {
    const QImage whole(image.pixels.data(), image.width, image.height, 3 * image.width,
                       QImage::Format_RGB888);
    return QPixmap::fromImage(
        whole.scaled(kThumbnail, kThumbnail, Qt::KeepAspectRatio, Qt::SmoothTransformation));
}

}  // namespace

ImagesPage::ImagesPage(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      stack_(new QStackedLayout),
      empty_(new QLabel),
      controls_(new FigureControls),
      list_(new QListWidget),
      more_(new QPushButton(tr("Look at more"))),
      panel_(new ImagePanel),
      view_(new FigureView),
      per_class_(kFirstPerClass),
      engine_(std::make_shared<OpenEngine>()) {
    controls_->add_choice(
        tr("Images"),
        {tr("In the order of the data"), tr("Opening the channel most"),
         tr("Closing the channel most")},
        tr("By the gate of the picked channel: click one in a figure to pick it"));
    make_layout();
    connect(controls_, &FigureControls::changed, this, &ImagesPage::order_list);
    connect(list_, &QListWidget::currentItemChanged, this, [this] {
        show_chosen();
        look_for_maps();
    });
    connect(more_, &QPushButton::clicked, this, [this] {
        per_class_ *= 2;
        look_at_candidates();
    });
}

ImagesPage::~ImagesPage() = default;

// What runs ends behind its image, and then drops the engine, which it held.
void ImagesPage::close_network() {
    if (scan_) scan_->request_stop();
    if (maps_) maps_->request_stop();
    engine_ = std::make_shared<OpenEngine>();
}

// Who looks elsewhere may run, prove or search: that needs the memory. Nobody calls `refresh` for a
// window that was minimised.
void ImagesPage::hideEvent(QHideEvent* event) {
    QWidget::hideEvent(event);
    if (!event->spontaneous()) close_network();
}

void ImagesPage::make_layout() {
    list_->setAccessibleName(tr("Images"));
    list_->setIconSize(QSize(kThumbnail, kThumbnail));
    list_->setUniformItemSizes(true);
    list_->setMinimumWidth(kListWidth);
    list_->setTextElideMode(Qt::ElideMiddle);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    more_->setToolTip(tr("Runs the network over twice as many images of each checked class"));
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    auto* left = new QWidget;
    auto* left_column = new QVBoxLayout(left);
    left_column->setContentsMargins(8, 0, 0, 4);
    left_column->addWidget(list_, 1);
    left_column->addWidget(more_);
    auto* right = new QWidget;
    auto* right_column = new QVBoxLayout(right);
    right_column->setContentsMargins(0, 0, 0, 0);
    right_column->addWidget(panel_);
    right_column->addWidget(view_, 1);
    auto* halves = new QSplitter;
    halves->addWidget(left);
    halves->addWidget(right);
    halves->setStretchFactor(1, 1);
    halves->setSizes({250, 600});
    auto* filled = new QWidget;
    auto* column = new QVBoxLayout(filled);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(controls_);
    column->addWidget(halves, 1);
    stack_->addWidget(empty_);
    stack_->addWidget(filled);
    setLayout(stack_);
}

bool ImagesPage::ready() const {
    return workspace_.network() && workspace_.dataset() && workspace_.profile();
}

void ImagesPage::start_anew() {
    network_ = workspace_.network();
    dataset_ = workspace_.dataset();
    per_class_ = kFirstPerClass;
    seen_.clear();
    thumbnails_.clear();
    mapped_.clear();
    list_->clear();
    panel_->clear({});
    view_->set_empty({});
}

void ImagesPage::refresh() {
    if (!ready()) {
        empty_->setText(workspace_.profile()
                            ? tr("A profile holds no single images. Open its network and its "
                                 "images, and they are run here, one by one.")
                            : tr("Open a network and images to look at single ones."));
        stack_->setCurrentIndex(0);
        return;
    }
    if (workspace_.running()) {
        close_network();
        empty_->setText(tr("Single images can be looked at once the run is done."));
        stack_->setCurrentIndex(0);
        return;
    }
    stack_->setCurrentIndex(1);
    if (network_ != workspace_.network() || dataset_ != workspace_.dataset()) start_anew();
    look_at_candidates();
    order_list();
    show_chosen();
    look_for_maps();
}

// Of each checked class the first few images.
std::vector<int> ImagesPage::candidates() const {
    std::vector<int> chosen;
    std::vector<int> taken(dataset_->classes.size(), 0);
    const QStringList& checked = workspace_.selection().classes;
    for (std::size_t i = 0; i < dataset_->images.size(); ++i) {
        const auto label = static_cast<std::size_t>(dataset_->images[i].label);
        const QString name = QString::fromStdString(dataset_->classes[label].name);
        if (taken[label] >= per_class_ || !checked.contains(name)) continue;
        ++taken[label];
        chosen.push_back(static_cast<int>(i));
    }
    return chosen;
}

// To destroy a job is to wait for it: one that runs ends in the background.
std::unique_ptr<ImageJob> ImagesPage::new_job(std::unique_ptr<ImageJob>& slot) {
    std::erase_if(retired_, [](const auto& job) { return job->done(); });
    if (slot && !slot->done()) {
        slot->request_stop();
        retired_.push_back(std::move(slot));
    }
    auto job = std::make_unique<ImageJob>(next_id_++);
    connect(job.get(), &Job::failed, this, [this](quint64 id, const Error& error) {
        const bool ours = (scan_ && scan_->id() == id) || (maps_ && maps_->id() == id);
        if (!ours) return;
        panel_->clear(error_text(error));
        emit failed(error);
    });
    return job;
}

void ImagesPage::look_at_candidates() {
    std::vector<int> wanted;
    for (const int image : candidates()) {
        if (seen_.find(image) == seen_.end()) wanted.push_back(image);
    }
    if (wanted.empty()) return;
    scan_ = new_job(scan_);
    connect(scan_.get(), &ImageJob::seen, this, [this](quint64 id, const SeenImagePtr& image) {
        if (scan_ && scan_->id() == id) take(image);
    });
    scan_->look(engine_, {network_, dataset_, workspace_.engine_settings(), wanted, {}});
}

void ImagesPage::take(const SeenImagePtr& image) {
    seen_[image->image] = image;
    thumbnails_[image->image] = thumbnail(image->picture);
    order_list();
    if (chosen() < 0 && list_->count() > 0) list_->setCurrentRow(0);
}

double ImagesPage::gate_of(int image) const {
    const Selection& selection = workspace_.selection();
    const auto found = seen_.find(image);
    if (found == seen_.end() || selection.channel < 0) return 0;
    for (const auto& block : found->second->run.blocks) {
        if (QString::fromStdString(block.block) != selection.block) continue;
        const auto channel = static_cast<std::size_t>(selection.channel);
        return channel < block.gates.size() ? static_cast<double>(block.gates[channel]) : 0;
    }
    return 0;
}

void ImagesPage::add_row(int image) {
    const LabelledImage& labelled = dataset_->images[static_cast<std::size_t>(image)];
    const auto& cls = dataset_->classes[static_cast<std::size_t>(labelled.label)];
    QString text = QString::fromStdString(cls.readable.empty() ? cls.name : cls.readable);
    if (workspace_.selection().channel >= 0) {
        text += tr("\ngate %1").arg(gate_of(image), 0, 'f', 3);
    } else {
        text += QLatin1Char('\n') + QString::fromStdString(labelled.path.filename().string());
    }
    auto* item = new QListWidgetItem(thumbnails_.at(image), text);
    item->setData(kImageRole, image);
    item->setToolTip(QString::fromStdString(labelled.id));
    list_->addItem(item);
}

// Those of the checked classes that were looked at, as the choice above says.
void ImagesPage::order_list() {
    if (!dataset_) return;
    const int before = chosen();
    std::vector<int> images;
    for (const int image : candidates()) {
        if (seen_.find(image) != seen_.end()) images.push_back(image);
    }
    const int order = controls_->chosen(0);
    if (order != kAsInData) {
        const double sign = order == kOpensMost ? -1 : 1;
        std::stable_sort(images.begin(), images.end(),
                         [&](int a, int b) { return sign * gate_of(a) < sign * gate_of(b); });
    }
    const QSignalBlocker quiet(list_);
    list_->clear();
    for (const int image : images) {
        add_row(image);
        if (image == before) list_->setCurrentRow(list_->count() - 1);
    }
}

int ImagesPage::chosen() const {
    const QListWidgetItem* const item = list_->currentItem();
    return item == nullptr ? -1 : item->data(kImageRole).toInt();
}

QStringList ImagesPage::head_names() const {
    QStringList names;
    const auto& model = network_->model;
    const auto& known =
        model.label_descriptions.empty() ? model.label_names : model.label_descriptions;
    for (const auto& name : known) names.append(QString::fromStdString(name));
    // Where the network does not say, the classes that are matched to its rows do.
    for (const auto& cls : dataset_->classes) {
        if (cls.head_row < 0 || !known.empty()) continue;
        while (names.size() <= cls.head_row) names.append(tr("row %1").arg(names.size()));
        names[cls.head_row] =
            QString::fromStdString(cls.readable.empty() ? cls.name : cls.readable);
    }
    return names;
}

void ImagesPage::show_chosen() {
    const int image = chosen();
    const auto found = seen_.find(image);
    if (found == seen_.end()) return;
    const std::string block = workspace_.selection().block.toStdString();
    const auto mapped = mapped_.find({image, block});
    const SeenImagePtr& shown = mapped == mapped_.end() ? found->second : mapped->second;
    const LabelledImage& labelled = dataset_->images[static_cast<std::size_t>(image)];
    panel_->show_image(*shown, QString::fromStdString(labelled.id), head_names());
    view_->set_pictures(panel_->pictures());
    const ProfilePtr& profile = workspace_.profile();
    const auto& cls = dataset_->classes[static_cast<std::size_t>(labelled.label)];
    for (const auto& gates : shown->run.blocks) {
        if (gates.block != block) continue;
        try {
            const ImageGates of{labelled.path.filename().string(), profile->find_block(block),
                                profile->find_class(cls.name), gates.gates};
            Figure figure = image_figure(*profile, of, {});
            give_colours(figure,
                         workspace_.class_colours().value(QString::fromStdString(cls.name)));
            view_->set_figure(std::make_shared<const Figure>(std::move(figure)), profile);
        } catch (const Error& error) {
            view_->set_empty(error_text(error));
        }
    }
}

void ImagesPage::look_for_maps() {
    const int image = chosen();
    const std::string block = workspace_.selection().block.toStdString();
    if (image < 0 || block.empty() || mapped_.contains({image, block})) return;
    maps_ = new_job(maps_);
    connect(maps_.get(), &ImageJob::seen, this, [=, this](quint64 id, const SeenImagePtr& seen) {
        if (!maps_ || maps_->id() != id) return;
        mapped_[{image, block}] = seen;
        show_chosen();
    });
    maps_->look(engine_, {network_, dataset_, workspace_.engine_settings(), {image}, block});
}

}  // namespace sescope::ui
