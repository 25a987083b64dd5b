// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sescope {

/// How much of the gates' variance hangs on the class, as it would come out with images without
/// end: omega squared. Of few images the plain share between^2 / (between^2 + within^2) is too
/// large, since the means of classes differ by chance alone: 10 classes of 3 images that are drawn
/// from one and the same distribution would share 31 %. With K classes that have images, n images,
/// w = within / (n - K), by which the variance within is known:
///     omega^2 = (between - (K - 1) w) / (between + within + w), at least 0
/// `within` and `between` are variances divided by n. NaN where there is nothing to compare: one
/// class, or no class with more than one image; 0 where no gate varies.
double class_share_of(double within, double between, double classes, double images);

}  // namespace sescope
