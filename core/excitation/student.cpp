// SPDX-License-Identifier: GPL-3.0-or-later
// Quantiles of Student's distribution, from the incomplete beta function: P(|t| > x) with k degrees
// of freedom is I(k / (k + x^2); k / 2, 1 / 2).
#include <cmath>

#include "core/excitation/stopping.h"

namespace sescope {
namespace {

// The continued fraction of the incomplete beta function, by Lentz's method. It converges quickly
// below x = (a + 1) / (a + b + 2).
double beta_fraction(double x, double a, double b) {
    constexpr double kTiny = 1e-300;
    constexpr int kMostTerms = 10'000;
    const auto kept_from_zero = [](double value) {
        return std::abs(value) < kTiny ? kTiny : value;
    };
    double c = 1;
    double d = 1 / kept_from_zero(1 - (a + b) * x / (a + 1));
    double value = d;
    for (int m = 1; m <= kMostTerms; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / kept_from_zero(1 + even * d);
        c = kept_from_zero(1 + even / c);
        value *= d * c;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / kept_from_zero(1 + odd * d);
        c = kept_from_zero(1 + odd / c);
        value *= d * c;
        if (std::abs(d * c - 1) < 1e-15) break;
    }
    return value;
}

// I(x; a, b), where `rest` is 1 - x without the rounding of that difference.
double incomplete_beta(double x, double rest, double a, double b) {
    if (x <= 0) return 0;
    if (rest <= 0) return 1;
    const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                  a * std::log(x) + b * std::log(rest));
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(x, a, b) / a;
    return 1 - front * beta_fraction(rest, b, a) / b;
}

double two_sided_tail(double t, double degrees) {
    const double square = t * t;
    return incomplete_beta(degrees / (degrees + square), square / (degrees + square), degrees / 2,
                           0.5);
}

}  // namespace

double two_sided_t(double error, double degrees) {
    double low = 0;
    double high = 1;
    while (two_sided_tail(high, degrees) > error && high < 1e12) high *= 2;
    for (int i = 0; i < 200 && low < high; ++i) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) break;
        (two_sided_tail(middle, degrees) > error ? low : high) = middle;
    }
    return high;
}

}  // namespace sescope
