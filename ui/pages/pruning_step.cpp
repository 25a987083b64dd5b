// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/pruning_step.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/look/elided_label.h"

namespace sescope::ui {
namespace {

/// Takes what height is left. Texts in it that are broken to its width would ask for more, and have
/// it taken from others.
class Body : public QWidget {
  public:
    bool hasHeightForWidth() const override { return false; }
};

}  // namespace

PruningStep::PruningStep(const char* name, int number, const QString& title, QWidget* parent)
    : QWidget(parent),
      headline_(new ElidedLabel),
      fold_(new QToolButton),
      head_(new QHBoxLayout),
      rows_(new QVBoxLayout) {
    const QString base = QString::fromLatin1(name);
    setObjectName(base);
    auto* heading = new QLabel(tr("%1. %2").arg(number).arg(title));
    QFont font = heading->font();
    font.setBold(true);
    heading->setFont(font);
    headline_->setObjectName(base + QStringLiteral("_headline"));
    fold_->setObjectName(base + QStringLiteral("_fold"));
    fold_->setAccessibleName(tr("Fold %1").arg(title));
    fold_->setAutoRaise(true);
    fold_->setCheckable(true);
    fold_->setFocusPolicy(Qt::StrongFocus);
    fold_->hide();
    head_->addWidget(fold_);
    head_->addWidget(heading);
    head_->addSpacing(6);
    head_->addWidget(headline_, 1);
    rows_->setSpacing(3);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(3);
    column->addLayout(head_);
    column->addLayout(rows_);
    connect(fold_, &QToolButton::clicked, this, &PruningStep::body_asked);
}

void PruningStep::set_headline(const QString& text) {
    headline_->setText(text);
}

void PruningStep::set_body(QWidget* body) {
    body_ = new Body;
    auto* whole = new QVBoxLayout(body_);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(body);
    body_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Ignored);
    qobject_cast<QVBoxLayout*>(layout())->addWidget(body_, 1);
    fold_->show();
    show_body(true);
}

void PruningStep::show_body(bool shown) {
    if (body_ == nullptr) return;
    body_->setVisible(shown);
    setSizePolicy(QSizePolicy::Preferred, shown ? QSizePolicy::Expanding : QSizePolicy::Maximum);
    fold_->setChecked(shown);
    fold_->setArrowType(shown ? Qt::DownArrow : Qt::RightArrow);
    fold_->setToolTip(shown ? tr("Fold the tables away") : tr("Show the tables"));
}

int PruningStep::height_of_controls() const {
    return head_->minimumSize().height() + rows_->minimumSize().height() + 2 * layout()->spacing();
}

}  // namespace sescope::ui
