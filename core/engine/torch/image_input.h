// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/core/Tensor.h>

#include "core/engine/engine.h"

namespace sescope {

/// Brings images to the device and normalises them there, in the order of operations of the CPU
/// recipe, so that the values agree to the bit: x / 255, minus mean, divided by std, in fp32.
class ImageInput {
  public:
    ImageInput(const Preprocessing& preprocessing, at::Device device);

    /// Images [first, first + count) of `images` as [padded, channels, side, columns], fp32,
    /// channels-last; what follows the last image is black.
    at::Tensor read(const ImageBatch& images, int first, int count, int padded) const;

    /// Images that are on the device: bytes [N, side, side, 3], or values [N, channels, side,
    /// columns] that are normalised already -> [N, channels, side, columns], fp32, channels-last.
    at::Tensor normalised_images(const at::Tensor& images) const;

  private:
    at::Tensor normalised(const at::Tensor& bytes) const;
    at::Tensor from_pixels(const ImageBatch& images, int first, int count, int padded) const;
    at::Tensor from_values(const ImageBatch& images, int first, int count, int padded) const;

    at::Device device_;
    bool bgr_;
    at::Tensor range_;  ///< [1]: 255, or undefined where values stay 0..255
    at::Tensor mean_;   ///< [3], in the order of the network's channels
    at::Tensor std_;    ///< [3]
    at::Tensor table_;  ///< [256, 3], on the CPU: what each byte becomes in each channel
};

/// Throws Error{usage} unless exactly one span is filled and its size fits count and side.
void require_consistent(const ImageBatch& images);

}  // namespace sescope
