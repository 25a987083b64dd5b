// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bars/network_panel.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/cost/cost.h"
#include "ui/bars/network_bar.h"
#include "ui/look/core_texts.h"
#include "ui/models/workspace.h"

namespace sescope::ui {
namespace {

constexpr int kNearMissesHeight = 110;

template <class Enum>
QComboBox* choice_of(std::initializer_list<Enum> values) {
    auto* box = new QComboBox;
    for (const Enum value : values) {
        const auto name = name_of(value);
        box->addItem(QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size())),
                     static_cast<int>(value));
    }
    return box;
}

// What changes an assumption is an option, or a sentence that begins with one.
bool changed_by(const Text& change, std::string_view option) {
    const bool of_several = change.kind == Text::Kind::pattern && !change.values.empty();
    return (of_several ? change.values.front() : change).words == option;
}

void select(QComboBox* box, const QVariant& value) {
    box->setCurrentIndex(box->findData(value));
}

}  // namespace

NetworkPanel::NetworkPanel(Workspace& workspace, QWidget* parent)
    : QWidget(parent),
      workspace_(workspace),
      facts_(new QLabel),
      form_(new QFormLayout),
      others_(new QLabel),
      near_label_(new QLabel(tr("Like a gate, but none:"))),
      near_misses_(new QListWidget),
      reset_(new QPushButton(tr("As the file and its conventions say"))) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    facts_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    others_->setWordWrap(true);
    column->addWidget(facts_);
    column->addLayout(form_);
    column->addWidget(others_);
    near_misses_->setObjectName(QStringLiteral("near_misses"));
    near_misses_->setAccessibleName(near_label_->text());
    near_misses_->setMaximumHeight(kNearMissesHeight);
    near_label_->setBuddy(near_misses_);
    column->addWidget(near_label_);
    column->addWidget(near_misses_);
    column->addWidget(reset_, 0, Qt::AlignLeft);
    make_architecture_controls();
    make_image_controls();
    connect(reset_, &QPushButton::clicked, this, [this] { workspace_.reset_overrides(); });
    connect(&workspace_, &Workspace::network_changed, this, &NetworkPanel::show_network);
    connect(&workspace_, &Workspace::profile_changed, this, &NetworkPanel::show_network);
    connect(&workspace_, &Workspace::running_changed, this, &NetworkPanel::show_network);
    show_network();
}

template <class Change>
void NetworkPanel::apply(Change change) {
    if (showing_) return;
    SpecOverrides overrides = workspace_.overrides();
    change(overrides);
    workspace_.set_overrides(overrides);
}

void NetworkPanel::add_row(const char* option, const QString& label, QWidget* control) {
    control->setAccessibleName(label);
    auto* why = new QLabel;
    why->setTextFormat(Qt::PlainText);
    auto* line = new QHBoxLayout;
    line->addWidget(control);
    line->addWidget(why, 1);
    control->setMinimumWidth(170);
    form_->addRow(label, line);
    if (auto* text = qobject_cast<QLabel*>(form_->labelForField(line))) text->setBuddy(control);
    if (control->objectName().isEmpty())
        control->setObjectName(QStringLiteral("option_%1").arg(QLatin1String(option)));
    rows_.push_back({option, why, control, line});
}

void NetworkPanel::make_architecture_controls() {
    stride_ = new QComboBox;
    stride_->addItem(tr("conv1 (1x1)"), 1);
    stride_->addItem(tr("conv2 (3x3)"), 2);
    pool_ = new QComboBox;
    pool_->addItem(tr("3x3/2, padding 1"), false);
    pool_->addItem(tr("3x3/2, ceil mode, no padding"), true);
    gate_ = choice_of({GateFunction::sigmoid, GateFunction::hard_sigmoid, GateFunction::tanh,
                       GateFunction::relu});
    place_ = choice_of(
        {SePlace::standard, SePlace::pre, SePlace::post, SePlace::identity, SePlace::after_3x3});
    epsilon_ = new QComboBox;
    for (const double value : {1e-3, 1e-4, 1e-5, 1e-6})
        epsilon_->addItem(QString::number(value), value);
    add_row("stride-in", tr("Stride placement"), stride_);
    add_row("ceil-mode", tr("Max pooling"), pool_);
    add_row("gate", tr("Gate function"), gate_);
    add_row("se-place", tr("Place of the SE unit"), place_);
    add_row("bn-eps", tr("Batch norm's epsilon"), epsilon_);
    connect(stride_, &QComboBox::activated, this, [this] {
        apply([this](SpecOverrides& o) { o.stride_in = stride_->currentData().toInt(); });
    });
    connect(pool_, &QComboBox::activated, this, [this] {
        apply([this](SpecOverrides& o) { o.ceil_mode = pool_->currentData().toBool(); });
    });
    connect(gate_, &QComboBox::activated, this, [this] {
        apply([this](SpecOverrides& o) {
            o.gate = static_cast<GateFunction>(gate_->currentData().toInt());
        });
    });
    connect(place_, &QComboBox::activated, this, [this] {
        apply([this](SpecOverrides& o) {
            o.se_place = static_cast<SePlace>(place_->currentData().toInt());
        });
    });
    connect(epsilon_, &QComboBox::activated, this, [this] {
        apply([this](SpecOverrides& o) { o.bn_eps = epsilon_->currentData().toDouble(); });
    });
}

void NetworkPanel::make_image_controls() {
    preset_ = new QComboBox;
    for (const auto& preset : preprocessing_presets()) {
        const QString name =
            QString::fromUtf8(preset.name.data(), static_cast<qsizetype>(preset.name.size()));
        preset_->addItem(name, name);
        preset_->setItemData(preset_->count() - 1, core_word(preset.used_by), Qt::ToolTipRole);
    }
    size_ = new QSpinBox;
    size_->setRange(8, 4096);
    size_->setSuffix(tr(" px"));
    size_->setKeyboardTracking(false);
    size_->setObjectName(QStringLiteral("input_height"));
    width_ = new QSpinBox;
    width_->setObjectName(QStringLiteral("input_width"));
    width_->setRange(0, 4096);
    width_->setSpecialValueText(tr("as the height"));
    width_->setSuffix(tr(" px"));
    width_->setKeyboardTracking(false);
    crop_ = new QDoubleSpinBox;
    crop_->setRange(0.11, 1.0);
    crop_->setDecimals(3);
    crop_->setSingleStep(0.025);
    crop_->setKeyboardTracking(false);
    interpolation_ = choice_of({Interpolation::bilinear, Interpolation::bicubic});
    add_row("preset", tr("Preprocessing"), preset_);
    add_row("size", tr("Input height"), size_);
    add_row("width", tr("Input width"), width_);
    add_row("crop-pct", tr("Share kept by the crop"), crop_);
    add_row("interpolation", tr("Interpolation"), interpolation_);
    connect(preset_, &QComboBox::activated, this, [this] {
        apply([this](SpecOverrides& o) {
            o.preset = preset_->currentData().toString().toStdString();
            o.size.reset();
            o.width.reset();
            o.crop_pct.reset();
            o.interpolation.reset();
        });
    });
    connect(size_, &QSpinBox::valueChanged, this,
            [this](int value) { apply([=](SpecOverrides& o) { o.size = value; }); });
    connect(width_, &QSpinBox::valueChanged, this, [this](int value) {
        apply([=, this](SpecOverrides& o) {
            o.size = size_->value();
            o.width = value > 0 ? std::optional(value) : std::nullopt;
        });
    });
    connect(crop_, &QDoubleSpinBox::valueChanged, this,
            [this](double value) { apply([=](SpecOverrides& o) { o.crop_pct = value; }); });
    connect(interpolation_, &QComboBox::activated, this, [this] {
        apply([this](SpecOverrides& o) {
            o.interpolation = static_cast<Interpolation>(interpolation_->currentData().toInt());
        });
    });
}

void NetworkPanel::show_network() {
    const NetworkPtr& network = workspace_.network();
    const ProfilePtr& profile = workspace_.profile();
    const bool changeable = network != nullptr && !workspace_.running();
    for (QWidget* control :
         std::initializer_list<QWidget*>{stride_, pool_, gate_, place_, epsilon_, preset_, size_,
                                         width_, crop_, interpolation_, reset_}) {
        control->setEnabled(changeable);
        control->setToolTip(changeable             ? QString()
                            : workspace_.running() ? tr("A run is under way")
                            : profile ? tr("This network comes with a profile, whose run is over")
                                      : tr("Open a network first"));
    }
    if (!network && !profile) {
        facts_->setText(tr("No network is open."));
        others_->clear();
        show_near_misses();
        return;
    }
    const NetworkRecord& model = network ? network->record : profile->network;
    showing_ = true;
    show_facts(model);
    show_values(model);
    show_assumptions(model);
    show_near_misses();
    showing_ = false;
}

// A profile does not keep them: they are those of the open network.
void NetworkPanel::show_near_misses() {
    near_misses_->clear();
    if (const NetworkPtr& network = workspace_.network()) {
        for (const NearMiss& miss : network->model.near_misses) {
            near_misses_->addItem(
                tr("%1: %2").arg(QString::fromStdString(miss.id), core_text(miss.reason)));
        }
    }
    near_label_->setVisible(near_misses_->count() > 0);
    near_misses_->setVisible(near_misses_->count() > 0);
}

void NetworkPanel::show_facts(const NetworkRecord& model) {
    const QLocale locale;
    QStringList lines;
    if (const NetworkPtr& network = workspace_.network())
        lines.append(QString::fromStdString(network->path.string()));
    lines.append(tr("%1, %2").arg(QString::fromStdString(model.architecture),
                                  QString::fromStdString(model.source)));
    if (!model.cost.layers.empty()) {
        const CostReport& cost = model.cost;
        lines.append(tr("%1 parameters, of them %2 in SE units")
                         .arg(locale.toString(qlonglong(cost.parameters())),
                              locale.toString(qlonglong(cost.se_parameters()))));
        lines.append(tr("%1 GMAC (%2 GFLOPs) for an image of %3")
                         .arg(locale.toString(double(cost.operations()) / 1e9, 'f', 2),
                              locale.toString(double(cost.operations()) / 5e8, 'f', 2))
                         .arg(input_size_text(model.preprocessing)));
    } else if (const NetworkPtr& network = workspace_.network()) {
        lines.append(core_text(network->problem));
    }
    const QString gates = tr("%L1 SE blocks with %L2 gates for each image")
                              .arg(model.sites.size())
                              .arg(model.gates_per_image());
    lines.append(model.classes > 0
                     ? tr("%L1 classes; %2").arg(model.classes).arg(gates)
                     : tr("no classifier, so nothing that needs accuracy; %1").arg(gates));
    facts_->setText(lines.join(QLatin1Char('\n')));
}

void NetworkPanel::show_values(const NetworkRecord& model) {
    const SpecOverrides said = said_of(model.conventions, model.preprocessing);
    select(stride_, said.stride_in ? QVariant(*said.stride_in) : QVariant());
    select(pool_, said.ceil_mode ? QVariant(*said.ceil_mode) : QVariant());
    select(gate_, said.gate ? QVariant(static_cast<int>(*said.gate)) : QVariant());
    select(place_, said.se_place ? QVariant(static_cast<int>(*said.se_place)) : QVariant());
    if (said.bn_eps && epsilon_->findData(*said.bn_eps) < 0)
        epsilon_->addItem(QString::number(*said.bn_eps), *said.bn_eps);
    select(epsilon_, said.bn_eps ? QVariant(*said.bn_eps) : QVariant());
    const QString preset = QString::fromStdString(model.preprocessing.preset);
    if (preset_->findData(preset) < 0)
        preset_->addItem(core_word(model.preprocessing.preset), preset);
    select(preset_, preset);
    size_->setValue(model.preprocessing.size);
    width_->setValue(model.preprocessing.is_square() ? 0 : model.preprocessing.columns());
    crop_->setValue(model.preprocessing.crop_pct);
    select(interpolation_, static_cast<int>(model.preprocessing.interpolation));
    // Strides, gates and the like are open in the ResNet family alone: elsewhere the graph says
    // them.
    for (const Row& row : rows_) {
        if (const auto* choice = qobject_cast<QComboBox*>(row.control))
            form_->setRowVisible(row.line, choice->currentIndex() >= 0);
    }
}

// Beside each control why its value was assumed; assumptions without a control below.
void NetworkPanel::show_assumptions(const NetworkRecord& model) {
    QStringList others;
    for (const Row& row : rows_) row.why->clear();
    for (const auto& assumption : model.assumptions) {
        const QString why = tr("assumed: %1").arg(core_text(assumption.why));
        const auto row = std::ranges::find_if(
            rows_, [&](const Row& r) { return changed_by(assumption.option, r.option); });
        if (row != rows_.end()) {
            row->why->setText(why);
            continue;
        }
        others.append(
            tr("%1: %2 (%3)").arg(core_text(assumption.what), core_text(assumption.value), why));
    }
    others_->setText(others.join(QLatin1Char('\n')));
    others_->setVisible(!others.isEmpty());
}

}  // namespace sescope::ui
