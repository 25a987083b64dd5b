// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/metric_help.h"

#include <QCoreApplication>
#include <array>
#include <utility>

namespace sescope::ui {
namespace {

// Where the paper speaks of it: sections of the journal version.
constexpr std::array kHelp = {
    std::pair{"block", QT_TRANSLATE_NOOP("metric",
                                         "SE_stage_index, as the paper numbers its blocks "
                                         "(Hu et al., section 7.2)")},
    std::pair{"channels", QT_TRANSLATE_NOOP("metric",
                                            "C: gates of the block, one a channel "
                                            "(section 3)")},
    std::pair{"mean", QT_TRANSLATE_NOOP("metric",
                                        "Mean gate: the average of s over all images and "
                                        "channels; s = σ(W₂ ReLU(W₁ z)) (Hu et al., section 3.2)")},
    std::pair{"std_within",
              QT_TRANSLATE_NOOP("metric",
                                "√(1/C Σ_c Σ_k n_k v_kc / n): how far the gates of images "
                                "of one class lie apart (Hu et al., section 7.2)")},
    std::pair{"std_between",
              QT_TRANSLATE_NOOP("metric",
                                "√(1/C Σ_c Σ_k n_k (m_kc − μ_c)² / n): how far the mean "
                                "gates of classes lie apart (Hu et al., section 7.2)")},
    std::pair{"class_share",
              QT_TRANSLATE_NOOP("metric",
                                "ω²: the share of the gates' variance that the class explains, "
                                "between² / (between² + within²) without what chance adds to it "
                                "where images are few")},
    std::pair{"strength",
              QT_TRANSLATE_NOOP("metric",
                                "What of the block's output would change if each gate were "
                                "its mean, relative to that output")},
    std::pair{"open", QT_TRANSLATE_NOOP("metric",
                                        "Share of gates near 1: they let their channel "
                                        "pass unchanged (Hu et al., section 7.2, SE_5_2)")},
    std::pair{"closed", QT_TRANSLATE_NOOP("metric",
                                          "Share of gates near 0: they switch their "
                                          "channel off")},
    std::pair{"stuck", QT_TRANSLATE_NOOP("metric",
                                         "Share of channels whose gate rests near that of "
                                         "a zero (0.5 of a sigmoid) and does not move: "
                                         "they never learned")},
    std::pair{"parameters", QT_TRANSLATE_NOOP("metric",
                                              "Learnable parameters; of an SE unit 2C²/r "
                                              "and its biases (section 4, equation 5)")},
    std::pair{"operations", QT_TRANSLATE_NOOP("metric",
                                              "Operations of one image, by the convention "
                                              "chosen (section 4)")},
    std::pair{"se_parameters", QT_TRANSLATE_NOOP("metric",
                                                 "Parameters of the SE unit (section 4, "
                                                 "equation 5)")},
    std::pair{"se_operations",
              QT_TRANSLATE_NOOP("metric", "Operations of the SE unit (section 4)")},
    std::pair{"top1",
              QT_TRANSLATE_NOOP("metric", "Images whose class is the network's first guess")},
    std::pair{"top5", QT_TRANSLATE_NOOP("metric",
                                        "Images whose class is among the network's first "
                                        "five guesses")},
};

}  // namespace

QString metric_help(std::string_view key) {
    for (const auto& [name, help] : kHelp) {
        if (key == name) return QCoreApplication::translate("metric", help);
    }
    return {};
}

}  // namespace sescope::ui
