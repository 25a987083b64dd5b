// SPDX-License-Identifier: GPL-3.0-or-later
// The weights of .pt2 archives: raw files described by a JSON, or one pickle of torch.save.

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/base/message.h"
#include "core/checkpoint/byte_cursor.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/printable.h"
#include "core/checkpoint/tensor_layout.h"
#include "core/checkpoint/torch_records.h"
#include "core/checkpoint/torch_weights.h"
#include "core/network/exported/archive.h"
#include "core/network/exported/scalar_types.h"
#include "core/network/json_text.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kMostConfig = std::size_t{64} << 20;
constexpr std::size_t kMostConfigValues = 8'000'000;
constexpr int kDeepestConfig = 16;
// Views may repeat their storage, and names share one; but not to far more than the file holds.
constexpr std::int64_t kMostRepeated = 1 << 16;
constexpr std::size_t kMostTimesFile = 16;
constexpr std::size_t kAlwaysViewed = std::size_t{64} << 20;
constexpr const char* kSaveTensors =
    "save the program again with PyTorch 2.9 or later, without pickled objects";

/// A strided view of a storage, still unchecked.
struct View {
    DType dtype = DType::f32;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
    std::int64_t offset = 0;
};

class WeightReader {
  public:
    WeightReader(const ZipArchive& archive, const MappedFile& mapped, const fs::path& file)
        : archive_(archive), mapped_(mapped), file_(file) {
        weights_.file = file;
        weights_.container = "torch.export";
    }

    void read_config(const std::string& folder, const std::string& config);
    void read_pickle(const std::string& entry);
    StateDict take() { return std::move(weights_); }

  private:
    Error broken(const std::string& name, const std::string& what,
                 const char* hint = kFetchAgain) const {
        return broken_file(file_, text("tensor {} {}", printable(name), what), hint);
    }
    ZipContents storage(const std::string& entry, const std::string& name);
    void add(std::string name, View view, const ZipContents& storage);
    void read_entry(const std::string& folder, const std::string& name, const json& entry);

    const ZipArchive& archive_;
    const MappedFile& mapped_;
    const fs::path& file_;
    StateDict weights_;
    std::unordered_map<std::string, ZipContents> storages_;  // several names share one
    std::size_t viewed_ = 0;
};

ZipContents WeightReader::storage(const std::string& entry, const std::string& name) {
    if (const auto known = storages_.find(entry); known != storages_.end()) return known->second;
    auto found = archive_.contents(entry);
    if (!found) throw broken(name, "needs the entry " + printable(entry) + ", which is missing");
    if (found->owner == nullptr) found->owner = mapped_.owner;
    return storages_.emplace(entry, *found).first->second;
}

void WeightReader::add(std::string name, View view, const ZipContents& storage) {
    const auto size = size_of(view.dtype);
    const auto available = static_cast<std::int64_t>(storage.bytes.size() / size);
    const auto numel = checked_numel(view.shape);
    const auto reach =
        view.shape.size() == view.strides.size() && numel && view.shape.size() <= kMostAxes
            ? checked_reach(view.shape, view.strides)
            : std::nullopt;
    if (!numel || !reach) throw broken(name, "has sizes or strides out of bounds");
    if (view.offset < 0 || view.offset > available || *reach > available - view.offset) {
        throw broken(name, "reaches beyond the end of its storage");
    }
    viewed_ += static_cast<std::size_t>(*numel) * size;
    if (*numel > std::max(available, kMostRepeated) ||
        viewed_ > kAlwaysViewed + kMostTimesFile * mapped_.bytes.size()) {
        throw broken(name, "repeats its storage to more than the file holds");
    }
    if (name.size() > kLongestName || weights_.size() >= kMostTensors) {
        throw broken(name.substr(0, kLongestName), "is one of too many, or its name is too long");
    }
    TensorEntry entry;
    entry.name = std::move(name);
    entry.dtype = view.dtype;
    entry.shape = std::move(view.shape);
    entry.strides = std::move(view.strides);
    entry.bytes = storage.bytes.subspan(static_cast<std::size_t>(view.offset) * size,
                                        static_cast<std::size_t>(*reach) * size);
    entry.owner = storage.owner;
    weights_.add(std::move(entry));
}

std::vector<std::int64_t> numbers(const json& sizes) {
    std::vector<std::int64_t> values;
    for (const auto& size : sizes) values.push_back(size.at("as_int").get<std::int64_t>());
    return values;
}

void WeightReader::read_entry(const std::string& folder, const std::string& name,
                              const json& entry) {
    constexpr int strided = 7;
    const auto& path = entry.at("path_name").get_ref<const std::string&>();
    if (path.starts_with("custom_obj") || entry.at("tensor_meta").is_null()) {
        throw broken(name, "is an object of a class of its own, which is not read", kHowToExport);
    }
    if (entry.at("use_pickle").get<bool>()) {
        throw broken(name, "is a pickled object, which is not read", kSaveTensors);
    }
    const auto& meta = entry.at("tensor_meta");
    const auto dtype = dtype_of_schema(meta.at("dtype").get<int>());
    if (!dtype || meta.at("layout").get<int>() != strided) {
        throw broken(name, "has an element type or layout that is not read here",
                     "convert the model to a float type first (model.float())");
    }
    View view{*dtype, numbers(meta.at("sizes")), numbers(meta.at("strides")),
              meta.at("storage_offset").at("as_int").get<std::int64_t>()};
    add(name, std::move(view), storage(folder + path, name));
}

void WeightReader::read_config(const std::string& folder, const std::string& config) {
    const auto text = archive_.contents(folder + config);
    const auto parsed =
        parse_bounded(as_text(text->bytes), kMostConfig, {kDeepestConfig, kMostConfigValues});
    if (!parsed)
        throw broken_file(file_,
                          sescope::text("has the damaged entry {}", printable(folder + config)));
    try {
        for (const auto& [name, entry] : parsed->at("config").items()) {
            read_entry(folder, name, entry);
        }
    } catch (const json::exception& error) {
        throw broken_file(file_,
                          sescope::text("has the damaged entry {}: {}", printable(folder + config),
                                        printable(error.what())));
    }
}

// A dictionary of tensors that torch.save wrote: an archive inside the archive.
void WeightReader::read_pickle(const std::string& entry) {
    const auto outer = archive_.contents(entry);
    const ZipArchive inner(outer->bytes, file_);
    const auto place = std::ranges::find_if(
        inner.names(), [](std::string_view name) { return name.ends_with("/data.pkl"); });
    if (place == inner.names().end()) {
        throw broken_file(file_, sescope::text("has the damaged entry {}", printable(entry)));
    }
    const std::string folder(place->substr(0, place->size() - std::string_view("data.pkl").size()));
    const auto bytes = inner.contents(*place);
    const Pickle pickle =
        sescope::read_pickle(bytes->bytes, pickle_memory(bytes->bytes.size()), file_);
    const auto entries = pickle.entries(pickle.root);
    if (!entries)
        throw broken_file(file_, text("has an entry {} without tensors", printable(entry)));
    for (const auto& [key, value] : *entries) {
        const auto name = pickle.text(key);
        if (!name || !is_tensor(pickle, value)) {
            throw broken(name ? std::string(*name) : std::string("?"),
                         "is an object that is no tensor, which is not read", kSaveTensors);
        }
        auto record = tensor_record(pickle, value, *name, file_);
        auto storage = inner.contents(folder + "data/" + std::string(record.storage.key));
        if (!storage) throw broken(std::string(*name), "needs a storage that is missing");
        if (storage->owner == nullptr) {
            storage->owner = outer->owner != nullptr ? outer->owner : mapped_.owner;
        }
        add(std::string(*name),
            {record.dtype, std::move(record.shape), std::move(record.strides), record.offset},
            *storage);
    }
}

}  // namespace

StateDict exported_weights(const ZipArchive& archive, const ExportedLayout& layout,
                           const MappedFile& mapped, const fs::path& file) {
    WeightReader reader(archive, mapped, file);
    if (!layout.weights.empty()) {
        reader.read_config(layout.weights, layout.name + "_weights_config.json");
    } else if (!layout.pickled_weights.empty()) {
        reader.read_pickle(layout.pickled_weights);
    }
    if (!layout.constants.empty()) {
        reader.read_config(layout.constants, layout.name + "_constants_config.json");
    } else if (!layout.pickled_constants.empty()) {
        reader.read_pickle(layout.pickled_constants);
    }
    return reader.take();
}

}  // namespace sescope
