// SPDX-License-Identifier: GPL-3.0-or-later
// Archives of torch.save, and the pickles inside them. An input that begins like a pickle is taken
// as the data.pkl of an archive whose storages all show the input itself: so mutations of the
// pickle need not keep the archive around it in order.
#include "core/checkpoint/torch_weights.h"
#include "tests/fuzz/fuzzing.h"

namespace {

void read_as_pickle(sescope::FileBytes input) {
    using namespace sescope;
    const Pickle pickle = read_pickle(input, pickle_memory(input.size()), "fuzzed.pkl");
    const StorageLookup storages = [&](const StorageRecord&) { return std::optional(input); };
    use(find_network(torch_weights(pickle, storages, nullptr, "pickle", "fuzzed.pkl"), {}), input);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sescope;
    const auto input = std::as_bytes(std::span(data, size));
    const bool is_pickle = size > 0 && data[0] == 0x80;
    if (!is_pickle && !is_torch_zip(input)) return -1;
    try {
        if (is_pickle) {
            read_as_pickle(input);
        } else {
            use(find_network(read_checkpoint(input, nullptr, "fuzzed.pth"), {}), input);
        }
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::model);
    }
    return 0;
}
