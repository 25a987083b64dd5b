// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/background_passes.h"

#include <ATen/ops/empty.h>
#include <c10/core/InferenceMode.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace sescope {
namespace {

std::vector<std::int64_t> shape_of(int batch, int channels, int side, int columns,
                                   at::ScalarType type) {
    if (type == at::kByte) return {batch, side, columns, channels};
    return {batch, channels, side, columns};
}

/// The bytes of the images, as they were given.
std::span<const std::byte> bytes_of(const PassImages& images) {
    const auto side = static_cast<std::size_t>(images.batch.side);
    const std::size_t image = side * static_cast<std::size_t>(images.batch.columns()) *
                              static_cast<std::size_t>(images.batch.channels);
    const auto from = static_cast<std::size_t>(images.first) * image;
    const auto size = static_cast<std::size_t>(images.count) * image;
    if (images.batch.values.empty()) return std::as_bytes(images.batch.pixels.subspan(from, size));
    return std::as_bytes(images.batch.values.subspan(from, size));
}

std::vector<std::int32_t> labels_of(const PassImages& images) {
    const auto count = static_cast<std::size_t>(images.count);
    if (images.batch.labels.empty()) return std::vector<std::int32_t>(count, -1);
    const auto labels = images.batch.labels.subspan(static_cast<std::size_t>(images.first), count);
    return {labels.begin(), labels.end()};
}

}  // namespace

BackgroundPasses::Place::Place(BackgroundPasses& passes, const Kind& of_kind)
    : kind(of_kind),
      staging(*passes.queue_, passes.device_,
              shape_of(kind.batch, kind.channels, kind.side, kind.columns, kind.type), kind.type),
      logits(done_on(passes.queue_.get(),
                     [&] {
                         return at::empty({kind.batch, passes.head_classes_},
                                          at::TensorOptions().device(passes.device_));
                     })),
      pass(
          *passes.queue_,
          [this, &passes](const std::stop_token& stop) {
              logits.copy_(passes.pass_(staging.images(), staging.rows(), stop),
                           /*non_blocking=*/true);
          },
          passes.notice_, passes.may_record_) {}

BackgroundPasses::BackgroundPasses(std::shared_ptr<DeviceQueue> queue, at::Device device,
                                   int head_classes, Pass pass, NoticeCallback notice)
    : queue_(std::move(queue)),
      device_(device),
      head_classes_(head_classes),
      pass_(std::move(pass)),
      notice_(std::move(notice)),
      logits_(*queue_) {}

BackgroundPasses::~BackgroundPasses() {
    try {
        const c10::InferenceMode inference;
        wait();
    } catch (const std::exception&) {
        // A device that failed does nothing more with this memory, and nobody asks for the rest.
    }
}

void BackgroundPasses::add(const PassImages& images, std::span<const std::int64_t> rows,
                           const std::stop_token& stop) {
    const Kind kind{images.padded, images.batch.channels, images.batch.side, images.batch.columns(),
                    images.batch.values.empty() ? at::kByte : at::kFloat};
    if (place_ && place_->kind != kind) give_back();
    if (!place_) place_ = std::make_unique<Place>(*this, kind);
    place_->staging.send(bytes_of(images), rows);
    place_->pass.run(stop);
    logits_.bring(place_->logits, labels_of(images));
}

void BackgroundPasses::give_back() {
    wait();
    if (place_) may_record_ = place_->pass.may_record();
    place_.reset();
}

void BackgroundPasses::wait() {
    for (const Lane lane : {Lane::copies, Lane::computation}) queue_->mark(lane)->wait();
}

}  // namespace sescope
