// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzzing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace sescope;
    const auto input = std::as_bytes(std::span(data, size));
    if (!is_torch_legacy(input)) return -1;
    try {
        use(find_network(read_checkpoint(input, nullptr, "fuzzed.pth"), {}), input);
    } catch (const Error& error) {
        require(error.kind() == ErrorKind::model);
    }
    return 0;
}
