// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pruning/runtime_timing.h"

#include <stdlib.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/base/program_output.h"
#include "core/base/resources.h"
#include "core/checkpoint/printable.h"
#include "core/network/onnx/write/write_onnx.h"
#include "core/pruning/pruned_onnx.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

/// A folder that is gone afterwards.
class ScratchFolder {
  public:
    ScratchFolder() {
        std::string pattern = (fs::temp_directory_path() / "sescope-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw Error(ErrorKind::output, "no folder can be made there",
                        fs::temp_directory_path());
        }
        path_ = pattern;
    }
    ~ScratchFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

TimedRounds rounds_from(const Json& json) {
    return {json.at("original").get<std::vector<double>>(),
            json.at("pruned").get<std::vector<double>>()};
}

std::string last_line(std::string text) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    const auto at = text.rfind('\n');
    return printable(at == std::string::npos ? text : text.substr(at + 1));
}

fs::path script() {
    return resource_path("runtimes/time_onnxruntime.py");
}

void require_installed(const ProgramOutput& output, const RuntimeSettings& settings) {
    constexpr int not_installed = 3;
    if (output.exit_code != not_installed) return;
    throw Error(ErrorKind::usage, text("onnxruntime is not installed for {}", settings.python), {},
                "install it there, or name another Python");
}

RuntimeTiming parsed(const ProgramOutput& output, const RuntimeSettings& settings) {
    require_installed(output, settings);
    if (output.exit_code != 0) {
        throw Error(ErrorKind::device,
                    text("onnxruntime does not run it: {}", last_line(output.err)));
    }
    try {
        const Json json = Json::parse(output.out);
        return {"onnxruntime " + json.at("version").get<std::string>(),
                timing_of(rounds_from(json.at("one")), rounds_from(json.at("many")),
                          json.at("batch").get<int>())};
    } catch (const Json::exception&) {
        throw Error(ErrorKind::device, "onnxruntime's times cannot be read");
    }
}

}  // namespace

void require_onnxruntime(const RuntimeSettings& settings, const std::stop_token& stop) {
    require_installed(output_of({settings.python, script().string()}, stop), settings);
}

std::optional<RuntimeTiming> time_in_onnxruntime(const Variant& original,
                                                 const PrunedNetwork& pruned,
                                                 const RuntimeSettings& settings,
                                                 const std::stop_token& stop) {
    const ScratchFolder folder;
    const Preprocessing& images = original.model.preprocessing;
    fs::path before = folder.path() / "original.onnx";
    const fs::path after = folder.path() / "pruned.onnx";
    if (original.weights.container == "ONNX") {
        before = original.weights.file;
    } else {
        onnx::write(written_onnx(original.model, original.weights, before), before);
    }
    onnx::write(pruned_onnx(pruned, original.weights, after), after);
    const Json asked{{"original", before.string()},
                     {"pruned", after.string()},
                     {"channels", images.channels},
                     {"height", images.size},
                     {"width", images.columns()},
                     {"batch", original.model.one_image_at_a_time ? 1 : settings.batch},
                     {"threads", settings.threads},
                     {"least_rounds", settings.timing.least_rounds},
                     {"most_rounds", settings.timing.most_rounds},
                     {"seconds", settings.timing.seconds}};
    try {
        const ProgramOutput output =
            output_of({settings.python, script().string(),
                       asked.dump(-1, ' ', false, Json::error_handler_t::replace)},
                      stop);
        return parsed(output, settings);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::interrupted) throw;
        return std::nullopt;
    }
}

}  // namespace sescope
