// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/exported/operator_table.h"

#include <unordered_map>

namespace sescope {

const OperatorRow* row_of(std::string_view name) {
    static const auto table = [] {
        std::unordered_map<std::string_view, const OperatorRow*> rows;
        for (const auto theme : {convolution_rows(), norm_rows(), linear_rows(), activation_rows(),
                                 arithmetic_rows(), pool_rows(), shape_rows(), part_rows(),
                                 copy_rows(), resize_rows(), attention_rows()}) {
            for (const auto& row : theme) rows.emplace(row.name, &row);
        }
        return rows;
    }();
    const auto found = table.find(name);
    return found != table.end() ? found->second : nullptr;
}

}  // namespace sescope
