// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/report/shown_number.h"
#include "core/report/tables.h"

namespace sescope {
namespace {

struct CostRow {
    int stage = 0;
    Text name;
    Text kind;
    std::string output;
    std::int64_t parameters = 0;
    std::int64_t operations = 0;
    std::int64_t se_parameters = 0;
    std::int64_t se_operations = 0;

    void add(const LayerCost& layer) {
        parameters += layer.parameters;
        operations += layer.operations;
        se_parameters += layer.se ? layer.parameters : 0;
        se_operations += layer.se ? layer.operations : 0;
    }
};

Text stage_name(int stage) {
    if (stage == kStemStage) return "stem";
    return stage == kHeadStage ? Text("head") : text("stage {}", stage);
}

Text operations_called(CostConvention convention) {
    switch (convention) {
        case CostConvention::macs:
            return "MACs";
        case CostConvention::flops:
            return "FLOPs";
        default:
            return text("MACs ({})", name_of(convention));
    }
}

// Where a layer's cost goes. Layers of one row need not stand together.
Text row_name(const LayerCost& layer, CostLevel level) {
    switch (level) {
        case CostLevel::layer:
            return layer.name;
        case CostLevel::block:
            // Stem and head are words of ours, blocks have names.
            return stage_name(layer.stage) == layer.block ? stage_name(layer.stage)
                                                          : Text(layer.block);
        case CostLevel::stage:
            return stage_name(layer.stage);
    }
    return layer.name;
}

std::vector<CostRow> rows_of(const CostReport& report, CostLevel level) {
    std::vector<CostRow> rows;
    for (const auto& layer : report.layers) {
        const Text name = row_name(layer, level);
        auto row = level == CostLevel::layer
                       ? rows.end()
                       : std::find_if(rows.begin(), rows.end(),
                                      [&](const CostRow& r) { return r.name == name; });
        if (row == rows.end()) {
            rows.push_back({.stage = layer.stage,
                            .name = name,
                            .kind = word(layer.kind),
                            .output = fmt::format("{} x {}", layer.height, layer.width)});
            row = std::prev(rows.end());
        }
        row->add(layer);
    }
    // A neck of a detector comes back to larger maps.
    if (level == CostLevel::stage) std::ranges::stable_sort(rows, {}, &CostRow::stage);
    return rows;
}

double share(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? double(part) / double(whole) : 0.0;
}

std::vector<Cell> cells_of(const CostRow& row, const CostReport& report, CostLevel level) {
    std::vector<Cell> cells{row.name};
    if (level == CostLevel::layer) {
        cells.emplace_back(row.kind);
        cells.emplace_back(row.output);
    }
    for (const auto value :
         {row.parameters, row.operations, row.se_parameters, row.se_operations}) {
        cells.emplace_back(value);
    }
    cells.emplace_back(share(row.parameters, report.parameters()));
    cells.emplace_back(share(row.operations, report.operations()));
    return cells;
}

std::vector<Column> columns_of(CostLevel level, const Text& convention) {
    static constexpr std::string_view kFirst[] = {"layer", "block", "stage"};
    const std::string first(kFirst[static_cast<int>(level)]);
    std::vector<Column> columns{{word(first), first, "", 3}};
    if (level == CostLevel::layer) {
        columns.push_back({"kind", "kind", "", 3});
        columns.push_back({"output", "output", "", 3});
    }
    columns.push_back({"parameters", "parameters", "", 3});
    columns.push_back({convention, "operations", "", 3});
    columns.push_back({"SE parameters", "se_parameters", "", 3});
    columns.push_back({text("SE {}", convention), "se_operations", "", 3});
    columns.push_back({"of parameters", "parameters_share", "%", 3});
    columns.push_back({text("of {}", convention), "operations_share", "%", 3});
    return columns;
}

// How much the units add, of parameters or operations.
struct Added {
    std::string count;
    std::string share;  ///< in percent
};

Added added(std::int64_t with, std::int64_t without) {
    return {shown_integer(with - without), shown_real(100 * share(with - without, without), 3)};
}

}  // namespace

Table cost_table(const CostReport& report, const CostReport& plain, CostLevel level) {
    if (report.convention != plain.convention || report.size != plain.size) {
        throw Error(ErrorKind::internal, "costs of different conventions or sizes were compared");
    }
    const Text convention = operations_called(report.convention);
    Table table;
    table.name = "cost";
    table.columns = columns_of(level, convention);
    for (const auto& row : rows_of(report, level)) {
        table.rows.push_back(cells_of(row, report, level));
    }
    CostRow total{.stage = 0, .name = "total", .kind = "", .output = ""};
    for (const auto& layer : report.layers) total.add(layer);
    table.rows.push_back(cells_of(total, report, level));
    table.notes.push_back(
        text("One image of {} x {}; operations are {}.", report.size, report.size, convention));
    const Added parameters = added(report.parameters(), plain.parameters());
    const Added operations = added(report.operations(), plain.operations());
    table.notes.push_back(
        text("SE adds {} and {} to the same network without SE.",
             text("{} parameters ({} %)", parameters.count, parameters.share),
             text("{} {} ({} %)", operations.count, convention, operations.share)));
    return table;
}

}  // namespace sescope
