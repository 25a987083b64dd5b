// SPDX-License-Identifier: GPL-3.0-or-later
// Convolutions with their ReLU in one operator, as cuDNN has it; here one of the same arguments.
#include <ATen/TensorOperators.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/nan_to_num.h>
#include <ATen/ops/randn.h>
#include <gtest/gtest.h>
#include <torch/library.h>

#include <string>
#include <vector>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/operator_by_name.h"

namespace sescope::testing {
namespace {

int calls = 0;

at::Tensor convolution_relu(const at::Tensor& x, const at::Tensor& weight,
                            const std::optional<at::Tensor>& bias, c10::SymIntArrayRef stride,
                            c10::SymIntArrayRef padding, c10::SymIntArrayRef dilation,
                            c10::SymInt groups) {
    ++calls;
    return at::conv2d_symint(x, weight, bias, stride, padding, dilation, std::move(groups)).relu_();
}

/// Gives another layout, and so is not what was asked for.
at::Tensor rows_first(const at::Tensor& x, const at::Tensor& weight,
                      const std::optional<at::Tensor>& bias, c10::SymIntArrayRef stride,
                      c10::SymIntArrayRef padding, c10::SymIntArrayRef dilation,
                      c10::SymInt groups) {
    return convolution_relu(x, weight, bias, stride, padding, dilation, std::move(groups))
        .contiguous(at::MemoryFormat::Contiguous);
}

/// As maxima of vectors are made: of a NaN and zero, the zero.
at::Tensor forgetful(const at::Tensor& x, const at::Tensor& weight,
                     const std::optional<at::Tensor>& bias, c10::SymIntArrayRef stride,
                     c10::SymIntArrayRef padding, c10::SymIntArrayRef dilation,
                     c10::SymInt groups) {
    return convolution_relu(x, weight, bias, stride, padding, dilation, std::move(groups))
        .nan_to_num_(0.0);
}

constexpr const char* kArguments =
    "(Tensor self, Tensor weight, Tensor? bias, SymInt[] stride, SymInt[] padding, SymInt[] "
    "dilation, SymInt groups) -> Tensor";

TORCH_LIBRARY(sescope_test, library) {
    library.def((std::string("convolution_relu") + kArguments).c_str(), &convolution_relu);
    library.def((std::string("rows_first") + kArguments).c_str(), &rows_first);
    library.def((std::string("forgetful") + kArguments).c_str(), &forgetful);
}

Convolution made(std::int64_t stride, std::int64_t groups, bool bias) {
    Convolution conv;
    conv.weight = at::randn({16, 8 / groups, 3, 3}).contiguous(at::MemoryFormat::ChannelsLast);
    if (bias) conv.bias = at::randn({16});
    conv.stride = {stride, stride};
    conv.padding = {1, 1};
    conv.groups = groups;
    return conv;
}

const Shape kShape{2, 8, 9, 7};

TEST(CudnnConvolution, IsCalledWithTheArgumentsThatCudnnsHas) {
    const NamedOperator cudnns = operator_named(kCudnnConvolutionRelu);
    ASSERT_TRUE(cudnns);
    const NamedOperator ours = operator_named("sescope_test::convolution_relu");
    EXPECT_EQ(c10::toString(cudnns->schema().cloneWithName("same", "")),
              c10::toString(ours->schema().cloneWithName("same", "")));
}

TEST(CudnnConvolution, ServesWhereAReluFollowsAndThePlainOneElsewhere) {
    for (const bool bias : {true, false}) {
        const Convolution plain = made(2, bias ? 1 : 2, bias);
        Convolution fused = plain;
        fused.cudnn = CudnnConvolution::make(plain, kShape, "sescope_test::convolution_relu");
        ASSERT_NE(fused.cudnn, nullptr);
        calls = 0;
        const at::Tensor x = at::randn(kShape).contiguous(at::MemoryFormat::ChannelsLast);
        EXPECT_TRUE(fused(x, Activation::relu).equal(plain(x, Activation::relu)));
        EXPECT_EQ(calls, 1);
        EXPECT_TRUE(fused(x).equal(plain(x)));
        EXPECT_EQ(calls, 1);
    }
}

TEST(CudnnConvolution, IsNotThereWhereTheOperatorIsMissingRefusesOrAnswersOtherwise) {
    const Convolution conv = made(1, 1, true);
    EXPECT_EQ(CudnnConvolution::make(conv, kShape, "sescope_test::none"), nullptr);
    EXPECT_EQ(CudnnConvolution::make(conv, kShape, "sescope_test::rows_first"), nullptr);
    EXPECT_EQ(CudnnConvolution::make(conv, kShape, "sescope_test::forgetful"), nullptr);
    // cuDNN's own knows no tensors of the CPU.
    EXPECT_EQ(CudnnConvolution::make(conv, kShape), nullptr);
}

}  // namespace
}  // namespace sescope::testing
