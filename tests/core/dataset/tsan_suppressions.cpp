// SPDX-License-Identifier: GPL-3.0-or-later
// Debian's OpenCV loads GDAL, whose start takes two locks of its own in both orders.
#if defined(__SANITIZE_THREAD__)
// NOLINTNEXTLINE(bugprone-reserved-identifier): the sanitizer looks for this name
extern "C" const char* __tsan_default_suppressions() {
    return "deadlock:libgdal.so\n";
}
#endif
