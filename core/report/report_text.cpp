// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/report_text.h"

#include <cmath>

#include "core/report/shown_number.h"

namespace sescope {

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
    return shown_integer(count) + " " + std::string(count == 1 ? one : many);
}

std::string percent(double fraction, int digits) {
    return std::isnan(fraction) ? "not known" : shown_real(100 * fraction, digits) + " %";
}

Text no_accuracy_text(int classes) {
    return classes == 0 ? "No accuracy: the network has no classifier that is read."
                        : "No accuracy: the classes could not be matched to the network's head.";
}

std::string megabytes(std::int64_t bytes) {
    return shown_real(double(bytes) / 1e6, 3) + " MB";
}

std::string giga(std::int64_t operations) {
    return shown_real(double(operations) / 1e9, 3) + " G";
}

}  // namespace sescope
