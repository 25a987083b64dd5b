// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of plots share.
#pragma once

#include <gtest/gtest.h>

#include <QApplication>
#include <set>

#include "ui/figures/figure_plot.h"
#include "ui/figures/layout_elements.h"

namespace sescope {

// Widgets need an application; the renderer must get on with that of the program.
inline void ensure_application() {
    if (QCoreApplication::instance() != nullptr) return;
    static char name[] = "test";
    static char option[] = "-platform";
    static char value[] = "offscreen";
    static char* arguments[] = {name, option, value, nullptr};
    static int count = 3;
    new QApplication(count, arguments);  // for the life of the program
}

class FigurePlot : public testing::Test {
  protected:
    FigurePlot() { ensure_application(); }

    static PlotStyle style() { return {light_theme(), 8, 96}; }

    static void lay_out(QCustomPlot& plot, int width, int height) {
        plot.setViewport(QRect(0, 0, width, height));
        for (const auto phase : {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins,
                                 QCPLayoutElement::upLayout}) {
            plot.plotLayout()->update(phase);
        }
    }
    static std::set<int> lefts(const QCustomPlot& plot) {
        std::set<int> values;
        for (const auto* panel : panel_rects(plot)) values.insert(panel->left());
        return values;
    }
};

}  // namespace sescope
