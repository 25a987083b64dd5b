// SPDX-License-Identifier: GPL-3.0-or-later
// Takes a picture of every page of the window, to be looked at: light and dark, in each language,
// at two sizes. See scripts/screenshots.
#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QFileInfo>
#include <QImage>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTabWidget>
#include <QTimer>
#include <QToolButton>
#include <cstdio>
#include <functional>

#include "ui/bars/message_bar.h"
#include "ui/bars/network_bar.h"
#include "ui/bars/panel_button.h"
#include "ui/main_window.h"
#include "ui/pages/export_dialog.h"
#include "ui/pages/figure_tabs.h"
#include "ui/pages/figure_view.h"
#include "ui/pages/pruning_page.h"
#include "ui/pages/start_page.h"
#include "ui/pages/tables.h"

namespace {

using namespace sescope::ui;

bool wait_until(const std::function<bool()>& reached, int seconds) {
    for (int i = 0; i < seconds * 20 && !reached(); ++i) {
        QEventLoop loop;
        QTimer::singleShot(50, &loop, &QEventLoop::quit);
        loop.exec();
    }
    return reached();
}

void settle() {
    wait_until([] { return false; }, 1);
}

class Photographer {
  public:
    Photographer(MainWindow& window, QString folder)
        : window_(window), folder_(std::move(folder)) {}

    void take_all(const QString& what) {
        for (const QSize size : {QSize(1024, 700), QSize(1920, 1080)}) {
            window_.resize(size);
            for (const Look look : {Look::light, Look::dark}) {
                window_.appearance().set_look(look);
                for (const QString& code : Language::codes()) {
                    window_.language().set_code(code);
                    settle();
                    prefix_ = QStringLiteral("%1-%2-%3-%4-")
                                  .arg(what)
                                  .arg(size.width())
                                  .arg(look == Look::dark ? QStringLiteral("dark")
                                                          : QStringLiteral("light"))
                                  .arg(code);
                    take_pages();
                }
            }
        }
    }

  private:
    void save(QWidget& widget, const QString& name) {
        const QString path = folder_ + QLatin1Char('/') + prefix_ + name + QStringLiteral(".png");
        if (!widget.grab().save(path)) std::fprintf(stderr, "cannot write %s\n", qPrintable(path));
    }

    void take_pages() {
        if (!window_.workspace().profile()) return save(window_, QStringLiteral("start"));
        take_figures();
        take_tables();
        take_panels();
    }
    void take_figures() {
        auto* figures = window_.findChild<FigureTabs*>();
        for (int i = 0; i < figures->count(); ++i) {
            figures->setCurrentIndex(i);
            // The images page fills itself; figures of wide blocks are made on a thread.
            wait_until([&] { return figures->current_view()->figure() != nullptr; }, 5);
            if (figures->current_view()->figure() == nullptr) settle();
            QApplication::processEvents();
            save(window_, QStringLiteral("figure-%1").arg(i + 1));
        }
        take_thresholds();
        figures->setCurrentIndex(0);
    }
    void take_thresholds() {
        auto* page = window_.findChild<PruningPage*>();
        window_.findChild<FigureTabs*>()->setCurrentWidget(page);
        auto* shown = page->findChild<QToolButton*>(QStringLiteral("show_thresholds"));
        shown->setChecked(true);
        QApplication::processEvents();
        save(window_, QStringLiteral("thresholds"));
        shown->setChecked(false);
    }
    void take_tables() {
        auto* tables = window_.findChild<Tables*>();
        for (int i = 1; i < tables->count(); ++i) {
            tables->setCurrentIndex(i);
            save(*tables, QStringLiteral("table-%1").arg(i + 1));
        }
        tables->setCurrentIndex(0);
    }
    void take_panels() {
        int number = 0;
        for (auto* button : window_.findChildren<PanelButton*>()) {
            button->open_panel();
            save(*button->panel()->window(), QStringLiteral("panel-%1").arg(++number));
            button->panel()->window()->hide();
        }
        const FigureView* view = window_.findChild<FigureTabs*>()->current_view();
        if (view->figure() != nullptr) {
            ExportDialog dialog(view->figure_as_seen(), QStringLiteral("figure"), &window_);
            dialog.show();
            QApplication::processEvents();
            save(dialog, QStringLiteral("export"));
        }
        auto* message = window_.findChild<MessageBar*>();
        message->show_error(sescope::Error(sescope::ErrorKind::data, "is empty",
                                           "/somewhere/network.pth", "copy or download it again"));
        QApplication::processEvents();
        save(window_, QStringLiteral("message"));
        message->clear();
    }

    MainWindow& window_;
    QString folder_;
    QString prefix_;
};

bool run_and_take(MainWindow& window, Photographer& photographer, const QString& name) {
    const auto done = [&] {
        const auto& profile = window.workspace().profile();
        return !window.workspace().running() && profile && !profile->partial();
    };
    if (!wait_until(done, 600)) {
        std::fprintf(stderr, "the run of %s did not end\n", qPrintable(name));
        return false;
    }
    // The Prune page with a proof of what it says may go, or of its last block.
    Pruning& pruning = window.pruning();
    pruning.choose_prunable();
    if (pruning.choices().empty() && !pruning.verdicts().empty())
        window.workspace().choose_pruned({QString::fromStdString(pruning.verdicts().back().block)});
    pruning.prove();
    wait_until([&] { return !pruning.running(); }, 600);
    photographer.take_all(name);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    QStandardPaths::setTestModeEnabled(true);  // nothing of the person's settings
    QApplication app(argc, argv);
    QApplication::setApplicationName(QStringLiteral("sescope-screenshots"));
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() != 2 && arguments.size() != 4) {
        std::fprintf(stderr, "usage: screenshots FOLDER [MODEL IMAGES]\n");
        return 2;
    }
    QDir().mkpath(arguments[1]);
    MainWindow window;
    Photographer photographer(window, arguments[1]);
    window.show();
    window.workspace().start_engine();
    photographer.take_all(QStringLiteral("empty"));
    window.workspace().open_demo();
    if (!run_and_take(window, photographer, QStringLiteral("demo"))) return 1;
    if (arguments.size() == 2) return 0;
    Workspace& workspace = window.workspace();
    sescope::DatasetOptions few;
    few.per_class = 20;
    workspace.open_network(arguments[2]);
    wait_until([&] { return workspace.network()->path == arguments[2].toStdString(); }, 60);
    workspace.open_images(arguments[3]);
    workspace.set_data_options(few);
    wait_until([&] { return workspace.dataset()->images.size() <= 20 * 1000; }, 5);
    settle();
    workspace.run();
    return run_and_take(window, photographer, QStringLiteral("network")) ? 0 : 1;
}
