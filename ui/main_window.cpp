// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QAbstractButton>
#include <QAction>
#include <QCloseEvent>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTableView>
#include <QToolBar>

#include "core/report/tables.h"
#include "ui/models/report_table_model.h"
#include "ui/pages/block_tree.h"
#include "ui/pages/class_list.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/start_page.h"

namespace sescope::ui {
namespace {

QString millions(std::int64_t parameters) {
    return MainWindow::tr("%1 M").arg(static_cast<double>(parameters) / 1e6, 0, 'f', 1);
}

Table skipped_table(const std::vector<SkippedImage>& skipped) {
    Table table{"skipped", {{"image", "image"}, {"reason", "reason"}}, {}, {}};
    for (const auto& image : skipped) table.rows.push_back({image.id, image.reason});
    return table;
}

QTableView* table_view(ReportTableModel* model, const QString& name) {
    auto* view = new QTableView;
    auto* sorted = new QSortFilterProxyModel(view);
    sorted->setSourceModel(model);
    sorted->setSortRole(ReportTableModel::kSortValue);
    view->setModel(sorted);
    view->setAccessibleName(name);
    view->setSortingEnabled(true);
    view->sortByColumn(-1, Qt::AscendingOrder);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(22);
    view->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    return view;
}

}  // namespace

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent) {
    setWindowTitle(tr("SE Scope"));
    setAcceptDrops(true);
    resize(1280, 800);
    centre_ = new QStackedWidget;
    auto* start = new StartPage;
    figures_ = new FigureTabs(workspace_);
    centre_->addWidget(start);
    centre_->addWidget(figures_);
    setCentralWidget(centre_);
    connect(start, &StartPage::demo_asked, &workspace_, &Workspace::open_demo);
    connect(start, &StartPage::open_network_asked, this, &MainWindow::ask_network);
    connect(start, &StartPage::open_images_asked, this, &MainWindow::ask_images);
    connect(start, &StartPage::open_profile_asked, this, &MainWindow::ask_profile);
    const QString partial = Workspace::partial_of_earlier_run();
    if (!partial.isEmpty()) {
        start->offer_partial();
        connect(start, &StartPage::partial_asked, &workspace_,
                [this, partial] { workspace_.open_partial(partial); });
    }
    make_docks();
    make_tables();
    make_menus();
    make_foot();
    connect_workspace();
    restore_layout();
    show_network();
    show_running();
}

MainWindow::~MainWindow() = default;

void MainWindow::make_docks() {
    const auto dock = [this](const QString& title, const char* name, QWidget* content,
                             Qt::DockWidgetArea area) {
        auto* widget = new QDockWidget(title);
        widget->setObjectName(QString::fromLatin1(name));
        widget->setWidget(content);
        addDockWidget(area, widget);
    };
    dock(tr("Blocks"), "blocks", new BlockTree(workspace_), Qt::LeftDockWidgetArea);
    classes_ = new ClassList(workspace_);
    dock(tr("Classes"), "classes", classes_, Qt::RightDockWidgetArea);
    tables_ = new QTabWidget;
    tables_->setDocumentMode(true);
    dock(tr("Tables"), "tables", tables_, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
}

void MainWindow::make_tables() {
    blocks_table_ = new ReportTableModel(this);
    cost_table_ = new ReportTableModel(this);
    skipped_table_ = new ReportTableModel(this);
    log_ = new QPlainTextEdit;
    log_->setReadOnly(true);
    log_->setMaximumBlockCount(5000);
    log_->setAccessibleName(tr("Log"));
    tables_->addTab(table_view(blocks_table_, tr("Blocks table")), tr("Blocks table"));
    tables_->addTab(table_view(cost_table_, tr("Cost")), tr("Cost"));
    tables_->addTab(table_view(skipped_table_, tr("Skipped images")), tr("Skipped"));
    tables_->addTab(log_, tr("Log"));
}

void MainWindow::make_menus() {
    auto* file = menuBar()->addMenu(tr("&File"));
    file->addAction(tr("Open &network..."), QKeySequence::Open, this, &MainWindow::ask_network);
    file->addAction(tr("Open &images..."), QKeySequence(tr("Ctrl+I")), this,
                    &MainWindow::ask_images);
    file->addAction(tr("Open &profile..."), QKeySequence(tr("Ctrl+P")), this,
                    &MainWindow::ask_profile);
    save_ =
        file->addAction(tr("&Save profile..."), QKeySequence::Save, this, &MainWindow::ask_save);
    file->addSeparator();
    file->addAction(tr("&Quit"), QKeySequence::Quit, this, &QWidget::close);

    auto* view = menuBar()->addMenu(tr("&View"));
    for (auto* dock : findChildren<QDockWidget*>()) view->addAction(dock->toggleViewAction());
    view->addAction(tr("Filter classes"), QKeySequence(QStringLiteral("/")), this,
                    [this] { classes_->focus_filter(); });

    auto* figure = menuBar()->addMenu(tr("Fi&gure"));
    figure->addAction(tr("&Export figure..."), QKeySequence(tr("Ctrl+E")), this,
                      [this] { figures_->current_view()->export_figure(); });
    figure->addAction(tr("Export &data..."), this,
                      [this] { figures_->current_view()->export_data(); });
    figure->addAction(tr("&Copy"), QKeySequence::Copy, this,
                      [this] { figures_->current_view()->copy(); });
    for (int i = 0; i < figures_->count(); ++i) {
        figure->addAction(figures_->tabText(i), QKeySequence(QString::number(i + 1)), this,
                          [this, i] { figures_->setCurrentIndex(i); });
    }

    auto* run = menuBar()->addMenu(tr("&Run"));
    run_ = run->addAction(tr("&Run"), QKeySequence(tr("Ctrl+R")), &workspace_, &Workspace::run);
    stop_ =
        run->addAction(tr("&Stop"), QKeySequence(Qt::Key_Escape), &workspace_, &Workspace::stop);
    run->addAction(tr("Try the &demo"), &workspace_, &Workspace::open_demo);

    network_label_ = new QLabel;
    images_label_ = new QLabel;
    network_label_->setTextFormat(Qt::PlainText);
    network_label_->setContentsMargins(6, 0, 12, 0);
    images_label_->setContentsMargins(6, 0, 12, 0);
    auto* bar = addToolBar(tr("Network"));
    bar->setObjectName(QStringLiteral("network_bar"));
    bar->setMovable(false);
    bar->addWidget(network_label_);
    bar->addSeparator();
    bar->addWidget(images_label_);
    bar->addSeparator();
    bar->addAction(run_);
    bar->addAction(stop_);
}

void MainWindow::make_foot() {
    message_ = new QLabel;
    message_->setTextFormat(Qt::PlainText);
    progress_label_ = new QLabel;
    progress_ = new QProgressBar;
    progress_->setMaximumWidth(260);
    progress_->setAccessibleName(tr("Progress of the run"));
    statusBar()->addWidget(message_, 1);
    statusBar()->addPermanentWidget(progress_label_);
    statusBar()->addPermanentWidget(progress_);
}

void MainWindow::connect_workspace() {
    connect(&workspace_, &Workspace::network_changed, this, &MainWindow::show_network);
    connect(&workspace_, &Workspace::dataset_changed, this, &MainWindow::show_network);
    connect(&workspace_, &Workspace::running_changed, this, &MainWindow::show_running);
    connect(&workspace_, &Workspace::profile_changed, this, &MainWindow::show_tables);
    connect(&workspace_, &Workspace::profile_changed, this, [this] {
        if (!workspace_.network()) show_network();
    });
    connect(&workspace_, &Workspace::progressed, this, &MainWindow::show_progress);
    connect(&workspace_, &Workspace::noticed, this, &MainWindow::say);
    connect(&workspace_, &Workspace::failed, this, &MainWindow::show_error);
    connect(&workspace_, &Workspace::profile_saved, this,
            [this](const QString& path) { say(tr("Saved %1").arg(path)); });
    for (auto* view : figures_->findChildren<FigureView*>())
        connect(view, &FigureView::failed, this, &MainWindow::show_error);
}

void MainWindow::restore_layout() {
    set_default_layout();
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    restoreState(settings.value(QStringLiteral("window/state")).toByteArray());
}

void MainWindow::set_default_layout() {
    const auto dock = [this](const char* name) {
        return findChild<QDockWidget*>(QString::fromLatin1(name));
    };
    resizeDocks({dock("blocks"), dock("classes")}, {290, 250}, Qt::Horizontal);
    resizeDocks({dock("tables")}, {190}, Qt::Vertical);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (workspace_.running()) {
        const auto answer = QMessageBox::question(this, tr("A run is under way"),
                                                  tr("Stop the run and close the window?"));
        if (answer != QMessageBox::Yes) return event->ignore();
    } else if (workspace_.unsaved()) {
        QMessageBox box(QMessageBox::Question, tr("Unsaved profile"),
                        tr("The profile of this run is not saved."), QMessageBox::NoButton, this);
        const QAbstractButton* save = box.addButton(tr("Save profile..."), QMessageBox::AcceptRole);
        box.addButton(tr("Close without saving"), QMessageBox::DestructiveRole);
        const QAbstractButton* stay = box.addButton(tr("Stay"), QMessageBox::RejectRole);
        box.exec();
        if (box.clickedButton() == stay) return event->ignore();
        if (box.clickedButton() == save) {
            ask_save();
            return event->ignore();
        }
    }
    workspace_.stop();
    workspace_.forget_partial();
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/state"), saveState());
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QUrl& url : event->mimeData()->urls()) {
        if (url.isLocalFile()) workspace_.open_any(url.toLocalFile());
    }
}

void MainWindow::ask_network() {
    const QString path = QFileDialog::getOpenFileName(
        this, tr("Open network"), {},
        tr("Checkpoints (*.safetensors *.pth *.pt *.bin *.tar);;All files (*)"));
    if (!path.isEmpty()) workspace_.open_network(path);
}

void MainWindow::ask_images() {
    const QString path = QFileDialog::getExistingDirectory(
        this, tr("Open images: a folder with a folder for each class"));
    if (!path.isEmpty()) workspace_.open_images(path);
}

void MainWindow::ask_profile() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Open profile"), {},
                                                      tr("Profiles (*.profile);;All files (*)"));
    if (!path.isEmpty()) workspace_.open_profile(path);
}

void MainWindow::ask_save() {
    if (!workspace_.profile()) return;
    const QString path = QFileDialog::getSaveFileName(
        this, tr("Save profile"), QStringLiteral("network.profile"), tr("Profiles (*.profile)"));
    if (!path.isEmpty()) workspace_.save_profile_as(path);
}

void MainWindow::show_network() {
    const NetworkPtr& network = workspace_.network();
    const ProfilePtr& profile = workspace_.profile();
    if (network || profile) {
        show_spec(network ? network->spec : profile->network);
    } else {
        network_label_->setText(tr("No network yet"));
    }
    if (const DatasetPtr& dataset = workspace_.dataset()) {
        images_label_->setText(tr("%L1 images in %2 classes")
                                   .arg(dataset->images.size())
                                   .arg(dataset->classes.size()));
        images_label_->setToolTip(QString::fromStdString(dataset->head_note));
    } else if (profile && !network) {
        images_label_->setText(tr("profile of %L1 images in %2 classes")
                                   .arg(profile->images())
                                   .arg(profile->classes.size()));
        images_label_->setToolTip(QString::fromStdString(profile->origin.data_root));
    } else {
        images_label_->setText(tr("No images yet"));
        images_label_->setToolTip({});
    }
    show_running();
}

void MainWindow::show_spec(const NetworkSpec& spec) try {
    const int size = spec.preprocessing.size;
    const CostReport cost = cost_of(spec, size, CostConvention::macs);
    QString text = tr("%1 · %2 · %3 GMAC · %4 classes · %5 px")
                       .arg(QString::fromStdString(spec.architecture), millions(cost.parameters()))
                       .arg(static_cast<double>(cost.operations()) / 1e9, 0, 'f', 2)
                       .arg(spec.head.classes)
                       .arg(size);
    QStringList assumed;
    for (const auto& item : spec.assumptions) {
        assumed.append(tr("%1: %2 (%3)")
                           .arg(QString::fromStdString(item.what),
                                QString::fromStdString(item.value),
                                QString::fromStdString(item.why)));
    }
    if (!assumed.isEmpty()) text += tr(" (%1 assumed)").arg(assumed.size());
    network_label_->setText(text);
    network_label_->setToolTip(assumed.join(QLatin1Char('\n')));
    cost_table_->set_table(
        cost_table(cost, cost_of(without_se(spec), size, CostConvention::macs), CostLevel::layer));
} catch (const Error& error) {
    network_label_->setText(QString::fromStdString(spec.architecture));
    show_error(error);
}

void MainWindow::show_running() {
    const bool running = workspace_.running();
    run_->setEnabled(workspace_.can_run());
    run_->setToolTip(run_->isEnabled() ? tr("Run the network over the images")
                     : running         ? tr("A run is under way")
                                       : tr("Open a network and images first"));
    stop_->setEnabled(running);
    progress_->setVisible(running);
    progress_label_->setVisible(running);
    save_->setEnabled(workspace_.profile() != nullptr && !running);
    if (running) message_->clear();
}

void MainWindow::show_tables() {
    const ProfilePtr& profile = workspace_.profile();
    centre_->setCurrentIndex(1);
    save_->setEnabled(!workspace_.running());
    blocks_table_->set_table(blocks_table(*profile));
    skipped_table_->set_table(skipped_table(profile->skipped));
    tables_->setTabText(2, profile->skipped.empty()
                               ? tr("Skipped")
                               : tr("Skipped (%1)").arg(profile->skipped.size()));
}

void MainWindow::show_progress(const Progress& progress) {
    progress_->setMaximum(static_cast<int>(progress.total));
    progress_->setValue(static_cast<int>(progress.done));
    progress_label_->setText(tr("%L1 / %L2 · %3 images/s · %4 s left")
                                 .arg(progress.done)
                                 .arg(progress.total)
                                 .arg(progress.images_per_second, 0, 'f', 1)
                                 .arg(progress.seconds_left, 0, 'f', 0));
}

void MainWindow::show_error(const Error& error) {
    QString text = QString::fromStdString(error.message());
    if (!error.file().empty())
        text = QString::fromStdString(error.file().string()) + QStringLiteral(": ") + text;
    if (!error.hint().empty()) text += QStringLiteral("; ") + QString::fromStdString(error.hint());
    say(text);
}

void MainWindow::say(const QString& text) {
    message_->setText(text);
    message_->setToolTip(text);
    log_->appendPlainText(text);
}

}  // namespace sescope::ui
