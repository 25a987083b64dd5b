// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include "ui/bars/message_bar.h"
#include "ui/bars/save_path.h"
#include "ui/figures/figure_page.h"
#include "ui/look/core_texts.h"

namespace sescope::ui {
namespace {

constexpr int kPreviewWidth = 520;  // pixels
constexpr int kPreviewHeight = 420;

struct Format {
    FigureFormat format;
    const char* name;
    const char* extension;
};
constexpr Format kFormats[] = {{FigureFormat::pdf, "PDF", ".pdf"},
                               {FigureFormat::svg, "SVG", ".svg"},
                               {FigureFormat::png, "PNG", ".png"}};

QDoubleSpinBox* measure(double low, double high, double value, const QString& unit) {
    auto* box = new QDoubleSpinBox;
    box->setRange(low, high);
    box->setDecimals(unit == QStringLiteral(" mm") ? 0 : 1);
    box->setValue(value);
    box->setSuffix(unit);
    box->setKeyboardTracking(false);
    return box;
}

}  // namespace

ExportDialog::ExportDialog(const FigurePtr& figure, const QString& name, QWidget* parent)
    : QDialog(parent),
      figure_(figure),
      name_(name),
      message_(new MessageBar),
      format_(new QComboBox),
      width_(measure(20, 2000, RenderSettings().width_mm, QStringLiteral(" mm"))),
      height_(measure(0, 2000, 0, QStringLiteral(" mm"))),
      dpi_(new QSpinBox),
      font_(measure(3, 72, RenderSettings().font_pt, QStringLiteral(" pt"))),
      caption_(new QCheckBox(tr("Caption below the figure"))),
      dark_(new QCheckBox(tr("Light on dark"))),
      preview_(new QLabel),
      size_(new QLabel) {
    setWindowTitle(tr("Export figure"));
    preview_->setFixedSize(kPreviewWidth, kPreviewHeight);
    preview_->setAlignment(Qt::AlignCenter);
    preview_->setFrameShape(QFrame::StyledPanel);
    preview_->setWordWrap(true);
    preview_->setAccessibleName(tr("Preview"));
    auto* buttons = new QDialogButtonBox;
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
    export_ = buttons->addButton(tr("Export..."), QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &ExportDialog::ask_and_write);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* side = new QVBoxLayout;
    side->addLayout(make_form());
    side->addWidget(size_);
    side->addStretch(1);
    side->addWidget(buttons);
    auto* halves = new QHBoxLayout;
    halves->addWidget(preview_);
    halves->addLayout(side);
    auto* whole = new QVBoxLayout(this);
    whole->addWidget(message_);
    whole->addLayout(halves);
}

QFormLayout* ExportDialog::make_form() {
    for (const Format& format : kFormats) format_->addItem(QString::fromLatin1(format.name));
    height_->setSpecialValueText(tr("as needed"));
    dpi_->setRange(36, 1200);
    dpi_->setValue(RenderSettings().dpi);
    dpi_->setSuffix(tr(" dpi"));
    dpi_->setKeyboardTracking(false);
    caption_->setChecked(true);
    dark_->setObjectName(QStringLiteral("light_on_dark"));
    auto* form = new QFormLayout;
    const auto add = [form](const QString& name, QWidget* widget) {
        widget->setAccessibleName(name);
        form->addRow(name, widget);
    };
    add(tr("Format"), format_);
    add(tr("Width"), width_);
    add(tr("Height"), height_);
    add(tr("Resolution"), dpi_);
    add(tr("Font size"), font_);
    form->addRow(caption_);
    form->addRow(dark_);
    connect(format_, &QComboBox::currentIndexChanged, this, &ExportDialog::preview);
    for (QDoubleSpinBox* box : {width_, height_, font_}) {
        connect(box, &QDoubleSpinBox::valueChanged, this, &ExportDialog::preview);
    }
    connect(dpi_, &QSpinBox::valueChanged, this, &ExportDialog::preview);
    for (QCheckBox* box : {caption_, dark_}) {
        connect(box, &QCheckBox::toggled, this, &ExportDialog::preview);
    }
    return form;
}

RenderSettings ExportDialog::settings() const {
    RenderSettings settings;
    settings.format = kFormats[format_->currentIndex()].format;
    settings.width_mm = width_->value();
    // Between "as needed" and what a figure can be there is nothing.
    settings.height_mm = height_->value() == 0 ? 0 : std::max(20.0, height_->value());
    settings.dpi = dpi_->value();
    settings.font_pt = font_->value();
    settings.caption = caption_->isChecked();
    settings.dark = dark_->isChecked();
    return settings;
}

void ExportDialog::showEvent(QShowEvent* event) {
    QDialog::showEvent(event);
    preview();
}

void ExportDialog::preview() {
    const RenderSettings chosen = settings();
    dpi_->setEnabled(chosen.format == FigureFormat::png);
    dpi_->setToolTip(dpi_->isEnabled() ? QString() : tr("PDF and SVG are sharp at any resolution"));
    try {
        FigurePage page(*figure_, chosen);
        const QSizeF millimetres = page.size_mm();
        const double scale =
            std::min(kPreviewWidth / millimetres.width(), kPreviewHeight / millimetres.height());
        const double ratio = devicePixelRatioF();
        QImage image = page.image(25.4 * scale * ratio);
        image.setDevicePixelRatio(ratio);
        preview_->setPixmap(QPixmap::fromImage(image));
        QString text = tr("%1 × %2 mm")
                           .arg(millimetres.width(), 0, 'f', 0)
                           .arg(millimetres.height(), 0, 'f', 0);
        if (chosen.format == FigureFormat::png) {
            text += tr(", %L1 × %L2 pixels")
                        .arg(qRound(millimetres.width() / 25.4 * chosen.dpi))
                        .arg(qRound(millimetres.height() / 25.4 * chosen.dpi));
        }
        size_->setText(text);
        export_->setEnabled(true);
    } catch (const Error& error) {
        preview_->setText(error_text(error));
        size_->clear();
        export_->setEnabled(false);
    }
}

void ExportDialog::ask_and_write() {
    const Format& format = kFormats[format_->currentIndex()];
    const QString extension = QString::fromLatin1(format.extension);
    const QString path =
        ask_save_path(this, QStringLiteral("export"), tr("Export figure"), name_ + extension,
                      QStringLiteral("%1 (*%2)").arg(QString::fromLatin1(format.name), extension));
    if (path.isEmpty()) return;
    // Whoever types another extension means it.
    for (int i = 0; i < format_->count(); ++i) {
        if (path.endsWith(QLatin1String(kFormats[i].extension), Qt::CaseInsensitive))
            format_->setCurrentIndex(i);
    }
    write(path);
}

void ExportDialog::write(const QString& path) {
    try {
        load_figure_renderer().render(*figure_, path.toStdString(), settings());
        emit written(path);
        accept();
    } catch (const Error& error) {
        message_->show_error(error);
    }
}

}  // namespace sescope::ui
