// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/torch_records.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "core/base/message.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/printable.h"
#include "core/checkpoint/tensor_layout.h"

namespace sescope {
namespace {

constexpr std::string_view kUntyped = "UntypedStorage";
constexpr std::array<std::pair<std::string_view, DType>, 12> kStorages{
    {{"DoubleStorage", DType::f64},
     {"FloatStorage", DType::f32},
     {"HalfStorage", DType::f16},
     {"BFloat16Storage", DType::bf16},
     {"Float8_e4m3fnStorage", DType::f8_e4m3},
     {"Float8_e5m2Storage", DType::f8_e5m2},
     {"LongStorage", DType::i64},
     {"IntStorage", DType::i32},
     {"ShortStorage", DType::i16},
     {"CharStorage", DType::i8},
     {"ByteStorage", DType::u8},
     {"BoolStorage", DType::boolean}}};

// Types that are not read, but stored in legacy files between those that are.
constexpr std::array<std::pair<std::string_view, std::size_t>, 5> kOtherStorages{
    {{"ComplexDoubleStorage", 16},
     {"ComplexFloatStorage", 8},
     {"QInt32Storage", 4},
     {"QInt8Storage", 1},
     {"QUInt8Storage", 1}}};

constexpr std::array kDTypes{DType::f64, DType::f32,     DType::f16,     DType::bf16,
                             DType::i64, DType::i32,     DType::i16,     DType::i8,
                             DType::u8,  DType::boolean, DType::f8_e4m3, DType::f8_e5m2};

enum class Maker { none, tensor, tensor_v3, wrapped, subclass, unreadable };

/// Tensors without plain values: what they are, what to do, and which argument has their sizes.
struct UnreadableKind {
    std::string_view function;
    const char* what;
    const char* hint;
    std::size_t sizes;
};
constexpr std::array<UnreadableKind, 7> kUnreadable{
    {{"_rebuild_qtensor", "is quantised, and a quantised network is not read here",
      "give the checkpoint from before the quantisation", 2},
     {"_rebuild_sparse_tensor", "is sparse, which is not read here",
      "save it dense: tensor.to_dense()", 9},
     {"_rebuild_sparse_csr_tensor", "is sparse, which is not read here",
      "save it dense: tensor.to_dense()", 9},
     {"_rebuild_meta_tensor_no_storage", "has no values: it was saved from the device \"meta\"",
      "save the network after its weights were loaded", 1},
     {"_rebuild_nested_tensor", "is a nested tensor, which is not read here",
      "give a state dict of plain tensors", 9},
     {"_rebuild_device_tensor_from_numpy", "is stored as a NumPy array (of another device)",
      "move the network to the CPU before saving: model.cpu()", 9},
     {"_rebuild_wrapper_subclass", "is of a class of its own, without plain values",
      "give a state dict of plain tensors", 9}}};

const UnreadableKind* unreadable_kind(const PickleGlobal& global) {
    if (global.module != "torch._utils") return nullptr;
    const auto* found = std::ranges::find(kUnreadable, global.name, &UnreadableKind::function);
    return found != kUnreadable.end() ? found : nullptr;
}

// How a function or class makes a tensor of its arguments.
Maker maker_of(const Pickle& pickle, PickleIndex callable) {
    const auto* global = pickle.get<PickleGlobal>(callable);
    if (global == nullptr) return Maker::none;
    const auto is = [&](std::string_view module, std::string_view name) {
        return global->module == module && global->name == name;
    };
    if (is("torch._utils", "_rebuild_tensor_v2") || is("torch._utils", "_rebuild_tensor")) {
        return Maker::tensor;
    }
    if (is("torch._utils", "_rebuild_tensor_v3")) return Maker::tensor_v3;
    if (is("torch._utils", "_rebuild_parameter") ||
        is("torch._utils", "_rebuild_parameter_with_state") ||
        is("torch.nn.parameter", "Parameter") || is("torch.nn.parameter", "Buffer")) {
        return Maker::wrapped;
    }
    if (is("torch._tensor", "_rebuild_from_type_v2")) return Maker::subclass;
    return unreadable_kind(*global) != nullptr ? Maker::unreadable : Maker::none;
}

struct Making {
    Maker maker = Maker::none;
    std::span<const PickleIndex> arguments;
    PickleIndex callable = 0;
};

// Looks through parameters and subclasses at the call that makes the tensor itself.
Making making_of(const Pickle& pickle, PickleIndex index) {
    constexpr int deepest = 8;
    const auto* object = pickle.get<PickleObject>(index);
    if (object == nullptr) return {};
    PickleIndex callable = object->callable;
    PickleIndex arguments = object->arguments;
    for (int depth = 0; depth < deepest; ++depth) {
        const Making making{maker_of(pickle, callable), pickle.items(arguments), callable};
        if (making.maker == Maker::wrapped && !making.arguments.empty()) {
            const auto* inner = pickle.get<PickleObject>(making.arguments[0]);
            if (inner == nullptr) return {};
            callable = inner->callable;
            arguments = inner->arguments;
        } else if (making.maker == Maker::subclass && making.arguments.size() >= 3) {
            // (function, class, arguments, state)
            callable = making.arguments[0];
            arguments = making.arguments[2];
        } else {
            const bool makes = making.maker == Maker::tensor || making.maker == Maker::tensor_v3 ||
                               making.maker == Maker::unreadable;
            return makes ? making : Making{};
        }
    }
    return {};
}

// A tuple of whole numbers, or torch.Size of one.
std::optional<std::vector<std::int64_t>> sizes_of(const Pickle& pickle, PickleIndex index) {
    if (const auto* object = pickle.get<PickleObject>(index)) {
        const auto arguments = pickle.items(object->arguments);
        if (!pickle.is_global(object->callable, "torch", "Size") || arguments.size() != 1) {
            return std::nullopt;
        }
        index = arguments[0];
    }
    if (pickle.get<PickleTuple>(index) == nullptr && pickle.get<PickleList>(index) == nullptr) {
        return std::nullopt;
    }
    const auto items = pickle.items(index);
    if (items.size() > kMostAxes) return std::nullopt;
    std::vector<std::int64_t> sizes;
    for (const PickleIndex item : items) {
        const auto size = pickle.integer(item);
        if (!size) return std::nullopt;
        sizes.push_back(*size);
    }
    return sizes;
}

// torch.float8_e4m3fn and so on, as the seventh argument of _rebuild_tensor_v3.
std::optional<DType> dtype_named(const Pickle& pickle, PickleIndex index) {
    const auto* global = pickle.get<PickleGlobal>(index);
    if (global == nullptr || global->module != "torch") return std::nullopt;
    const auto* found =
        std::ranges::find(kDTypes, global->name, [](DType dtype) { return name_of(dtype); });
    return found != kDTypes.end() ? std::optional(*found) : std::nullopt;
}

}  // namespace

std::optional<StorageRecord> storage_record(const Pickle& pickle, PickleIndex index) {
    const auto* outside = pickle.get<PicklePersistent>(index);
    if (outside == nullptr) return std::nullopt;
    const auto fields = pickle.items(outside->id);
    if (fields.size() < 5 || pickle.text(fields[0]) != "storage") return std::nullopt;
    const auto* type = pickle.get<PickleGlobal>(fields[1]);
    const auto key = pickle.text(fields[2]);
    const auto elements = pickle.integer(fields[4]);
    if (type == nullptr || !key || !elements || *elements < 0) return std::nullopt;
    StorageRecord storage;
    storage.key = *key;
    storage.type_name = type->name;
    storage.elements = *elements;
    const auto* known =
        std::ranges::find(kStorages, type->name, &std::pair<std::string_view, DType>::first);
    if (known != kStorages.end()) {
        storage.dtype = known->second;
        storage.element_size = size_of(storage.dtype);
    } else if (type->name != kUntyped) {
        const auto* other = std::ranges::find(kOtherStorages, type->name,
                                              &std::pair<std::string_view, std::size_t>::first);
        storage.is_known_type = false;
        storage.element_size = other != kOtherStorages.end() ? other->second : 0;
    }
    // Legacy files: (key of the view, offset, elements), or None.
    const auto view = fields.size() > 5 ? pickle.items(fields[5]) : std::span<const PickleIndex>();
    if (view.size() == 3) {
        const auto offset = pickle.integer(view[1]);
        const auto view_elements = pickle.integer(view[2]);
        if (!offset || *offset < 0 || !view_elements || *view_elements < 0) return std::nullopt;
        storage.view_offset = *offset;
        storage.elements = *view_elements;
    }
    return storage;
}

bool is_tensor(const Pickle& pickle, PickleIndex index) {
    return making_of(pickle, index).maker != Maker::none;
}

std::size_t axes_of(const Pickle& pickle, PickleIndex index) {
    const Making making = making_of(pickle, index);
    std::size_t sizes = 2;
    if (making.maker == Maker::unreadable) {
        sizes = unreadable_kind(*pickle.get<PickleGlobal>(making.callable))->sizes;
    }
    if (making.maker == Maker::none || making.arguments.size() <= sizes) return 0;
    const auto shape = sizes_of(pickle, making.arguments[sizes]);
    return shape ? shape->size() : 0;
}

TensorRecord tensor_record(const Pickle& pickle, PickleIndex index, std::string_view name,
                           const std::filesystem::path& path) {
    const auto broken = [&](const std::string& what) {
        return broken_file(path, text("tensor {} {}", printable(name), what));
    };
    const Making making = making_of(pickle, index);
    const auto& arguments = making.arguments;
    if (making.maker == Maker::unreadable) {
        const auto* kind = unreadable_kind(*pickle.get<PickleGlobal>(making.callable));
        throw broken_file(path, text("tensor {} {}", printable(name), kind->what), kind->hint);
    }
    if (arguments.size() < (making.maker == Maker::tensor_v3 ? 7U : 4U)) {
        throw broken("is described by too few values");
    }
    const auto storage = storage_record(pickle, arguments[0]);
    const auto offset = pickle.integer(arguments[1]);
    auto shape = sizes_of(pickle, arguments[2]);
    auto strides = sizes_of(pickle, arguments[3]);
    if (!storage || !offset || !shape || !strides || shape->size() != strides->size()) {
        throw broken("is described by something other than storage, offset, sizes and strides");
    }
    std::optional<DType> dtype = storage->dtype;
    if (making.maker == Maker::tensor_v3) dtype = dtype_named(pickle, arguments[6]);
    if (!storage->is_known_type || !dtype) {
        throw broken_file(path,
                          text("tensor {} has an element type that is not read here ({})",
                               printable(name), printable(storage->type_name)),
                          "convert it to a float type first (model.float())");
    }
    return {*storage, *dtype, *offset, std::move(*shape), std::move(*strides)};
}

}  // namespace sescope
