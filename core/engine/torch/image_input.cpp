// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/image_input.h"

#include <ATen/ops/from_blob.h>
#include <ATen/ops/zeros.h>
#include <fmt/format.h>

#include <array>

#include "core/base/error.h"
#include "core/engine/torch/host_tensor.h"

namespace sescope {
namespace {

/// A view of host memory as a tensor, of `count` images from `first` on.
template <class T>
at::Tensor view_of(std::span<const T> all, int first, int count, std::vector<std::int64_t> shape,
                   at::ScalarType type) {
    shape.front() = count;
    const std::size_t image =
        all.size() == 0 ? 0 : static_cast<std::size_t>(shape[1] * shape[2] * shape[3]);
    // from_blob wants a mutable pointer; the view is only read.
    auto* data = const_cast<T*>(all.data()) + static_cast<std::size_t>(first) * image;
    return at::from_blob(data, shape, at::TensorOptions().dtype(type));
}

/// `images` on the device, followed by zeros up to `padded`.
at::Tensor padded_copy(const at::Tensor& images, int padded, at::Device device) {
    if (images.size(0) == padded) return images.to(device);
    std::vector<std::int64_t> shape = images.sizes().vec();
    shape.front() = padded;
    at::Tensor result = at::zeros(shape, images.options().device(device));
    result.narrow(0, 0, images.size(0)).copy_(images);
    return result;
}

}  // namespace

ImageInput::ImageInput(const Preprocessing& preprocessing, at::Device device)
    : device_(device), bgr_(preprocessing.bgr) {
    // A tensor on the device rather than a number: CUDA divides by a number through its reciprocal.
    constexpr std::array<float, 1> kRange{255.0f};
    if (!preprocessing.byte_range) range_ = to_device(kRange, {1}, device);
    mean_ = to_device(preprocessing.mean, {3}, device);
    std_ = to_device(preprocessing.std, {3}, device);
}

at::Tensor ImageInput::read(const ImageBatch& images, int first, int count, int padded) const {
    return images.values.empty() ? from_pixels(images, first, count, padded)
                                 : from_values(images, first, count, padded);
}

at::Tensor ImageInput::from_pixels(const ImageBatch& images, int first, int count,
                                   int padded) const {
    const at::Tensor host =
        view_of(images.pixels, first, count, {0, images.side, images.side, 3}, at::kByte);
    at::Tensor bytes = padded_copy(host, padded, device_);
    if (bgr_) bytes = bytes.flip({3});
    at::Tensor x = bytes.to(at::kFloat);
    if (range_.defined()) x.div_(range_);
    return x.sub_(mean_).div_(std_).permute({0, 3, 1, 2});
}

at::Tensor ImageInput::from_values(const ImageBatch& images, int first, int count,
                                   int padded) const {
    const at::Tensor host =
        view_of(images.values, first, count, {0, 3, images.side, images.side}, at::kFloat);
    return padded_copy(host, padded, device_).contiguous(at::MemoryFormat::ChannelsLast);
}

void require_consistent(const ImageBatch& images) {
    const auto needed = static_cast<std::size_t>(images.count) *
                        static_cast<std::size_t>(images.side) *
                        static_cast<std::size_t>(images.side) * 3;
    const bool pixels = images.pixels.size() == needed && images.values.empty();
    const bool values = images.values.size() == needed && images.pixels.empty();
    const bool labels =
        images.labels.empty() || images.labels.size() == static_cast<std::size_t>(images.count);
    if (images.count < 0 || images.side < 1 || !labels || !(pixels || values)) {
        throw Error(
            ErrorKind::usage,
            fmt::format("a batch of {} images of side {} came with {} pixel bytes, {} values "
                        "and {} labels",
                        images.count, images.side, images.pixels.size(), images.values.size(),
                        images.labels.size()),
            {}, "fill exactly one of pixels and values, and one label an image");
    }
}

}  // namespace sescope
