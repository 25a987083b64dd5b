// SPDX-License-Identifier: GPL-3.0-or-later
// What sites are called: ids from module paths or node names, labels from stages.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/network/gates/candidate.h"

namespace sescope::gates {

/// The module path that all these operators share ("blocks.3.0.se"); those without one aside.
std::string common_module(const SearchedGraph& g, std::span<const std::size_t> operators);

/// What a person calls the operator: its module path if it has one, else its node's name, else that
/// of the value that it computes.
std::string called(const SearchedGraph& g, std::size_t op);

/// Extents of the images' positions: height and width, wherever the channels stand.
Shape positions_of_images(const SearchedGraph& g);

/// log2 of the images' extent over that of the map (of the larger ratio), rounded; at least 0.
/// `channel` is the map's channel dimension, `branch` one that is no position either, or -1.
int stage_of(const Shape& images, const Shape& map, int channel, int branch);

/// Sets the stages of sites: from strides where those are known, else from extents.
void set_stages(const SearchedGraph& g, std::vector<GateSite>& sites);

/// Numbers the sites within their stages and names them; those of one competitive unit, which stand
/// side by side, share a number and differ by a letter. Ids that are the same are told apart.
void name_sites(std::vector<GateSite>& sites);

}  // namespace sescope::gates
