// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/image_input.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/from_blob.h>
#include <ATen/ops/zeros.h>

#include <array>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/parallel.h"

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

/// bytes [.., 3] -> fp32 of that shape: there are but 768 values, and a pass over all of them for
/// each step of the recipe takes longer than this one.
at::Tensor looked_up(const at::Tensor& bytes, const at::Tensor& table) {
    constexpr std::int64_t kGrain = 1 << 14;  // pixels
    const at::Tensor plain = bytes.contiguous();
    at::Tensor result = at::empty(bytes.sizes(), table.options());
    const auto* const from = plain.const_data_ptr<std::uint8_t>();
    const auto* const values = table.const_data_ptr<float>();
    auto* const to = result.mutable_data_ptr<float>();
    at::parallel_for(0, bytes.numel() / 3, kGrain, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = 3 * begin; i < 3 * end; i += 3) {
            to[i] = values[3 * from[i]];
            to[i + 1] = values[3 * from[i + 1] + 1];
            to[i + 2] = values[3 * from[i + 2] + 2];
        }
    });
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
    if (device.is_cpu()) {
        const at::Tensor bytes = at::arange(256, at::kByte).unsqueeze(1).expand({256, 3});
        table_ = normalised(bytes).contiguous();
    }
}

/// [.., 3] -> fp32 of that shape
at::Tensor ImageInput::normalised(const at::Tensor& bytes) const {
    at::Tensor x = bytes.to(at::kFloat);
    if (range_.defined()) x.div_(range_);
    return x.sub_(mean_).div_(std_);
}

at::Tensor ImageInput::read(const ImageBatch& images, int first, int count, int padded) const {
    return images.values.empty() ? from_pixels(images, first, count, padded)
                                 : from_values(images, first, count, padded);
}

at::Tensor ImageInput::from_pixels(const ImageBatch& images, int first, int count,
                                   int padded) const {
    const at::Tensor host =
        view_of(images.pixels, first, count, {0, images.side, images.columns(), 3}, at::kByte);
    return normalised_images(padded_copy(host, padded, device_));
}

at::Tensor ImageInput::from_values(const ImageBatch& images, int first, int count,
                                   int padded) const {
    const at::Tensor host =
        view_of(images.values, first, count, {0, images.channels, images.side, images.columns()},
                at::kFloat);
    return normalised_images(padded_copy(host, padded, device_));
}

at::Tensor ImageInput::normalised_images(const at::Tensor& images) const {
    if (images.scalar_type() == at::kFloat)
        return images.contiguous(at::MemoryFormat::ChannelsLast);
    const at::Tensor bytes = bgr_ ? images.flip({3}) : images;
    return (table_.defined() ? looked_up(bytes, table_) : normalised(bytes)).permute({0, 3, 1, 2});
}

void require_consistent(const ImageBatch& images) {
    const auto needed =
        static_cast<std::size_t>(images.count) * static_cast<std::size_t>(images.side) *
        static_cast<std::size_t>(images.columns()) * static_cast<std::size_t>(images.channels);
    const bool pixels =
        images.pixels.size() == needed && images.values.empty() && images.channels == 3;
    const bool values = images.values.size() == needed && images.pixels.empty();
    const bool labels =
        images.labels.empty() || images.labels.size() == static_cast<std::size_t>(images.count);
    if (images.count < 0 || images.side < 1 || images.channels < 1 || !labels ||
        !(pixels || values)) {
        throw Error(
            ErrorKind::usage,
            text(
                "a batch of {} images of side {} came with {} pixel bytes, {} values and {} labels",
                images.count, images.side, images.pixels.size(), images.values.size(),
                images.labels.size()),
            {}, "fill exactly one of pixels and values, and one label an image");
    }
}

}  // namespace sescope
