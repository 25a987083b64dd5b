// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "core/base/error.h"
#include "core/engine/torch/amx_product.h"
#include "core/engine/torch/cuda_driver.h"
#include "core/engine/torch/device_choice.h"
#include "core/engine/torch/processor.h"
#include "tests/core/engine/tiny_network.h"

namespace sescope::testing {
namespace {

using ::testing::HasSubstr;

const Cuda& no_cuda() {
    static const Cuda cuda{.available = false, .why_not = "no NVIDIA driver", .devices = {}};
    return cuda;
}

const Cuda& two_devices() {
    static const Cuda cuda{.available = true,
                           .why_not = {},
                           .devices = {{"NVIDIA H100", 9, 0, std::size_t(80) << 30},
                                       {"NVIDIA T4", 7, 5, std::size_t(16) << 30}}};
    return cuda;
}

const Cuda& untouchable() {
    ADD_FAILURE() << "CUDA was asked for";
    return no_cuda();
}

/// The error that choosing `name` gives.
Error refusal(const std::string& name, const Cuda& (*cuda)()) {
    try {
        choose_device(name, cuda);
    } catch (const Error& error) {
        return error;
    }
    ADD_FAILURE() << name << " was taken";
    return {ErrorKind::internal, ""};
}

TEST(DeviceChoice, TakesCudaWhereItWorksAndElseTheCpu) {
    EXPECT_EQ(choose_device("auto", no_cuda), at::Device(at::kCPU));
    EXPECT_EQ(choose_device("auto", two_devices), at::Device(at::kCUDA, 0));
    EXPECT_EQ(choose_device("cuda", two_devices), at::Device(at::kCUDA, 0));
    EXPECT_EQ(choose_device("cuda:1", two_devices), at::Device(at::kCUDA, 1));
}

TEST(DeviceChoice, DoesNotTouchCudaForTheCpu) {
    EXPECT_EQ(choose_device("cpu", untouchable), at::Device(at::kCPU));
}

TEST(DeviceChoice, RefusesNamesThatAreNone) {
    for (const char* name : {"gpu", "", "cuda:", "cuda:x", "cuda:-1", "cuda:1x", "cudas", "CPU"}) {
        const Error error = refusal(name, untouchable);
        EXPECT_EQ(error.kind(), ErrorKind::usage) << name;
        EXPECT_THAT(error.message(), HasSubstr("'" + std::string(name) + "'"));
    }
}

TEST(DeviceChoice, SaysWhyCudaIsNotThere) {
    const Error error = refusal("cuda", no_cuda);
    EXPECT_EQ(error.kind(), ErrorKind::device);
    EXPECT_EQ(error.message(), "cuda is not available: no NVIDIA driver");
    EXPECT_THAT(error.hint(), HasSubstr("--device cpu"));
}

TEST(DeviceChoice, SaysHowManyDevicesThereAre) {
    const Error error = refusal("cuda:2", two_devices);
    EXPECT_EQ(error.kind(), ErrorKind::device);
    EXPECT_EQ(error.message(), "cuda:2 is not available: this machine has 2 CUDA devices");
}

TEST(DeviceList, HasTheCpuAndOneRowSayingWhyThereIsNoCuda) {
    const auto rows = list_devices(no_cuda());
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].id, "cpu");
    EXPECT_TRUE(rows[0].available);
    EXPECT_THAT(rows[0].name.str(), HasSubstr(" thread"));
    EXPECT_EQ(rows[0].note, amx::is_usable()       ? "bf16 and bf16x3: in hardware (AMX)"
                            : processor_has_bf16() ? "bf16: in hardware"
                                                   : "bf16: no hardware support");
    EXPECT_EQ(rows[1].id, "cuda");
    EXPECT_FALSE(rows[1].available);
    EXPECT_EQ(rows[1].note, "no NVIDIA driver");
}

TEST(DeviceList, HasARowForEachCudaDevice) {
    const auto rows = list_devices(two_devices());
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1].id, "cuda:0");
    EXPECT_EQ(rows[1].name, "NVIDIA H100");
    EXPECT_EQ(rows[1].note, "80 GB, compute capability 9.0");
    EXPECT_EQ(rows[2].id, "cuda:1");
    EXPECT_TRUE(rows[2].available);
}

TEST(CudaDriver, SaysInOneLineThatItIsNotThere) {
    const CudaDriver driver = ask_cuda_driver("libcuda-of-no-machine.so.1");
    EXPECT_EQ(driver.why_not, "no NVIDIA driver on this machine");
    EXPECT_TRUE(driver.devices.empty());
}

TEST(CudaDriver, SaysThatAnotherLibraryIsNoDriver) {
    EXPECT_EQ(ask_cuda_driver("libm.so.6").why_not, "the NVIDIA driver is too old");
}

TEST(Devices, OfThisMachineAreListedWithAReasonForEachThatIsNotThere) {
    const auto rows = load_engine().devices();
    ASSERT_GE(rows.size(), 2U);
    for (const DeviceInfo& row : rows) {
        EXPECT_EQ(row.note.str().find('\n'), std::string::npos);
        EXPECT_FALSE(row.note.empty()) << row.id;
    }
}

}  // namespace
}  // namespace sescope::testing
