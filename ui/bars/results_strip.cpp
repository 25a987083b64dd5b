// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/results_strip.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>

#include "ui/look/elided_label.h"
#include "ui/models/workspace.h"

namespace sescope::ui {

QString results_text(const Workspace& workspace) {
    const ProfilePtr& profile = workspace.profile();
    if (!profile) return {};
    const QLocale locale;
    const ImagesDone done = workspace.images_done();
    const QString images =
        profile->partial()
            ? ResultsStrip::tr("%1 of %2 images")
                  .arg(locale.toString(done.done), locale.toString(done.total))
            : ResultsStrip::tr("%1 images").arg(locale.toString(quint64(profile->images())));
    const QString text = ResultsStrip::tr("%1 on %2: %3")
                             .arg(QString::fromStdString(profile->network.architecture),
                                  QString::fromStdString(profile->origin.data_root), images);
    return workspace.unsaved() ? ResultsStrip::tr("%1, unsaved").arg(text) : text;
}

ResultsStrip::ResultsStrip(Workspace& workspace, QAction* save, QWidget* parent)
    : QFrame(parent), workspace_(workspace), text_(new ElidedLabel), save_(new QToolButton) {
    setObjectName(QStringLiteral("results_strip"));
    setAutoFillBackground(true);
    text_->setObjectName(QStringLiteral("results_of"));
    save_->setDefaultAction(save);
    save_->setObjectName(QStringLiteral("save_results"));
    save_->setToolButtonStyle(Qt::ToolButtonTextOnly);
    save_->setFocusPolicy(Qt::StrongFocus);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 8, 2);
    row->addWidget(text_, 1);
    row->addWidget(save_);
    for (const auto signal : {&Workspace::network_changed, &Workspace::dataset_changed,
                              &Workspace::profile_changed, &Workspace::running_changed})
        connect(&workspace_, signal, this, &ResultsStrip::show_results);
    connect(&workspace_, &Workspace::profile_saved, this, &ResultsStrip::show_results);
    show_results();
}

void ResultsStrip::show_results() {
    const QString results = results_text(workspace_);
    setVisible(!results.isEmpty());
    const bool of_others = !workspace_.results_are_of_inputs();
    setBackgroundRole(of_others ? QPalette::ToolTipBase : QPalette::Window);
    text_->setForegroundRole(of_others ? QPalette::ToolTipText : QPalette::WindowText);
    const QString text =
        !of_others ? results
        : workspace_.unsaved()
            ? tr("These are the results of %1. Run to replace them, or save them first.")
                  .arg(results)
            : tr("These are the results of %1. Run to replace them.").arg(results);
    text_->setText(text);
    save_->setVisible(workspace_.unsaved() && !workspace_.running());
}

}  // namespace sescope::ui
