// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/compile/aten_call.h"

#include <ATen/core/stack.h>

#include <algorithm>
#include <string>
#include <variant>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/graph/graph.h"

namespace sescope {
namespace {

c10::OperatorHandle handle_of(const graph::AtenCall& call) {
    const auto allowed = graph::aten_operators();
    if (std::ranges::find(allowed, call.name) == allowed.end()) {
        throw Error(ErrorKind::model, text("the operator {} is not one that we run", call.name));
    }
    const auto found = c10::Dispatcher::singleton().findSchema({call.name, call.overload});
    if (!found) {
        throw Error(ErrorKind::model,
                    text("this LibTorch has no operator {}{}{}", call.name,
                         call.overload.empty() ? "" : ".", call.overload),
                    {}, "use a newer PyTorch");
    }
    return *found;
}

/// A value as the schema's argument wants it: whole numbers serve where real ones are asked for.
c10::IValue ivalue_of(const graph::ArgumentValue& value, const c10::Argument& argument,
                      std::span<const at::Tensor> inputs) {
    const c10::TypePtr& type = argument.type();
    const c10::TypeKind kind = type->kind() == c10::TypeKind::OptionalType
                                   ? type->castRaw<c10::OptionalType>()->getElementType()->kind()
                                   : type->kind();
    const auto convert = [&](const auto& held) -> c10::IValue {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<Held, std::monostate>) {
            return {};
        } else if constexpr (std::is_same_v<Held, graph::InputArgument>) {
            const at::Tensor& tensor = inputs[held.input];
            return tensor.defined() ? c10::IValue(tensor) : c10::IValue();
        } else if constexpr (std::is_same_v<Held, std::vector<graph::InputArgument>>) {
            c10::List<at::Tensor> tensors;
            for (const auto& input : held) tensors.push_back(inputs[input.input]);
            return tensors;
        } else if constexpr (std::is_same_v<Held, std::int64_t>) {
            if (kind == c10::TypeKind::FloatType) return static_cast<double>(held);
            if (kind == c10::TypeKind::NumberType) return at::Scalar(held);
            if (kind == c10::TypeKind::ListType) return c10::List<std::int64_t>({held});
            return held;
        } else if constexpr (std::is_same_v<Held, double>) {
            if (kind == c10::TypeKind::NumberType) return at::Scalar(held);
            return held;
        } else if constexpr (std::is_same_v<Held, std::vector<std::int64_t>>) {
            c10::List<std::int64_t> numbers;
            for (const auto number : held) numbers.push_back(number);
            return numbers;
        } else if constexpr (std::is_same_v<Held, std::vector<double>>) {
            c10::List<double> numbers;
            for (const auto number : held) numbers.push_back(number);
            return numbers;
        } else {
            return held;
        }
    };
    return std::visit(convert, value);
}

}  // namespace

AtenOperator::AtenOperator(const graph::AtenCall& call) : handle_(handle_of(call)) {
    const auto& schema = handle_.schema();
    arguments_.resize(schema.arguments().size());
    given_.resize(schema.arguments().size(), false);
    for (const graph::Argument& argument : call.arguments) {
        const auto index = schema.argumentIndexWithName(argument.name);
        if (!index) {
            throw Error(ErrorKind::model,
                        text("the operator {} has no argument '{}'", call.name, argument.name));
        }
        arguments_[static_cast<std::size_t>(*index)] = argument.value;
        given_[static_cast<std::size_t>(*index)] = true;
    }
    for (std::size_t i = 0; i < given_.size(); ++i) {
        if (given_[i] || schema.arguments()[i].default_value()) continue;
        throw Error(ErrorKind::model, text("the operator {} lacks its argument '{}'", call.name,
                                           schema.arguments()[i].name()));
    }
}

std::vector<at::Tensor> AtenOperator::operator()(std::span<const at::Tensor> inputs) const {
    const auto& schema = handle_.schema().arguments();
    torch::jit::Stack stack;
    for (std::size_t i = 0; i < schema.size(); ++i) {
        stack.push_back(given_[i] ? ivalue_of(arguments_[i], schema[i], inputs)
                                  : *schema[i].default_value());
    }
    handle_.callBoxed(stack);
    std::vector<at::Tensor> outputs;
    for (const c10::IValue& value : stack) {
        if (value.isTensor()) {
            outputs.push_back(value.toTensor());
        } else if (value.isTensorList()) {
            for (const at::Tensor& tensor : value.toTensorVector()) outputs.push_back(tensor);
        }
    }
    return outputs;
}

}  // namespace sescope
