// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/network/architectures/catalogue_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "core/base/error.h"
#include "tests/core/network/architectures/small_architectures.h"
#include "tests/support/temporary_folder.h"

namespace sescope {
namespace {

std::string contents_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

TensorEntry indices(const std::string& key) {
    static const std::vector<std::int64_t> values{3, 1, 2, 0, -5, 7};
    TensorEntry tensor;
    tensor.name = key;
    tensor.dtype = DType::i64;
    tensor.shape = {2, 3};
    tensor.strides = {3, 1};
    tensor.bytes = std::as_bytes(std::span(values));
    return tensor;
}

TEST(CatalogueFile, GivesBackWhatWasWritten) {
    const test::TemporaryFolder folder;
    CatalogueContents contents;
    test::add_architecture(contents, "plain", test::small_graph());
    test::add_architecture(contents, "sliced", test::small_graph({.sliced = true}),
                           {indices("a.index"), indices("b.index")});
    contents.entries[1].only_this_size = true;
    contents.entries[1].preprocessing.interpolation = Interpolation::bicubic;
    contents.entries[1].preprocessing.crop_pct = 0.95;
    write_catalogue(folder / "catalogue", contents);

    const CatalogueFile file(folder / "catalogue");
    EXPECT_EQ(file.entries(), contents.entries);
    EXPECT_EQ(file.keys(), contents.keys);
    ASSERT_EQ(file.graphs(), 2u);
    EXPECT_EQ(file.graph(0).text, contents.graphs[0].text);
    EXPECT_TRUE(file.graph(0).constants.empty());
    const auto graph = file.graph(1);
    EXPECT_EQ(graph.text, contents.graphs[1].text);
    ASSERT_EQ(graph.constants.size(), 2u);
    EXPECT_EQ(graph.constants[1].name, "b.index");
    EXPECT_EQ(graph.constants[1].dtype, DType::i64);
    EXPECT_EQ(graph.constants[1].shape, (std::vector<std::int64_t>{2, 3}));
    EXPECT_EQ(to_float32(graph.constants[1]), (std::vector<float>{3, 1, 2, 0, -5, 7}));
}

TEST(CatalogueFile, RefusesWhatIsNoCatalogue) {
    const test::TemporaryFolder folder;
    CatalogueContents contents;
    test::add_architecture(contents, "plain", test::small_graph());
    write_catalogue(folder / "whole", contents);
    const auto whole = contents_of(folder / "whole");
    // Cut anywhere, opening or reading everything says so; nothing else happens.
    for (std::size_t size = 1; size < whole.size(); size += 7) {
        std::ofstream(folder / "cut", std::ios::binary) << whole.substr(0, size);
        try {
            const CatalogueFile file(folder / "cut");
            file.keys();
            file.graph(0);
            ADD_FAILURE() << "opened when cut at " << size;
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::internal);
            EXPECT_EQ(error.file(), folder / "cut");
        }
    }
    const CatalogueFile file(folder / "whole");
    EXPECT_THROW(file.graph(1), Error);
}

}  // namespace
}  // namespace sescope
