// SPDX-License-Identifier: GPL-3.0-or-later
// How the rows of a block come to lie as they are multiplied.
#include <algorithm>
#include <array>
#include <cstddef>

#include "core/engine/torch/amx_rows.h"

namespace sescope::amx {
namespace {

void clear(std::uint16_t* to, std::int64_t count) {
    std::fill_n(to, count, std::uint16_t{0});
}

}  // namespace

const std::uint16_t* Rows::of(const Block& block, std::uint16_t* room) const {
    if (copying_ == Copying::in_map && !is_read_beyond(block)) {
        return reinterpret_cast<const std::uint16_t*>(window_.at(block.image, 0, 0) +
                                                      block.first * window_.bytes_a_pixel());
    }
    if (copying_ == Copying::lines) {
        copy_lines(block, room);
    } else if (copying_ == Copying::bordered) {
        copy_bordered(block, room);
    } else if (window_.reads_one_pixel()) {
        copy_pointwise(block, room);
    } else {
        copy_side_by_side(block, room);
    }
    return room;
}

void Rows::put(const std::byte* from, std::int64_t count, std::uint16_t* to) const {
    const std::int64_t whole = count / kStep * kStep;
    const std::int64_t rest = count - whole;
    const auto put_values = [&]<class Value>(const Value* values, const auto& put_some) {
        put_some(values, whole, to);
        if (rest == 0) return;
        std::array<Value, kStep> last{};
        std::copy_n(values + whole, rest, last.begin());
        put_some(last.data(), kStep, to + whole / kStep * layout_.step);
    };
    if (window_.values == Values::fp32) {
        put_values(reinterpret_cast<const float*>(from),
                   [&](const float* values, std::int64_t some, std::uint16_t* place) {
                       split(layout_, values, some, place);
                   });
    } else {
        put_values(reinterpret_cast<const std::uint16_t*>(from),
                   [&](const std::uint16_t* values, std::int64_t some, std::uint16_t* place) {
                       spread(layout_, values, some, place);
                   });
    }
}

void Rows::copy_lines(const Block& block, std::uint16_t* to) const {
    clear(to, room());
    const std::int64_t top = block.first * window_.stride[0] - window_.padding[0];
    for (std::int64_t line = 0; line < lines_read(block.count); ++line) {
        const std::int64_t y = top + line;
        if (y < 0 || y >= window_.height) continue;
        put(window_.at(block.image, y, 0), window_.width * window_.channels,
            to + line * line_numbers() + window_.padding[1] * window_.channels);
    }
}

void Rows::copy_bordered(const Block& block, std::uint16_t* to) const {
    const std::int64_t row = layout_.row;
    const std::int64_t line = window_.width + 2;
    for (std::int64_t image = block.image; image < block.image + block.images; ++image) {
        for (std::int64_t y = block.first - 1; y <= block.first + block.count; ++y) {
            if (y < 0 || y >= window_.height) {
                clear(to, line * row);
                to += line * row;
                continue;
            }
            clear(to, row);
            to += row;
            for (std::int64_t x = 0; x < window_.width; ++x, to += row) {
                put(window_.at(image, y, x), window_.channels, to);
            }
            clear(to, row);
            to += row;
        }
    }
}

void Rows::copy_pointwise(const Block& block, std::uint16_t* to) const {
    for (std::int64_t output = 0; output < block.images * block.count; ++output) {
        const std::int64_t position = block.first + output % block.count;
        const std::int64_t y = position / window_.out_width * window_.stride[0];
        const std::int64_t x = position % window_.out_width * window_.stride[1];
        put(window_.at(block.image + output / block.count, y, x), window_.channels,
            to + start_of_output(block, output));
    }
}

// What of each of the kernel's lines lies within the map is one piece of it.
void Rows::gather(std::int64_t image, std::int64_t position, std::byte* to) const {
    const std::int64_t pixel = window_.bytes_a_pixel();
    const std::int64_t across = window_.kernel[1];
    const std::int64_t top = position / window_.out_width * window_.stride[0] - window_.padding[0];
    const std::int64_t left = position % window_.out_width * window_.stride[1] - window_.padding[1];
    for (std::int64_t y = top; y < top + window_.kernel[0]; ++y, to += across * pixel) {
        const bool inside = y >= 0 && y < window_.height;
        const std::int64_t begin = inside ? std::clamp<std::int64_t>(-left, 0, across) : across;
        const std::int64_t end =
            inside ? std::clamp<std::int64_t>(window_.width - left, begin, across) : across;
        std::fill_n(to, begin * pixel, std::byte{0});
        if (begin < end) {
            std::copy_n(window_.at(image, y, left + begin), (end - begin) * pixel,
                        to + begin * pixel);
        }
        std::fill_n(to + end * pixel, (across - end) * pixel, std::byte{0});
    }
}

void Rows::copy_side_by_side(const Block& block, std::uint16_t* to) const {
    std::vector<std::byte> values(
        static_cast<std::size_t>(window_.inputs() * size_of(window_.values)));
    for (std::int64_t output = 0; output < block.images * block.count; ++output) {
        gather(block.image + output / block.count, block.first + output % block.count,
               values.data());
        put(values.data(), window_.inputs(), to + start_of_output(block, output));
    }
}

}  // namespace sescope::amx
