// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/figure_files.h"

#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>
#include <algorithm>

#include "ui/bars/save_path.h"
#include "ui/models/workspace.h"
#include "ui/pages/figure_command.h"

namespace sescope::ui {
namespace {

bool has_figures(const QString& folder) {
    return !QDir(folder).entryList({QStringLiteral("*.pdf")}, QDir::Files).isEmpty();
}

}  // namespace

FigureFiles::FigureFiles(Workspace& workspace, FigureTabs& figures, QWidget* window)
    : QObject(window), workspace_(workspace), figures_(figures), window_(window) {}

FigureFiles::~FigureFiles() = default;

void FigureFiles::ask() {
    const QString kind = QStringLiteral("export_all");
    const QString folder = QFileDialog::getExistingDirectory(
        window_, tr("Export all figures into a folder"), last_folder(kind));
    if (folder.isEmpty()) return;
    remember_folder(kind, folder);
    if (has_figures(folder)) {
        QMessageBox box(QMessageBox::Question, tr("Export all figures"),
                        tr("The folder holds figures already; those of the same names are "
                           "replaced."),
                        QMessageBox::NoButton, window_);
        const QPushButton* replace = box.addButton(tr("Replace them"), QMessageBox::AcceptRole);
        box.addButton(tr("Cancel"), QMessageBox::RejectRole);
        box.exec();
        if (box.clickedButton() != replace) return;
    }
    write(folder);
}

void FigureFiles::write(const QString& folder) {
    profile_ = workspace_.profile();
    if (!profile_ || !wanted_.empty() || job_) return;
    folder_ = folder;
    names_.clear();
    wanted_ = figures_.all_figures();
    std::ranges::reverse(wanted_);
    write_next();
}

// One at a time, with the window's events between.
void FigureFiles::write_next() {
    job_.reset();
    if (wanted_.empty()) {
        emit written(folder_, static_cast<int>(names_.size()));
        return;
    }
    const FigureTabs::Wanted next = wanted_.back();
    wanted_.pop_back();
    if (next.figure) return write_one(*next.figure);
    job_ = std::make_unique<FigureJob>(next_id_++);
    connect(job_.get(), &FigureJob::made, this, [this](quint64 id, const FigurePtr& figure) {
        if (job_ && job_->id() == id) write_one(*figure);
    });
    connect(job_.get(), &Job::failed, this, [this](quint64 id, const Error& error) {
        if (!job_ || job_->id() != id) return;
        emit failed(error);
        write_next();
    });
    job_->make(profile_, next.request);
}

void FigureFiles::write_one(const Figure& figure) {
    const QString wished = figure_file_name(figure, *profile_);
    QString name = wished;
    for (int i = 2; names_.contains(name); ++i) name = QStringLiteral("%1-%2").arg(wished).arg(i);
    try {
        load_figure_renderer().render(
            figure, (folder_ + QLatin1Char('/') + name + QStringLiteral(".pdf")).toStdString(),
            {.format = FigureFormat::pdf});
        names_.append(name);
    } catch (const Error& error) {
        wanted_.clear();
        job_.reset();
        emit failed(error);
        return;
    }
    QTimer::singleShot(0, this, &FigureFiles::write_next);
}

}  // namespace sescope::ui
