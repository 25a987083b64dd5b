// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/opencv/jpeg_warnings.h"

#include <dlfcn.h>

#include <string_view>

// The head of libjpeg's public structs, which has been the same since version 6: the functions come
// first. Written out here since nothing else of libjpeg is needed.
struct jpeg_common_struct;

struct jpeg_error_mgr {
    void (*error_exit)(jpeg_common_struct*);
    void (*emit_message)(jpeg_common_struct*, int level);
    void (*output_message)(jpeg_common_struct*);
    void (*format_message)(jpeg_common_struct*, char* buffer);
};

struct jpeg_common_struct {
    jpeg_error_mgr* err;
};

namespace sescope {
namespace {

thread_local bool data_is_missing = false;

void listen(jpeg_common_struct* decoder, int level) {
    if (level >= 0) return;  // a trace, not a warning
    char text[256] = {};     // libjpeg asks for 200
    decoder->err->format_message(decoder, text);
    // Other warnings (stray bytes between segments) leave the image whole.
    if (std::string_view(text).find("remature end") != std::string_view::npos) {
        data_is_missing = true;
    }
}

void say_nothing(jpeg_common_struct* /*decoder*/) {}

}  // namespace

JpegWarnings::JpegWarnings() {
    data_is_missing = false;
}

bool JpegWarnings::data_missing() const {
    return data_is_missing;
}

}  // namespace sescope

// OpenCV asks libjpeg for its error handlers by this function. The dynamic linker looks for it in
// libsescope_images, which opened OpenCV, before it does in libjpeg; where a program has libjpeg
// among its own libraries, that one is found first and all stays as OpenCV has it.
extern "C" jpeg_error_mgr* jpeg_std_error(jpeg_error_mgr* handlers) {
    using StdError = jpeg_error_mgr* (*)(jpeg_error_mgr*);
    static const auto original = reinterpret_cast<StdError>(::dlsym(RTLD_NEXT, "jpeg_std_error"));
    original(handlers);
    handlers->emit_message = sescope::listen;
    handlers->output_message = sescope::say_nothing;
    return handlers;
}
