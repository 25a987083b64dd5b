// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <chrono>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

// A file of the test's own folder, removed at the end.
class SafetensorsFile : public testing::Test {
  protected:
    SafetensorsFile()
        : folder_(fs::path(testing::TempDir()) /
                  ("safetensors-" + std::to_string(::getpid()) + "-" +
                   testing::UnitTest::GetInstance()->current_test_info()->name())) {
        fs::create_directories(folder_);
    }
    ~SafetensorsFile() override { fs::remove_all(folder_); }
    fs::path path() const { return folder_ / "model.safetensors"; }

    fs::path folder_;
};

TensorEntry raw_tensor(std::string name, DType dtype, std::vector<std::int64_t> shape,
                       std::vector<std::int64_t> strides, std::vector<std::uint8_t> bytes) {
    TensorEntry tensor;
    tensor.name = std::move(name);
    tensor.dtype = dtype;
    tensor.shape = std::move(shape);
    tensor.strides = std::move(strides);
    auto owned = std::make_shared<std::vector<std::uint8_t>>(std::move(bytes));
    tensor.bytes = std::as_bytes(std::span(*owned));
    tensor.owner = owned;
    return tensor;
}

TEST_F(SafetensorsFile, RoundTripKeepsOrderTypesShapesValuesAndMetadata) {
    StateDict written;
    const std::vector<float> values{0.0F,   -1.5F, std::numeric_limits<float>::infinity(),
                                    1e-42F, 3.0F,  4.0F};
    written.add(raw_tensor("half", DType::f16, {2}, {1}, {0x00, 0x3c, 0x01, 0x00}));
    written.add(StateDict::make_tensor("z.weight", {2, 3}, values));
    written.add(raw_tensor("count", DType::i64, {}, {}, {7, 0, 0, 0, 0, 0, 0, 0}));
    written.add(StateDict::make_tensor("empty", {0, 4}, {}));
    const std::map<std::string, std::string> metadata{{"format", "pt"}, {"quote", "\"\n\\é"}};
    write_safetensors(path(), written, metadata);

    const StateDict read = open_checkpoint(path());
    ASSERT_EQ(read.size(), 4u);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(read.tensors()[i].name, written.tensors()[i].name);
        EXPECT_EQ(read.tensors()[i].dtype, written.tensors()[i].dtype);
        EXPECT_EQ(read.tensors()[i].shape, written.tensors()[i].shape);
    }
    EXPECT_EQ(to_float32(read.at("z.weight")), values);
    EXPECT_THAT(to_float32(read.at("half")), ElementsAre(1.0F, 0x1p-24F));
    EXPECT_THAT(to_float32(read.at("count")), ElementsAre(7.0F));
    EXPECT_TRUE(to_float32(read.at("empty")).empty());
    EXPECT_EQ(read.metadata, metadata);
    EXPECT_EQ(read.container, "safetensors");
}

TEST_F(SafetensorsFile, DataStartsAtAMultipleOfEightAndEachTensorIsAligned) {
    for (int length = 1; length < 12; ++length) {
        StateDict written;
        written.add(raw_tensor(std::string(length, 'n'), DType::f16, {1}, {1}, {1, 2}));
        written.add(raw_tensor("d", DType::f64, {1}, {1}, {1, 2, 3, 4, 5, 6, 7, 8}));
        std::ostringstream out;
        write_safetensors(out, written, {});
        const std::string bytes = out.str();
        EXPECT_EQ(static_cast<unsigned char>(bytes[0]) % 8, 0);
        EXPECT_EQ(bytes.substr(bytes.size() - 10), "\x01\x02\x03\x04\x05\x06\x07\x08\x01\x02");
    }
}

TEST_F(SafetensorsFile, StridedViewIsWrittenContiguous) {
    StateDict written;
    written.add(raw_tensor("transposed", DType::u8, {2, 3}, {1, 2}, {0, 1, 2, 3, 4, 5}));
    write_safetensors(path(), written, {});
    EXPECT_THAT(to_float32(open_checkpoint(path()).at("transposed")),
                ElementsAre(0, 2, 4, 1, 3, 5));
}

std::string text_of(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

StreamedTensor in_two_pieces(const TensorEntry& tensor) {
    return {tensor.name, tensor.dtype, tensor.shape, [&](const StreamedTensor::Write& write) {
                write(tensor.bytes.first(1));
                write(tensor.bytes.subspan(1));
            }};
}

TEST_F(SafetensorsFile, StreamedTensorsMakeTheSameFile) {
    StateDict written;
    written.add(raw_tensor("half", DType::f16, {2}, {1}, {0x00, 0x3c, 0x01, 0x00}));
    written.add(StateDict::make_tensor("weight", {2, 1}, std::vector<float>{1.0F, 2.0F}));
    written.add(raw_tensor("count", DType::i64, {}, {}, {7, 0, 0, 0, 0, 0, 0, 0}));
    std::vector<StreamedTensor> streamed;
    for (const auto& tensor : written.tensors()) streamed.push_back(in_two_pieces(tensor));
    streamed.push_back({"empty", DType::i32, {0, 4}, [](const StreamedTensor::Write&) {}});
    write_safetensors(folder_ / "streamed.safetensors", streamed, {{"format", "pt"}});
    written.add(raw_tensor("empty", DType::i32, {0, 4}, {4, 1}, {}));
    write_safetensors(path(), written, {{"format", "pt"}});
    EXPECT_EQ(text_of(folder_ / "streamed.safetensors"), text_of(path()));
    EXPECT_THAT(to_float32(open_checkpoint(path()).at("weight")), ElementsAre(1.0F, 2.0F));
}

TEST_F(SafetensorsFile, StreamedTensorOfTooFewBytesIsRefusedAndNothingWritten) {
    const std::vector<StreamedTensor> streamed{
        {"w", DType::f32, {2}, [](const StreamedTensor::Write& write) {
             write(std::as_bytes(std::span("abc")));
         }}};
    try {
        write_safetensors(path(), streamed, {});
        ADD_FAILURE() << "written";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::internal);
        EXPECT_THAT(error.message(), ::testing::HasSubstr("tensor w"));
    }
    EXPECT_FALSE(fs::exists(path()));
}

TEST_F(SafetensorsFile, ConfigBesideTheFileIsReadForFileAndFolder) {
    StateDict written;
    written.add(StateDict::make_tensor("w", {1}, std::vector<float>{1.0F}));
    write_safetensors(path(), written, {});
    std::ofstream(folder_ / "config.json") << R"({"architecture": "seresnet50"})";
    EXPECT_EQ(open_checkpoint(path()).config_json, R"({"architecture": "seresnet50"})");
    const StateDict of_folder = open_checkpoint(folder_);
    EXPECT_EQ(of_folder.config_json, R"({"architecture": "seresnet50"})");
    EXPECT_EQ(of_folder.file, path());
}

TEST(SharedModel, OpensFromItsHubFolder) {
    const fs::path folder = fs::path(SESCOPE_SHARED) / "models/seresnet50_imagenette";
    if (!fs::exists(folder)) GTEST_SKIP() << "../shared is not beside the checkout";
    const StateDict opened = open_checkpoint(folder);
    EXPECT_EQ(opened.at("conv1.weight").shape, (std::vector<std::int64_t>{64, 3, 7, 7}));
    EXPECT_EQ(opened.at("conv1.weight").dtype, DType::f16);
    EXPECT_NE(opened.config_json.find("\"seresnet50\""), std::string::npos);
}

}  // namespace
}  // namespace sescope
