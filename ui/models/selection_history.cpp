// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/selection_history.h"

#include <QUndoCommand>

#include "ui/models/workspace.h"

namespace sescope::ui {
namespace {

constexpr int kSteps = 200;

class Selected : public QUndoCommand {
  public:
    Selected(Workspace& workspace, Selection before, Selection after)
        : workspace_(workspace), before_(std::move(before)), after_(std::move(after)) {}
    void undo() override { workspace_.set_selection(before_); }
    // The first time it is done already, and this changes nothing.
    void redo() override { workspace_.set_selection(after_); }

  private:
    Workspace& workspace_;
    Selection before_;
    Selection after_;
};

}  // namespace

SelectionHistory::SelectionHistory(Workspace& workspace, QObject* parent) : QUndoStack(parent) {
    setUndoLimit(kSteps);
    connect(&workspace, &Workspace::selection_chosen, this,
            [this, &workspace](const Selection& before) {
                push(new Selected(workspace, before, workspace.selection()));
            });
    connect(&workspace, &Workspace::choice_taken_back, this, [this] {
        if (index() == 0) return;
        // Undone, an obsolete step is dropped; what it was is selected already.
        const_cast<QUndoCommand*>(command(index() - 1))->setObsolete(true);
        undo();
    });
    // What was selected in another network means nothing in this one.
    connect(&workspace, &Workspace::network_changed, this, &QUndoStack::clear);
}

}  // namespace sescope::ui
