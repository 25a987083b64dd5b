// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/network/network.h"

namespace sescope {
namespace {

constexpr std::array<float, 3> kImagenetMean{0.485F, 0.456F, 0.406F};
constexpr std::array<float, 3> kImagenetStd{0.229F, 0.224F, 0.225F};

PreprocessingPreset imagenet(const char* name, const char* used_by, int size, double crop_pct,
                             Interpolation interpolation) {
    return {name, used_by, {name, size, 0, crop_pct, interpolation, kImagenetMean, kImagenetStd}};
}

// The networks were trained on values of OpenCV's order and range; one mean a channel, no
// deviation.
PreprocessingPreset caffe() {
    Preprocessing value;
    value.preset = "caffe";
    value.mean = {104.0F, 117.0F, 123.0F};
    value.std = {1.0F, 1.0F, 1.0F};
    value.bgr = true;
    value.byte_range = true;
    return {"caffe", "original Caffe weights of SENet", value};
}

}  // namespace

std::span<const PreprocessingPreset> preprocessing_presets() {
    using enum Interpolation;
    static const std::array presets{
        imagenet("imagenet", "most networks trained on ImageNet", 224, 0.875, bilinear),
        imagenet("torchvision", "torchvision and networks built on it", 224, 0.875, bilinear),
        imagenet("timm-a1", "timm seresnet50.a1_in1k, resnet50.a1_in1k", 224, 0.95, bicubic),
        imagenet("timm-a2", "timm seresnet50.a2_in1k", 224, 0.95, bicubic),
        imagenet("timm-a3", "timm seresnet50.a3_in1k", 160, 0.95, bicubic),
        imagenet("timm-ra2", "timm seresnet50.ra2_in1k, seresnext50_32x4d and most others", 224,
                 0.875, bicubic),
        imagenet("legacy", "timm legacy_se*, Cadene se_resnet*, SENet-154", 224, 0.875, bilinear),
        imagenet("mmpretrain", "mmpretrain SE-ResNet", 224, 0.875, bilinear),
        caffe(),
    };
    return presets;
}

std::string_view base_preset(const Preprocessing& value) {
    std::string_view name;
    for (const auto& preset : preprocessing_presets()) {
        if (preset.value.byte_range != value.byte_range) continue;
        if (name.empty() || preset.name == value.preset) name = preset.name;
    }
    return name;
}

}  // namespace sescope
