// SPDX-License-Identifier: GPL-3.0-or-later
// Archives that are damaged, hostile, or something else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/checkpoint/mapped_file.h"
#include "core/network/exported/exported.h"
#include "tests/core/network/exported/program_builder.h"
#include "tests/support/exported_archive.h"
#include "tests/support/temporary_folder.h"

namespace sescope {
namespace {

using made::json;
using made::tensor;
using testing::HasSubstr;

// y = relu(x + w), with the weight w of [4, 1, 1].
made::ProgramBuilder small_program() {
    made::ProgramBuilder program({"s0:2", 4, 8, 8});
    program.weight("w", {4, 1, 1})
        .call("aten.add.Tensor", {{"self", tensor("x")}, {"other", tensor("p_w")}}, "a",
              {"s0:2", 4, 8, 8})
        .call("aten.relu.default", {{"self", tensor("a")}}, "y", {"s0:2", 4, 8, 8});
    return program;
}

json weight_entry() {
    return {{"path_name", "weight_0"},
            {"is_param", true},
            {"use_pickle", false},
            {"tensor_meta",
             {{"dtype", 7},
              {"sizes", made::sizes({4, 1, 1})},
              {"strides", made::sizes({1, 1, 1})},
              {"storage_offset", {{"as_int", 0}}},
              {"layout", 7}}}};
}

class Archive {
  public:
    Archive() {
        entries_["a/models/model.json"] = small_program().text("y");
        entries_["a/data/weights/weight_0"] = std::string(16, '\0');
        entries_["a/data/constants/model_constants_config.json"] = R"({"config": {}})";
        entries_["a/byteorder"] = "little";
        weight(weight_entry());
    }
    Archive& set(const std::string& name, std::string bytes) {
        entries_[name] = std::move(bytes);
        return *this;
    }
    Archive& without(const std::string& name) {
        entries_.erase(name);
        return *this;
    }
    Archive& weight(const json& entry) {
        return set("a/data/weights/model_weights_config.json",
                   json{{"config", {{"w", entry}}}}.dump());
    }
    ImportedNetwork read() const {
        const auto path = folder_ / "made.pt2";
        test::ZipWriter zip(path);
        for (const auto& [name, bytes] : entries_) zip.add(name, bytes);
        zip.finish();
        EXPECT_TRUE(is_exported(map_file(path).bytes));
        return read_exported(path);
    }
    Error refusal() const {
        try {
            read();
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::model);
            EXPECT_EQ(error.file(), folder_ / "made.pt2");
            return error;
        }
        return {ErrorKind::internal, "is read"};
    }

  private:
    test::TemporaryFolder folder_;
    std::map<std::string, std::string> entries_;
};

TEST(ExportedArchive, IsRead) {
    const auto network = Archive().read();
    EXPECT_EQ(network.graph.operators.size(), 2U);
    EXPECT_EQ(network.weights.at("w").shape, (graph::Shape{4, 1, 1}));
}

TEST(ExportedArchive, ViewsHaveStridesAndOffsets) {
    std::string floats;
    for (const float value : {0.0F, 1.0F, 2.0F, 3.0F, 4.0F, 5.0F, 6.0F, 7.0F}) {
        floats.append(reinterpret_cast<const char*>(&value), sizeof value);
    }
    auto entry = weight_entry();
    entry["tensor_meta"]["strides"] = made::sizes({2, 1, 1});
    entry["tensor_meta"]["storage_offset"]["as_int"] = 1;
    Archive archive;
    archive.set("a/data/weights/weight_0", floats).weight(entry);
    EXPECT_THAT(to_float32(archive.read().weights.at("w")), testing::ElementsAre(1, 3, 5, 7));
    entry["tensor_meta"]["storage_offset"]["as_int"] = 2;
    EXPECT_THAT(archive.weight(entry).refusal().message(), HasSubstr("beyond the end"));
}

TEST(ExportedArchive, MachineCodeIsRefused) {
    Archive archive;
    archive.without("a/models/model.json")
        .set("a/data/aotinductor/model/model.so",
             "\x7f"
             "ELF");
    const auto error = archive.refusal();
    EXPECT_THAT(error.message(), HasSubstr("machine code"));
    EXPECT_THAT(error.hint(), HasSubstr("torch.export.save(program"));
}

TEST(ExportedArchive, SeveralProgramsAreRefused) {
    EXPECT_THAT(Archive().set("a/models/other.json", "{}").refusal().message(),
                HasSubstr("several programs: a/models/model.json, a/models/other.json"));
}

TEST(ExportedArchive, PickledAndCustomObjectsAreRefused) {
    auto entry = weight_entry();
    entry["use_pickle"] = true;
    EXPECT_THAT(Archive().weight(entry).refusal().message(), HasSubstr("a pickled object"));
    entry = weight_entry();
    entry["path_name"] = "custom_obj_0";
    EXPECT_THAT(Archive().weight(entry).refusal().message(), HasSubstr("a class of its own"));
}

TEST(ExportedArchive, WeightsThatAreNotThereAreNamed) {
    EXPECT_THAT(Archive().without("a/data/weights/weight_0").refusal().message(),
                HasSubstr("weight_0"));
    EXPECT_THAT(Archive().set("a/data/weights/weight_0", "1234").refusal().message(),
                HasSubstr("tensor w"));
    EXPECT_THAT(Archive().without("a/data/weights/model_weights_config.json").refusal().message(),
                HasSubstr("no weights for w"));
    auto entry = weight_entry();
    entry["tensor_meta"]["sizes"] = made::sizes({1, 4, 1});
    EXPECT_THAT(Archive().weight(entry).refusal().message(),
                HasSubstr("of the shape [1, 4, 1], and its program reads [4, 1, 1]"));
}

TEST(ExportedArchive, SizesThatCannotBeAreRefused) {
    for (const std::int64_t size : {std::int64_t{-1}, std::int64_t{1} << 62}) {
        auto entry = weight_entry();
        entry["tensor_meta"]["sizes"] = made::sizes({size, 4, 1});
        EXPECT_THAT(Archive().weight(entry).refusal().message(), HasSubstr("tensor w")) << size;
        entry = weight_entry();
        entry["tensor_meta"]["strides"] = made::sizes({size, 1, 1});
        EXPECT_THAT(Archive().weight(entry).refusal().message(), HasSubstr("tensor w")) << size;
        entry = weight_entry();
        entry["tensor_meta"]["storage_offset"]["as_int"] = size;
        EXPECT_THAT(Archive().weight(entry).refusal().message(), HasSubstr("tensor w")) << size;
    }
    auto entry = weight_entry();  // four bytes that unfold to terabytes
    entry["tensor_meta"]["sizes"] = made::sizes({1 << 20, 1 << 20, 1});
    entry["tensor_meta"]["strides"] = made::sizes({0, 0, 0});
    EXPECT_THAT(Archive().weight(entry).refusal().message(), HasSubstr("repeats its storage"));
}

TEST(ExportedArchive, DamagedProgramsAreRefused) {
    const auto whole = small_program().document("y");
    EXPECT_THAT(Archive().set("a/models/model.json", std::string(100'000, '[')).refusal().message(),
                HasSubstr("damaged or too large"));
    EXPECT_THAT(
        Archive().set("a/models/model.json", whole.dump().substr(0, 500)).refusal().message(),
        HasSubstr("damaged or too large"));
    for (const auto* part : {"graph", "signature"}) {
        auto damaged = whole;
        damaged["graph_module"].erase(part);
        EXPECT_THAT(Archive().set("a/models/model.json", damaged.dump()).refusal().message(),
                    HasSubstr("a damaged program"));
        damaged["graph_module"][part] = 3;
        EXPECT_THAT(Archive().set("a/models/model.json", damaged.dump()).refusal().message(),
                    HasSubstr("a damaged program"));
    }
    auto older = whole;
    older["schema_version"]["major"] = 7;
    EXPECT_THAT(Archive().set("a/models/model.json", older.dump()).refusal().message(),
                HasSubstr("with schema 7.20; schemas 8 are read"));
}

TEST(ExportedArchive, WhatIsReadBeforeItIsGivenIsNamed) {
    auto document = small_program().document("y");
    auto& nodes = document["graph_module"]["graph"]["nodes"];
    std::swap(nodes[0], nodes[1]);
    EXPECT_THAT(Archive().set("a/models/model.json", document.dump()).refusal().message(),
                HasSubstr("reads the tensor a in m, which nothing before it gives"));
}

TEST(ExportedArchive, TwoImagesAreRefused) {
    made::ProgramBuilder program({"s0:2", 4, 8, 8});
    program.state("z", {"s0:2", 4, 8, 8})
        .input({{"user_input", {{"arg", tensor("z")}}}})
        .call("aten.add.Tensor", {{"self", tensor("x")}, {"other", tensor("z")}}, "y",
              {"s0:2", 4, 8, 8});
    EXPECT_THAT(Archive().set("a/models/model.json", program.text("y")).refusal().message(),
                HasSubstr("takes several inputs: x, z"));
}

TEST(ExportedArchive, TruncatedOnesAreRefused) {
    const auto whole = test::file_text(std::string(SESCOPE_GOLDEN) + "/exported/torch_2.6.pt2");
    const test::TemporaryFolder folder;
    for (std::size_t length = 0; length < whole.size(); length += 997) {
        const auto path = folder / "cut.pt2";
        std::ofstream(path, std::ios::binary) << whole.substr(0, length);
        EXPECT_THROW(read_exported(path), Error) << length;
    }
}

TEST(ExportedArchive, ChangedBytesAreReadOrRefused) {
    const auto whole = test::file_text(std::string(SESCOPE_GOLDEN) + "/exported/torch_2.8.pt2");
    const test::TemporaryFolder folder;
    const auto path = folder / "changed.pt2";
    for (std::size_t at = 0; at < whole.size(); at += 131) {
        auto changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x15);
        std::ofstream(path, std::ios::binary) << changed;
        try {
            read_exported(path);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::model) << at;
        }
    }
}

}  // namespace
}  // namespace sescope
