// SPDX-License-Identifier: GPL-3.0-or-later
// Data: pieces of core's advice, and how the window says them. The longer one comes first where one
// is part of another. A test looks for flags in core that are missing here. What is said instead is
// translated as a text of core (core_templates.cpp).
#include "ui/look/window_words.h"

#include <utility>

namespace sescope::ui {
namespace {

constexpr std::pair<const char*, const char*> kWords[] = {
    // Pruning.
    {"name some with --blocks", "check some in the table of verdicts"},
    {"record it on a half, with: analyze --split profile; or give another folder; or insist with "
     "--same-images",
     "record it on a half of each class, or open another folder, or choose \"All images\""},
    {"record one of this network with: sescope analyze", "run this network over images"},
    {"make a profile of these weights with sescope analyze", "run these weights over images"},
    {"try --replace identity", "choose \"Nothing\" to replace it by"},
    {"give --max-drop or --min-saving", "say how much may be lost"},
    {"`sescope info` lists those that are there", "choose one of the list on the left"},
    // Images and their classes.
    {"give --labels with a table of folder name, readable name and head row",
     "name the folders as the network names its classes"},
    {"give --labels with the row of each class",
     "name the folders as the network names its classes"},
    {", or --match ", "; they may be meant as "},
    {"put each into double quotes, or give --class NAME for each", "choose them in the list"},
    {"say it with --label-column (and --image-column), by heading or number",
     "give a table with one column of paths and one of labels"},
    {"give --labels names.tsv", "name the folders as the network names its classes"},
    {"see --size and --crop-pct", "see Input size and Share kept by the crop, beside the network"},
    {"give --size between 1 and", "choose an input size between 1 and"},
    {"give a smaller --size, or a checkpoint of a real network",
     "choose a smaller input size, or a checkpoint of a real network"},
    {"give a larger --size, usually 224", "choose a larger input size, usually 224"},
    {"give --crop-pct above 0.1 and up to 1", "keep a share above 0.1 and up to 1 by the crop"},
    {"give --mean and --std as three numbers, as in 0.485,0.456,0.406",
     "choose another preprocessing beside the network"},
    // The network.
    {"say which one with --weights, as in --weights ",
     "the command line opens one by its name, such as "},
    {"give --weights one of: ", "they are named: "},
    {"give --stem-stride 1 or 2", "use 1 or 2"},
    {"leave out --se-place, or use a checkpoint of one network",
     "choose another place of the SE unit, or use a checkpoint of one network"},
    {"the weights are not those of this architecture: see `sescope info`",
     "the weights are not those of this architecture"},
    {"check that this is the checkpoint of the network you mean (sescope info)",
     "check that this is the checkpoint of the network you mean"},
    {"name the architecture that it is, or leave --architecture out",
     "use weights of an architecture that the catalogue holds"},
    {"say which with --architecture NAME", "choose it below"},
    {" was tried: give the right one (--size)",
     " was tried: choose the right one beside the network"},
    {"--preset, --mean, --std, --size", "the preprocessing beside the network"},
    {"give --classes between 1 and 1000000", "use a checkpoint of a real network"},
    {"give --reduction between 1 and 2048, usually 16", "use a checkpoint of a real network"},
    // The run.
    {"run on the CPU (--device cpu); `sescope devices` lists what is there",
     "choose the CPU in the settings of the run"},
    {"choose auto, cpu, cuda or cuda:N; `sescope devices` lists what is there",
     "choose another device in the settings of the run"},
    {"try again, or run on the CPU: --device cpu",
     "try again, or choose the CPU in the settings of the run"},
    {"choose --precision auto or fp32", "choose another precision in the settings of the run"},
    {"go on with --resume", "open it as a profile"},
    {"run without --resume, or give the options of the first run", "run anew"},
    {"run without --resume", "run anew"},
    {"give --until a positive number, as in --until 0.01",
     "choose how well means are to be known, such as 0.01"},
    {"leave out --until or --shard", "run until the end"},
    {"without --fast-decode", "as it is"},
    // Files.
    {"make the profile again with sescope analyze", "run the network over the images again"},
    {"sescope info opens networks; sescope analyze makes profiles",
     "if it is a network, open it as one; a run over images makes a profile"},
    {"sescope analyze makes profiles", "a run over images makes one"},
    {"merge parts made with one --shard i/n only", "merge parts of one split only"},
    {"use the same --preset and --size for all parts", "prepare the images of all parts alike"},
    // Arrays.
    {"give --mean and --std of pixels between 0 and 1, or arrays only", "give arrays only"},
    {"--mean and --std", "the preprocessing beside the network"},
    {"give --size ", "choose the input size "},
    {" --width ", " x "},
};

}  // namespace

QString in_words_of_window(const QString& english) {
    QString text = english;
    for (const auto& [flag, window] : kWords)
        text.replace(QString::fromUtf8(flag), QString::fromUtf8(window));
    return text;
}

}  // namespace sescope::ui
