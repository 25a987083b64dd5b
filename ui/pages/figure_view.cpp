// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figure_view.h"

#include <qcustomplot.h>

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "core/base/atomic_file.h"
#include "ui/figures/figure_plot.h"
#include "ui/figures/theme.h"

namespace sescope::ui {

FigureView::FigureView(QWidget* parent)
    : QWidget(parent),
      plot_(new QCustomPlot),
      caption_(new QLabel),
      empty_(new QLabel),
      stack_(new QStackedLayout) {
    caption_->setWordWrap(true);
    caption_->setContentsMargins(8, 0, 8, 4);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    plot_->setAccessibleName(tr("Figure"));
    plot_->setInteractions(QCP::iRangeDrag | QCP::iRangeZoom);
    auto* filled = new QWidget;
    auto* column = new QVBoxLayout(filled);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(plot_, 1);
    column->addWidget(caption_);
    stack_->addWidget(empty_);
    stack_->addWidget(filled);
    setLayout(stack_);
    connect(plot_, &QCustomPlot::mouseDoubleClick, this, &FigureView::reset_view);
}

void FigureView::set_figure(Figure figure) {
    figure_ = std::move(figure);
    caption_->setText(QString::fromStdString(figure_->caption));
    stack_->setCurrentIndex(1);
    draw();
}

void FigureView::set_empty(const QString& text) {
    figure_.reset();
    empty_->setText(text);
    stack_->setCurrentIndex(0);
}

void FigureView::set_dark(bool dark) {
    dark_ = dark;
    draw();
}

void FigureView::draw() {
    if (!figure_ || width() < 50) return;
    PlotStyle style{dark_ ? dark_theme() : light_theme(), 9, static_cast<double>(logicalDpiX())};
    show_figure(*plot_, *figure_, style, width(), false);
    plot_->replot();
    drawn_width_ = width();
}

void FigureView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // Columns of panels depend on the width; everything else follows by itself.
    if (std::abs(width() - drawn_width_) > 40) draw();
}

void FigureView::reset_view() {
    draw();
}

void FigureView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(tr("Copy"), this, &FigureView::copy)->setEnabled(figure_.has_value());
    menu.addAction(tr("Export figure..."), this, &FigureView::export_figure)
        ->setEnabled(figure_.has_value());
    menu.addAction(tr("Export data..."), this, &FigureView::export_data)
        ->setEnabled(figure_.has_value());
    menu.addAction(tr("Reset view"), this, &FigureView::reset_view)
        ->setEnabled(figure_.has_value());
    menu.exec(event->globalPos());
}

void FigureView::copy() {
    if (figure_) QGuiApplication::clipboard()->setPixmap(plot_->toPixmap(0, 0, 2.0));
}

void FigureView::export_figure() {
    if (!figure_) return;
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export figure"), QString::fromStdString(figure_->name) + QStringLiteral(".pdf"),
        tr("PDF (*.pdf);;SVG (*.svg);;PNG (*.png)"));
    if (path.isEmpty()) return;
    RenderSettings settings;
    settings.format = path.endsWith(QStringLiteral(".png"))   ? FigureFormat::png
                      : path.endsWith(QStringLiteral(".svg")) ? FigureFormat::svg
                                                              : FigureFormat::pdf;
    try {
        load_figure_renderer().render(*figure_, path.toStdString(), settings);
    } catch (const Error& error) {
        emit failed(error);
    }
}

void FigureView::export_data() {
    if (!figure_) return;
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Export data"), QString::fromStdString(figure_->name) + QStringLiteral(".csv"),
        tr("CSV (*.csv)"));
    if (!path.isEmpty()) write_data(path);
}

void FigureView::write_data(const QString& path) {
    if (!figure_) return;
    try {
        write_file_atomically(path.toStdString(),
                              [this](std::ostream& out) { write_figure_csv(*figure_, out); });
    } catch (const Error& error) {
        emit failed(error);
    }
}

}  // namespace sescope::ui
