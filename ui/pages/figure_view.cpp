// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figure_view.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QStackedLayout>
#include <QVBoxLayout>
#include <utility>

#include "core/base/atomic_file.h"
#include "ui/bars/save_path.h"
#include "ui/figures/shown_text.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/figure_canvas.h"
#include "ui/pages/figure_command.h"
#include "ui/pages/figure_controls.h"

namespace sescope::ui {
namespace {

constexpr double kScreenFontPoints = 9;
constexpr double kThinnestCurve = 1.5;  // pixels

}  // namespace

FigureView::FigureView(QWidget* parent)
    : QWidget(parent),
      controls_(new FigureControls),
      canvas_(new FigureCanvas),
      caption_(new QLabel),
      empty_(new QLabel),
      stack_(new QStackedLayout) {
    caption_->setWordWrap(true);
    caption_->setContentsMargins(8, 0, 8, 4);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    canvas_->setAccessibleName(tr("Figure"));
    auto* filled = new QWidget;
    auto* column = new QVBoxLayout(filled);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(controls_);
    column->addWidget(canvas_, 1);
    column->addWidget(caption_);
    stack_->addWidget(empty_);
    stack_->addWidget(filled);
    setLayout(stack_);
    canvas_->setFocusPolicy(Qt::ClickFocus);
    // The plot takes the presses of all buttons: the menu is asked for by itself.
    canvas_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(canvas_, &QWidget::customContextMenuRequested, this,
            [this](const QPoint& at) { show_menu(canvas_->mapToGlobal(at)); });
    connect(canvas_, &FigureCanvas::pointed, this, &FigureView::point_at);
    connect(canvas_, &FigureCanvas::picked, this, &FigureView::pick);
    connect(canvas_, &FigureCanvas::double_clicked, this, [this] {
        if (std::exchange(last_click_picked_, false)) emit pick_taken_back();
    });
    connect(canvas_, &FigureCanvas::left, this, [this] {
        canvas_->show_hover(std::nullopt, 0);
        emit read_out({});
    });
}

void FigureView::set_figure(const FigurePtr& figure, const ProfilePtr& profile) {
    figure_ = figure;
    profile_ = profile;
    show_caption();
    controls_->setVisible(!controls_->empty());
    stack_->setCurrentIndex(1);
    stack_->activate();
    draw();
}

void FigureView::set_empty(const QString& text) {
    empty_->setText(text);
    stack_->setCurrentIndex(0);
    figure_.reset();
    profile_.reset();
}

void FigureView::set_note(const QString& note) {
    note_ = note;
    if (figure_) show_caption();
}

void FigureView::show_caption() {
    const QString caption = shown(figure_->caption);
    caption_->setText(note_.isEmpty() ? caption : tr("%1 %2").arg(caption, note_));
}

void FigureView::set_dark(bool dark) {
    dark_ = dark;
    draw();
}

void FigureView::set_marks(const Marks& marks) {
    canvas_->show_marks(marks);
}

void FigureView::draw() {
    if (!figure_ || width() < 50) return;
    canvas_->show_figure(figure_, {dark_ ? dark_theme() : light_theme(), kScreenFontPoints,
                                   static_cast<double>(logicalDpiX()), kThinnestCurve});
    drawn_width_ = width();
}

void FigureView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    // Columns of panels depend on the width; everything else follows by itself.
    if (std::abs(width() - drawn_width_) > 40) draw();
}

void FigureView::reset_view() {
    canvas_->reset_view();
}

void FigureView::point_at(const PanelPoint& point) {
    if (!figure_ || !profile_) return;
    const auto found = sescope::read_out(*profile_, *figure_, point);
    canvas_->show_hover(found, point.panel);
    emit read_out(found ? shown(found->text) : QString());
}

void FigureView::pick(const PanelPoint& point) {
    if (!figure_ || !profile_) return;
    const auto found = sescope::read_out(*profile_, *figure_, point);
    last_click_picked_ = found.has_value();
    if (found) emit picked({found->channel, found->cls, found->block});
}

void FigureView::contextMenuEvent(QContextMenuEvent* event) {
    show_menu(event->globalPos());
}

void FigureView::keyPressEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Escape) return QWidget::keyPressEvent(event);
    reset_view();
}

void FigureView::show_menu(const QPoint& where) {
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("figure_menu"));
    menu.addAction(tr("Copy figure"), this, &FigureView::copy);
    auto* command = menu.addAction(tr("Copy as command line"), this, &FigureView::copy_command);
    menu.addAction(tr("Export figure..."), this, &FigureView::export_figure);
    menu.addAction(tr("Export data..."), this, &FigureView::export_data);
    menu.addSeparator();
    menu.addAction(tr("Reset view"), this, &FigureView::reset_view);
    for (QAction* action : menu.actions()) action->setEnabled(figure_ != nullptr);
    command->setEnabled(has_command());
    if (!controls_->empty()) controls_->fill_menu(*menu.addMenu(tr("Options")));
    menu.exec(where);
}

void FigureView::copy() {
    if (figure_) QGuiApplication::clipboard()->setPixmap(canvas_->toPixmap(0, 0, 2.0));
}

FigurePtr FigureView::figure_as_seen() const {
    if (!figure_) return nullptr;
    Figure seen = sescope::zoomed(*figure_, canvas_->zooms());
    seen.pictures = pictures_;
    return std::make_shared<const Figure>(std::move(seen));
}

QString FigureView::file_name() const {
    return profile_ ? figure_file_name(*figure_, *profile_) : QString::fromStdString(figure_->name);
}

void FigureView::copy_command() {
    if (!has_command())
        return emit noticed(tr("The command line has no command for the figure of this page"));
    const QString command = command_();
    QGuiApplication::clipboard()->setText(command);
    emit noticed(tr("Copied: %1").arg(command));
}

void FigureView::export_figure() {
    if (!figure_) return;
    ExportDialog dialog(figure_as_seen(), file_name(), this);
    connect(&dialog, &ExportDialog::written, this, &FigureView::written);
    dialog.exec();
}

void FigureView::export_data() {
    if (!figure_) return;
    const QString path =
        ask_save_path(this, QStringLiteral("export"), tr("Export data"),
                      file_name() + QStringLiteral(".csv"), tr("CSV (*.csv);;JSON (*.json)"));
    if (!path.isEmpty()) write_data(path);
}

void FigureView::write_data(const QString& path) {
    if (!figure_) return;
    const bool json = path.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive);
    try {
        write_file_atomically(path.toStdString(), [&](std::ostream& out) {
            json ? write_figure_json(*figure_, out) : write_figure_csv(*figure_, out);
        });
        emit written(path);
    } catch (const Error& error) {
        emit failed(error);
    }
}

}  // namespace sescope::ui
