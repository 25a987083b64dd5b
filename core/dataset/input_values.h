// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Inputs that are no bytes of three colours: arrays (.npy), and grey images.

#include <filesystem>
#include <vector>

#include "core/dataset/dataset.h"

namespace sescope {

/// Whether images reach the network as numbers that are normalised here, rather than as bytes that
/// the engine normalises: where some are arrays, or the input is not of three channels.
bool takes_values(const Dataset& dataset, const Preprocessing& preprocessing);

/// The network's input as channels x size x columns() numbers, row-major. Of an array (.npy) its
/// values, minus `array_mean` and divided by `array_std` where those are given; of an image file
/// `load_input` over 255, minus mean, divided by std, in fp32 and in the engine's order, so that
/// both agree to the bit. Grey is Pillow's convert("L") before the resize, with the averages of the
/// three means and deviations (as timm has it). Throws Error{data} naming the file where it cannot
/// be read, or an array is of other extents than the input.
std::vector<float> load_values(const std::filesystem::path& path,
                               const Preprocessing& preprocessing);

/// What the network sees of a file, for people: `load_input`, or of an array its first three
/// channels (or its first) between their least and their largest value.
RgbImage load_picture(const std::filesystem::path& path, const Preprocessing& preprocessing);

/// Throws Error{usage} or Error{data} where the first file shows that none can serve: an array of
/// other extents than the input, an image file for an input of neither one nor three channels, or
/// means given for other channels.
void require_inputs_fit(const Dataset& dataset, const Preprocessing& preprocessing);

/// Takes means and deviations of arrays out where there is no array: they change nothing then, and
/// networks are compared by how images are prepared. Throws Error{usage} where there are image
/// files and `of_arrays_only`: what was given cannot be of their pixels.
void settle_array_numbers(Preprocessing& preprocessing, const Dataset& dataset,
                          bool of_arrays_only);

}  // namespace sescope
