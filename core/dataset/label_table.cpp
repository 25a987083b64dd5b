// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/label_table.h"

#include <algorithm>
#include <string_view>

#include "core/base/resources.h"
#include "core/dataset/table_file.h"

namespace sescope {
const ImagenetLabels& imagenet_labels() {
    static const ImagenetLabels labels = [] {
        const auto records = read_table(resource_path("labels/imagenet.tsv"));
        ImagenetLabels read;
        for (std::size_t i = 1; i < records.size(); ++i) {
            read.synsets.push_back(records[i].fields.at(1));
            read.readable.push_back(records[i].fields.at(2));
        }
        return read;
    }();
    return labels;
}

bool looks_like_synset(std::string_view name) {
    return name.size() == 9 && name[0] == 'n' &&
           std::all_of(name.begin() + 1, name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace sescope
