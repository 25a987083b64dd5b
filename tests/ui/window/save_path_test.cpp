// SPDX-License-Identifier: GPL-3.0-or-later
// Where files are written: the dialog driven as a person drives it.
#include "ui/bars/save_path.h"

#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>
#include <fstream>

#include "tests/ui/window/window_fixture.h"

namespace sescope::test {
namespace {

class SavePathTest : public WindowTest {
  protected:
    // Types `name`, presses Save, and says no where it is asked whether to overwrite.
    QString ask(const QString& name, const QString& filter, const QString& chosen = {}) {
        QTimer person;
        QObject::connect(&person, &QTimer::timeout, &person, [&, typed = false]() mutable {
            QWidget* modal = QApplication::activeModalWidget();
            if (auto* box = qobject_cast<QMessageBox*>(modal)) {
                ++questions_;
                box->button(QMessageBox::No)->click();
                return;
            }
            auto* dialog = qobject_cast<QFileDialog*>(modal);
            if (dialog == nullptr) return;
            if (std::exchange(typed, true)) return dialog->reject();
            if (!chosen.isEmpty()) {
                dialog->selectNameFilter(chosen);
                emit dialog->filterSelected(chosen);
            }
            dialog->findChild<QLineEdit*>()->setText(name);
            // Not from here: a timer does not fire while it is being answered.
            QMetaObject::invokeMethod(dialog, "accept", Qt::QueuedConnection);
        });
        person.start(20);
        return ui::ask_save_path(nullptr, QStringLiteral("export"), QStringLiteral("Export"),
                                 QStringLiteral("figure.csv"), filter);
    }

    int questions_ = 0;
};

TEST_F(SavePathTest, ANameWithoutExtensionGetsThatOfTheFilter) {
    const QString filter = QStringLiteral("CSV (*.csv);;JSON (*.json)");
    EXPECT_EQ(ask(path("plain"), filter), path("plain.csv"));
    EXPECT_EQ(ask(path("plain"), filter, QStringLiteral("JSON (*.json)")), path("plain.json"));
    EXPECT_EQ(ask(path("other.json"), filter), path("other.json"));
    EXPECT_EQ(questions_, 0);
}

TEST_F(SavePathTest, AFileThatIsThereIsNotOverwrittenUnasked) {
    std::ofstream(path("plain.csv").toStdString()) << "precious";
    EXPECT_EQ(ask(path("plain"), QStringLiteral("CSV (*.csv)")), QString());
    EXPECT_EQ(questions_, 1);
}

TEST_F(SavePathTest, TheNextDialogBeginsInTheFolderOfTheLast) {
    EXPECT_EQ(ui::last_folder(QStringLiteral("export")), QString());
    ask(path("plain"), QStringLiteral("CSV (*.csv)"));
    EXPECT_EQ(ui::last_folder(QStringLiteral("export")), QFileInfo(path("plain")).path());
    EXPECT_EQ(ui::last_folder(QStringLiteral("profile")), QString());
}

}  // namespace
}  // namespace sescope::test
