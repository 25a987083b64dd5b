// SPDX-License-Identifier: GPL-3.0-or-later
#include <stdexcept>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/message.h"
#include "core/excitation/skipped_json.h"
#include "core/pruning/choices_json.h"
#include "core/pruning/evaluation_json.h"
#include "core/pruning/plan.h"

namespace sescope {
namespace {

OrderedJson to_json(const PlanBudget& budget) {
    const auto or_null = [](const std::optional<double>& value) {
        return value ? number(*value) : OrderedJson(nullptr);
    };
    return {{"max_drop", or_null(budget.max_drop)},
            {"accuracy", std::string(name_of(budget.accuracy))},
            {"min_saving", or_null(budget.min_saving)}};
}

PlanBudget budget_from(const OrderedJson& json) {
    const auto optional = [&](const char* key) -> std::optional<double> {
        if (json.at(key).is_null()) return std::nullopt;
        return json.at(key).get<double>();
    };
    PlanBudget budget;
    budget.max_drop = optional("max_drop");
    budget.min_saving = optional("min_saving");
    const auto name = json.at("accuracy").get<std::string>();
    if (name == name_of(Accuracy::top5)) {
        budget.accuracy = Accuracy::top5;
    } else if (name != name_of(Accuracy::top1)) {
        throw std::range_error("an accuracy is neither top-1 nor top-5");
    }
    return budget;
}

OrderedJson to_json(const std::vector<RankedBlock>& order) {
    OrderedJson list = OrderedJson::array();
    for (const RankedBlock& ranked : order) {
        list.push_back({{"block", ranked.block},
                        {"score", number(ranked.score)},
                        {"unprunable", ranked.unprunable.str()}});
    }
    return list;
}

OrderedJson to_json(const Plan& plan, const PlanStep& step) {
    OrderedJson json{{"blocks", step.blocks},
                     {"closed", step.takes_channels() ? number(step.closed) : nullptr},
                     {"channels", to_json(step.channels)},
                     {"greedy", step.greedy},
                     {"last_stage", step.last_stage},
                     {"pareto", step.pareto},
                     {"saving", number(plan.saving(step))},
                     {"price", to_json(step.price)},
                     {"comparison", sescope::to_json(step.comparison)},
                     {"timing", to_json(step.timing)}};
    if (!plan.budget.max_drop) return json;
    const BudgetCheck check =
        check_budget(step.comparison, plan.budget.accuracy, *plan.budget.max_drop);
    json["budget"] = {{"verdict", std::string(name_of(check.verdict))},
                      {"images_needed", check.images_needed}};
    return json;
}

PlanStep step_from(const OrderedJson& json) {
    PlanStep step;
    step.blocks = json.at("blocks").get<std::vector<std::string>>();
    if (json.contains("closed") && !json.at("closed").is_null()) {
        step.closed = json.at("closed").get<double>();
        step.channels = removals_from(json.at("channels"));
    }
    step.greedy = json.at("greedy").get<bool>();
    step.last_stage = json.at("last_stage").get<bool>();
    step.price = price_from(json.at("price"));
    step.comparison = comparison_from(json.at("comparison"));
    step.timing = timing_from(json.at("timing"));
    return step;
}

}  // namespace

std::string plan_to_json(const Plan& plan) {
    OrderedJson json = document_of("plan");
    json["partial"] = plan.partial;
    json["origin"] = to_json(plan.origin);
    json["budget"] = to_json(plan.budget);
    json["replacement"] = std::string(name_of(plan.replacement));
    json["score"] = plan.score;
    json["thresholds"] = plan.thresholds;
    json["order"] = to_json(plan.order);
    json["original"] = to_json(plan.original);
    json["chosen"] = plan.chosen < 0 ? OrderedJson(nullptr) : OrderedJson(plan.chosen);
    json["steps"] = OrderedJson::array();
    for (const PlanStep& step : plan.steps) json["steps"].push_back(to_json(plan, step));
    json["skipped"] = to_json(plan.skipped);
    return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

Plan plan_from_json(std::string_view text) {
    Plan plan;
    read_document(text, "plan", [&](const OrderedJson& json) {
        plan.partial = json.at("partial").get<bool>();
        plan.origin = origin_from(json.at("origin"));
        plan.budget = budget_from(json.at("budget"));
        plan.replacement = replacement_from(json.at("replacement"));
        plan.score = json.at("score").get<std::string>();
        if (json.contains("thresholds")) {
            plan.thresholds = json.at("thresholds").get<std::vector<double>>();
        }
        for (const OrderedJson& ranked : json.at("order")) {
            plan.order.push_back({ranked.at("block").get<std::string>(),
                                  real_from(ranked.at("score")),
                                  word(ranked.at("unprunable").get<std::string>())});
        }
        plan.original = price_from(json.at("original"));
        for (const OrderedJson& step : json.at("steps")) plan.steps.push_back(step_from(step));
        plan.skipped = skipped_from(json.at("skipped"));
        settle(plan);
    });
    return plan;
}

void save_plan(const Plan& plan, const std::filesystem::path& path) {
    write_file_atomically(path, plan_to_json(plan));
}

Plan load_plan(const std::filesystem::path& path) {
    const std::string text = document_text(path);
    try {
        return plan_from_json(text);
    } catch (const Error& error) {
        throw Error(error.kind(), error.said(), path, error.advice());
    }
}

}  // namespace sescope
