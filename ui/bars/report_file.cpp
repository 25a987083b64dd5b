// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/report_file.h"

#include <QFileInfo>
#include <QWidget>

#include "core/base/atomic_file.h"
#include "ui/bars/save_path.h"
#include "ui/models/pruning.h"
#include "ui/models/workspace.h"

namespace sescope::ui {

ReportFile::ReportFile(Workspace& workspace, Pruning& pruning, QWidget* window)
    : QObject(window), workspace_(workspace), pruning_(pruning), window_(window) {}

ReportFile::~ReportFile() = default;

void ReportFile::ask() {
    if (!workspace_.profile()) return;
    const QString network =
        QFileInfo(proposed_profile_name(*workspace_.profile())).completeBaseName();
    const QString path =
        ask_save_path(window_, QStringLiteral("report"), tr("Write report"),
                      network + QStringLiteral("-report.html"), tr("HTML (*.html);;PDF (*.pdf)"));
    if (!path.isEmpty()) write(path);
}

void ReportFile::write(const QString& path) {
    if (!workspace_.profile()) return;
    path_ = path;
    ReportRequest request{workspace_.profile(), nullptr, pruning_.proof(), pruning_.plan(),
                          pruning_.thresholds()};
    if (workspace_.results_are_of_inputs()) request.network = workspace_.network();
    job_ = std::make_unique<ReportJob>(next_id_++);
    connect(job_.get(), &ReportJob::made, this, [this](quint64 id, const ReportPtr& report) {
        if (job_ && job_->id() == id) print(*report);
    });
    connect(job_.get(), &Job::failed, this, [this](quint64 id, const Error& error) {
        if (job_ && job_->id() == id) emit failed(error);
    });
    job_->make(request);
}

void ReportFile::print(const ReportDocument& report) {
    const std::filesystem::path path = path_.toStdString();
    try {
        if (path_.endsWith(QStringLiteral(".pdf"), Qt::CaseInsensitive)) {
            load_report_printer().print(report, path);
        } else {
            const FigureSvg svg = svg_by(load_figure_renderer());
            write_file_atomically(path, [&](std::ostream& out) { write_html(report, svg, out); });
        }
        emit written(path_);
    } catch (const Error& error) {
        emit failed(error);
    }
}

}  // namespace sescope::ui
