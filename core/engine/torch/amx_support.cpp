// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/torch/amx_support.h"

#include <stdexcept>

#if SESCOPE_HAS_AMX_KERNELS

#include <cpuid.h>
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>

namespace sescope::amx {
namespace {

bool processor_has_it() {
    unsigned a = 0;
    unsigned b = 0;
    unsigned c = 0;
    unsigned d = 0;
    constexpr unsigned kBf16Tiles = 1U << 22 | 1U << 24;  // leaf 7.0, edx: amx_bf16, amx_tile
    constexpr unsigned kAvx512Bf16 = 1U << 5;             // leaf 7.1, eax
    if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || (d & kBf16Tiles) != kBf16Tiles)
        return false;
    if (__get_cpuid_count(7, 1, &a, &b, &c, &d) == 0 || (a & kAvx512Bf16) == 0) return false;
    return __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512bw") != 0;
}

bool system_allows_it() {
    constexpr long kRequestPermission = 0x1023;  // ARCH_REQ_XCOMP_PERM
    constexpr long kTileData = 18;               // XFEATURE_XTILEDATA
    return ::syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

struct alignas(64) TileConfiguration {
    std::uint8_t palette = 1;
    std::uint8_t start_row = 0;
    std::uint8_t reserved[14] = {};
    std::uint16_t bytes_a_row[16] = {};
    std::uint8_t rows[16] = {};
};
static_assert(sizeof(TileConfiguration) == 64);

__attribute__((target("amx-tile"))) void set_up_tiles() {
    TileConfiguration all;
    std::fill_n(all.bytes_a_row, 8, std::uint16_t{64});
    std::fill_n(all.rows, 8, std::uint8_t{16});
    asm volatile("" ::: "memory");  // the intrinsic does not tell the compiler what it reads
    _tile_loadconfig(&all);
}

__attribute__((target("amx-tile"))) void release_tiles() {
    _tile_release();
}

}  // namespace

bool is_usable() {
    static const bool usable = processor_has_it() && system_allows_it();
    return usable;
}

TilesInUse::TilesInUse() {
    set_up_tiles();
}

TilesInUse::~TilesInUse() {
    release_tiles();
}

}  // namespace sescope::amx

#else

namespace sescope::amx {

bool is_usable() {
    return false;
}
TilesInUse::TilesInUse() {
    throw std::logic_error("not built for this processor");
}
TilesInUse::~TilesInUse() = default;

}  // namespace sescope::amx

#endif
