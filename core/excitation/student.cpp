// SPDX-License-Identifier: GPL-3.0-or-later
#include <boost/math/distributions/students_t.hpp>

#include "core/excitation/stopping.h"

namespace sescope {

double two_sided_t(double error, double degrees) {
    const boost::math::students_t distribution(degrees);
    return boost::math::quantile(boost::math::complement(distribution, error / 2));
}

}  // namespace sescope
