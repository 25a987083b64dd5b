// SPDX-License-Identifier: GPL-3.0-or-later
// Data: core's sentences about options and commands, and how the window says them; and the fields
// of the window by the ids of options. A test looks for sentences and options of core that are
// missing here, and for sentences here that core does not say any more.
#include "ui/look/window_words.h"

#include <QtGlobal>
#include <algorithm>
#include <span>

namespace sescope::ui {
namespace {

struct Words {
    const char* core;
    const char* window;
};

constexpr Words kSentences[] = {
    // Pruning.
    {"name some with %1", QT_TRANSLATE_NOOP("core", "check some in the table of verdicts")},
    {"record it on a half, with: analyze %1 profile; or give another folder; or insist with %2",
     QT_TRANSLATE_NOOP("core",
                       "record it on a half of each class, or open another folder, or choose "
                       "\"All images\"")},
    {"record one of this network with: sescope analyze",
     QT_TRANSLATE_NOOP("core", "run this network over images")},
    {"make a profile of these weights with sescope analyze",
     QT_TRANSLATE_NOOP("core", "run these weights over images")},
    {"make one with: sescope %1", QT_TRANSLATE_NOOP("core", "make one on the page Prune")},
    {"write into a folder of its own: -o FOLDER",
     QT_TRANSLATE_NOOP("core", "write into a folder of its own")},
    {"try %1 identity", QT_TRANSLATE_NOOP("core", "choose \"Nothing\" to replace it by")},
    {"give %1 or %2", QT_TRANSLATE_NOOP("core", "say how much may be lost")},
    {"`sescope info` lists those that are there",
     QT_TRANSLATE_NOOP("core", "choose one of the list on the left")},
    // Images and their classes.
    {"give %1 with a table of folder name, readable name and head row",
     QT_TRANSLATE_NOOP("core", "name the folders as the network names its classes")},
    {"give %1 with the row of each class",
     QT_TRANSLATE_NOOP("core", "name the folders as the network names its classes")},
    {"give %1 names.tsv",
     QT_TRANSLATE_NOOP("core", "name the folders as the network names its classes")},
    {"%1, or %2 %3 (%4)", QT_TRANSLATE_NOOP("core", "%1; they may be meant as %3 (%4)")},
    {"put each into double quotes, or give %1 NAME for each",
     QT_TRANSLATE_NOOP("core", "choose them in the list")},
    {"say it with %1 (and %2), by heading or number",
     QT_TRANSLATE_NOOP("core", "give a table with one column of paths and one of labels")},
    {"see %1 and %2",
     QT_TRANSLATE_NOOP("core", "see Input size and Share kept by the crop, beside the network")},
    {"give %1 between 1 and %2",
     QT_TRANSLATE_NOOP("core", "choose an input size between 1 and %2")},
    {"give %1 between 1 and 8192",
     QT_TRANSLATE_NOOP("core", "choose an input size between 1 and 8192")},
    {"give a smaller %1, or a checkpoint of a real network",
     QT_TRANSLATE_NOOP("core", "choose a smaller input size, or a checkpoint of a real network")},
    {"give a larger %1, usually 224",
     QT_TRANSLATE_NOOP("core", "choose a larger input size, usually 224")},
    {"give %1 above 0.1 and up to 1",
     QT_TRANSLATE_NOOP("core", "keep a share above 0.1 and up to 1 by the crop")},
    {"give %1 and %2 as three numbers, as in 0.485,0.456,0.406",
     QT_TRANSLATE_NOOP("core", "choose another preprocessing beside the network")},
    {"give %1 and %2 of pixels between 0 and 1, or arrays only",
     QT_TRANSLATE_NOOP("core", "give arrays only")},
    {"give %1 %2 %3 %4", QT_TRANSLATE_NOOP("core", "choose the input size %2 x %4")},
    // The network.
    {"say which one with %1, as in %2 %3",
     QT_TRANSLATE_NOOP("core", "the command line opens one by its name, such as %3")},
    {"give %1 one of: %2", QT_TRANSLATE_NOOP("core", "they are named: %2")},
    {"give %1 1 or 2", QT_TRANSLATE_NOOP("core", "use 1 or 2")},
    {"leave out %1, or use a checkpoint of one network",
     QT_TRANSLATE_NOOP("core",
                       "choose another place of the SE unit, or use a checkpoint of one network")},
    {"the weights are not those of this architecture: see `sescope info`",
     QT_TRANSLATE_NOOP("core", "the weights are not those of this architecture")},
    {"check that this is the checkpoint of the network you mean (sescope info)",
     QT_TRANSLATE_NOOP("core", "check that this is the checkpoint of the network you mean")},
    {"name the architecture that it is, or leave %1 out",
     QT_TRANSLATE_NOOP("core", "use weights of an architecture that the catalogue holds")},
    {"say which with %1 NAME", QT_TRANSLATE_NOOP("core", "choose it below")},
    {"the file leaves the size of images open, and %1 was tried: give the right one (%2)",
     QT_TRANSLATE_NOOP("core",
                       "the file leaves the size of images open, and %1 was tried: choose the "
                       "right one beside the network")},
    {"give %1 between 1 and 1000000",
     QT_TRANSLATE_NOOP("core", "use a checkpoint of a real network")},
    {"give %1 between 1 and 2048, usually 16",
     QT_TRANSLATE_NOOP("core", "use a checkpoint of a real network")},
    {"run on the CPU (%1); `sescope devices` lists what is there",
     QT_TRANSLATE_NOOP("core", "choose the CPU in the settings of the run")},
    {"choose auto, cpu, cuda or cuda:N; `sescope devices` lists what is there",
     QT_TRANSLATE_NOOP("core", "choose another device in the settings of the run")},
    {"try again, or run on the CPU: %1",
     QT_TRANSLATE_NOOP("core", "try again, or choose the CPU in the settings of the run")},
    {"choose %1 auto or fp32",
     QT_TRANSLATE_NOOP("core", "choose another precision in the settings of the run")},
    {"what was done is kept in %1: go on with %2",
     QT_TRANSLATE_NOOP("core", "what was done is kept in %1: open it as a profile")},
    {"run without %1, or give the options of the first run", QT_TRANSLATE_NOOP("core", "run anew")},
    {"run without %1", QT_TRANSLATE_NOOP("core", "run anew")},
    {"give %1 a positive number, as in %2 0.01",
     QT_TRANSLATE_NOOP("core", "choose how well means are to be known, such as 0.01")},
    {"leave out %1 or %2", QT_TRANSLATE_NOOP("core", "run until the end")},
    // Files.
    {"make the profile again with sescope analyze",
     QT_TRANSLATE_NOOP("core", "run the network over the images again")},
    {"sescope info opens networks; sescope analyze makes profiles",
     QT_TRANSLATE_NOOP("core",
                       "if it is a network, open it as one; a run over images makes a profile")},
    {"sescope analyze makes profiles", QT_TRANSLATE_NOOP("core", "a run over images makes one")},
    {"merge parts made with one %1 i/n only",
     QT_TRANSLATE_NOOP("core", "merge parts of one split only")},
    {"use the same %1 and %2 for all parts",
     QT_TRANSLATE_NOOP("core", "prepare the images of all parts alike")},
};

constexpr Words kOptions[] = {
    {"architecture", QT_TRANSLATE_NOOP("core", "Architecture")},
    {"bn-eps", QT_TRANSLATE_NOOP("core", "Batch norm's epsilon")},
    {"ceil-mode", QT_TRANSLATE_NOOP("core", "Max pooling")},
    {"class", QT_TRANSLATE_NOOP("core", "Classes")},
    {"crop-pct", QT_TRANSLATE_NOOP("core", "Share kept by the crop")},
    {"device", QT_TRANSLATE_NOOP("core", "Device")},
    {"fast-decode", QT_TRANSLATE_NOOP("core", "large JPEGs at a part of their size")},
    {"gate", QT_TRANSLATE_NOOP("core", "Gate function")},
    {"max-drop", QT_TRANSLATE_NOOP("core", "Largest loss of accuracy")},
    {"mean", QT_TRANSLATE_NOOP("core", "Preprocessing")},
    {"model", QT_TRANSLATE_NOOP("core", "the network")},
    {"plan", QT_TRANSLATE_NOOP("core", "the plan")},
    {"precision", QT_TRANSLATE_NOOP("core", "Precision")},
    {"preset", QT_TRANSLATE_NOOP("core", "Preprocessing")},
    {"proof", QT_TRANSLATE_NOOP("core", "the proof")},
    {"replace", QT_TRANSLATE_NOOP("core", "Replace by")},
    {"se-place", QT_TRANSLATE_NOOP("core", "Place of the SE unit")},
    {"size", QT_TRANSLATE_NOOP("core", "Input height")},
    {"split", QT_TRANSLATE_NOOP("core", "Half of each class")},
    {"std", QT_TRANSLATE_NOOP("core", "Preprocessing")},
    {"stride-in", QT_TRANSLATE_NOOP("core", "Stride placement")},
    {"until", QT_TRANSLATE_NOOP("core", "Means known within")},
    {"width", QT_TRANSLATE_NOOP("core", "Input width")},
};

const char* found_in(std::span<const Words> table, std::string_view core) {
    const auto row = std::ranges::find(table, core, &Words::core);
    return row == table.end() ? nullptr : row->window;
}

}  // namespace

const char* words_of_window(std::string_view pattern) {
    return found_in(kSentences, pattern);
}

std::vector<std::string> worded_patterns() {
    std::vector<std::string> patterns;
    for (const Words& row : kSentences) patterns.emplace_back(row.core);
    return patterns;
}

const char* field_of_option(std::string_view id) {
    return found_in(kOptions, id);
}

}  // namespace sescope::ui
