// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/key_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {
namespace {

// Wider than any network we know of, and small enough that no product of two overflows an int.
constexpr std::int64_t kLargestExtent = 1 << 20;
constexpr int kLargestKernel = 31;
constexpr int kMostBlocksOfAStage = 1000;

std::string shape_text(const std::vector<std::int64_t>& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

// What a left-over key most likely belongs to, in words that help.
std::string hint_for(std::string_view key) {
    static constexpr std::pair<std::string_view, std::string_view> kParts[]{
        {".eca", "ECA attention"},
        {".se.conv.", "ECA attention"},
        {".cbam", "CBAM attention"},
        {".spatial", "spatial attention"},
        {".gc", "global-context blocks"},
        {".ge", "gather-excite blocks"},
        {"running_", "a batch norm that no convolution goes with"}};
    for (const auto& [part, name] : kParts) {
        if (key.find(part) != std::string_view::npos) {
            return fmt::format(
                "this looks like {}; export the network whole, with torch.export.save or as ONNX: "
                "see the README",
                name);
        }
    }
    return "export the network whole, with torch.export.save or as ONNX: see the README";
}

}  // namespace

KeyReader::KeyReader(const StateDict& weights) : weights_(weights) {
    for (const auto& tensor : weights.tensors()) names_.insert(tensor.name);
}

bool KeyReader::has_prefix(std::string_view prefix) const {
    const auto found = names_.lower_bound(prefix);
    return found != names_.end() && found->starts_with(prefix);
}

int KeyReader::children(std::string_view prefix) const {
    int count = 0;
    for (auto name = names_.lower_bound(prefix); name != names_.end(); ++name) {
        if (!name->starts_with(prefix)) break;
        const auto rest = name->substr(prefix.size());
        int index = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), index);
        if (error == std::errc::invalid_argument) continue;
        if (error != std::errc{} || index < 0 || index >= kMostBlocksOfAStage) {
            fail(text("its key '{}' numbers a block beyond {}", *name, kMostBlocksOfAStage),
                 "use a checkpoint of a supported SE-ResNet");
        }
        if (end != rest.data() + rest.size() && *end == '.') count = std::max(count, index + 1);
    }
    return count;
}

void KeyReader::fail(Text message, Text hint) const {
    throw Error(ErrorKind::model, std::move(message), weights_.file, std::move(hint));
}

const TensorEntry& KeyReader::take(const std::string& key) {
    const auto* tensor = weights_.find(key);
    if (tensor == nullptr) {
        fail(known_as_.empty() ? text("the key '{}' is missing", key)
                               : text("the key '{}' is missing ({})", key, known_as_),
             "the checkpoint is incomplete or of another network; save the whole state dict");
    }
    if (!is_floating(tensor->dtype)) {
        fail(text("the tensor '{}' holds {} values", key, name_of(tensor->dtype)),
             "use a checkpoint of floating-point weights, not a quantised one");
    }
    for (const auto extent : tensor->shape) {
        if (extent < 1 || extent > kLargestExtent) {
            fail(text("the tensor '{}' has the shape {}", key, shape_text(tensor->shape)),
                 "no network has such a layer; the checkpoint is damaged");
        }
    }
    read_.insert(key);
    return *tensor;
}

void KeyReader::take_vector(const std::string& key, int extent) {
    const auto& shape = take(key).shape;
    if (shape.size() != 1 || shape[0] != extent) {
        fail(text("the tensor '{}' should have the shape [{}], found {}", key, extent,
                  shape_text(shape)),
             "the checkpoint mixes parts of different networks");
    }
}

bool KeyReader::take_bias(const std::string& prefix, int extent) {
    if (!has(prefix + ".bias")) return false;
    take_vector(prefix + ".bias", extent);
    return true;
}

void KeyReader::norm(const std::string& prefix, int channels) {
    for (const char* part : {".weight", ".bias", ".running_mean", ".running_var"}) {
        take_vector(prefix + part, channels);
    }
    // Counts training steps; files older than PyTorch 0.4.1 have none.
    read_.insert(prefix + ".num_batches_tracked");
}

ConvUnit KeyReader::conv(const std::string& conv, const std::string& norm_prefix, int in) {
    const auto key = conv + ".weight";
    const auto& shape = take(key).shape;
    if (shape.size() == 5) {
        fail(text("the tensor '{}' is a convolution over volumes ({})", key, shape_text(shape)),
             "use a network for images, with two-dimensional convolutions");
    }
    if (shape.size() != 4 || shape[2] != shape[3] || shape[2] % 2 == 0 ||
        shape[2] > kLargestKernel) {
        fail(text("the tensor '{}' should be a convolution [out, in, k, k] of an odd square "
                  "kernel, found the shape {}",
                  key, shape_text(shape)),
             "use a checkpoint of a supported SE-ResNet");
    }
    ConvUnit unit;
    unit.conv = conv;
    unit.norm = norm_prefix;
    unit.in = in > 0 ? in : static_cast<int>(shape[1]);
    unit.out = static_cast<int>(shape[0]);
    unit.kernel = static_cast<int>(shape[2]);
    unit.padding = unit.kernel / 2;
    unit.groups = static_cast<int>(unit.in / std::max<std::int64_t>(shape[1], 1));
    if (unit.groups < 1 || unit.groups * shape[1] != unit.in || unit.out % unit.groups != 0) {
        fail(text("the tensor '{}' should take the {} channels of the layer before it, or a whole "
                  "fraction of them in groups; found the shape {}",
                  key, unit.in, shape_text(shape)),
             "the checkpoint mixes parts of different networks");
    }
    unit.bias = take_bias(conv, unit.out);
    if (!norm_prefix.empty()) norm(norm_prefix, unit.out);
    return unit;
}

SeSpec KeyReader::se(const std::string& fc1, const std::string& fc2) {
    const auto& first = take(fc1 + ".weight").shape;
    const auto& second = take(fc2 + ".weight").shape;
    const bool linear = first.size() == 2;
    const bool known = linear || (first.size() == 4 && first[2] == 1 && first[3] == 1);
    auto expected = first;
    if (known) std::swap(expected[0], expected[1]);
    if (!known || second != expected) {
        fail(text("the tensors '{}.weight' and '{}.weight' should be [hidden, channels] and "
                  "[channels, hidden], found {} and {}",
                  fc1, fc2, shape_text(first), shape_text(second)),
             "use a checkpoint with squeeze-and-excitation units of two fully connected layers");
    }
    SeSpec se;
    se.fc1 = fc1;
    se.fc2 = fc2;
    se.hidden = static_cast<int>(first[0]);
    se.channels = static_cast<int>(first[1]);
    se.linear = linear;
    se.bias1 = take_bias(fc1, se.hidden);
    se.bias2 = take_bias(fc2, se.channels);
    return se;
}

HeadSpec KeyReader::head(const std::string& fc, int in) {
    const auto key = fc + ".weight";
    const auto& shape = take(key).shape;
    if (shape.size() != 2 || shape[1] != in) {
        fail(text("the tensor '{}' should have the shape [classes, {}], found {}", key, in,
                  shape_text(shape)),
             "the checkpoint mixes parts of different networks");
    }
    HeadSpec head;
    head.fc = fc;
    head.in = in;
    head.classes = static_cast<int>(shape[0]);
    head.bias = take_bias(fc, head.classes);
    return head;
}

std::optional<std::pair<std::string, std::string>> KeyReader::only_pair(
    const std::string& prefix) const {
    constexpr std::string_view end = ".weight";
    std::vector<const TensorEntry*> layers;
    for (auto name = names_.lower_bound(prefix); name != names_.end(); ++name) {
        if (!name->starts_with(prefix)) break;
        const auto* tensor = weights_.find(*name);
        if (read_already(*name) || tensor->shape.size() < 2) continue;
        const auto& shape = tensor->shape;
        const bool is_layer =
            shape.size() == 2 || (shape.size() == 4 && shape[2] == 1 && shape[3] == 1);
        if (!is_layer || !name->ends_with(end) || layers.size() == 2) return std::nullopt;
        layers.push_back(tensor);
    }
    if (layers.size() != 2) return std::nullopt;
    const auto* first = layers[0];
    const auto* second = layers[1];
    if (first->shape[0] != second->shape[1] || first->shape[1] != second->shape[0]) {
        return std::nullopt;
    }
    // The first one squeezes; where nothing does, the file's order tells.
    const bool is_square = first->shape[0] == first->shape[1];
    if (is_square ? second < first : first->shape[0] > first->shape[1]) std::swap(first, second);
    const auto stem = [&](const std::string& name) {
        return name.substr(0, name.size() - end.size());
    };
    return std::pair{stem(first->name), stem(second->name)};
}

std::vector<const TensorEntry*> KeyReader::unread() const {
    std::vector<const TensorEntry*> left;
    for (const auto& tensor : weights_.tensors()) {
        if (!read_already(tensor.name)) left.push_back(&tensor);
    }
    return left;
}

void KeyReader::expect_all_read() const {
    constexpr std::size_t kShown = 3;
    std::vector<std::string_view> left;
    for (const auto* tensor : unread()) left.emplace_back(tensor->name);
    if (left.empty()) return;
    const auto shown = std::span(left).first(std::min(left.size(), kShown));
    const std::string names = fmt::format("'{}'", fmt::join(shown, "', '"));
    const auto more = left.size() - shown.size();
    const Text what = left.size() == 1 ? text("a key is left over: {}", names)
                      : more == 0      ? text("keys are left over: {}", names)
                                       : text("keys are left over: {} and {} more", names, more);
    fail(known_as_.empty() ? what : text("{} ({})", what, known_as_), hint_for(left.front()));
}

}  // namespace sescope
