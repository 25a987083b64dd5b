// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/work_jobs.h"

#include <system_error>

#include "core/base/freed_memory.h"
#include "core/checkpoint/checkpoint.h"
#include "core/dataset/demo_images.h"
#include "core/network/architecture_choice.h"
#include "ui/look/core_texts.h"

namespace sescope::ui {

namespace {

std::map<std::string, std::pair<int, int>> map_sizes_of(const Network& model) {
    const std::vector<graph::Shape> input{model.input_shape(1)};
    const std::vector<graph::Shape> shapes = graph::infer_shapes(model.graph, input);
    std::map<std::string, std::pair<int, int>> sizes;
    for (const GateSite& site : model.sites) {
        if (site.place.scaled < 0) continue;
        const graph::Shape& shape = shapes.at(static_cast<std::size_t>(site.place.scaled));
        if (shape.size() != 4) continue;
        // Channels come first, or last.
        const std::size_t height = site.place.channel_dimension == 1 ? 2 : 1;
        sizes[site.label] = {int(shape[height]), int(shape[height + 1])};
    }
    return sizes;
}

}  // namespace

void StartEngineJob::look() {
    start([this](const std::stop_token&) {
        emit found(id(), std::make_shared<const std::vector<DeviceInfo>>(load_engine().devices()));
    });
}

void OpenNetworkJob::open(const std::filesystem::path& path, const SpecOverrides& overrides) {
    start([this, path, overrides](const std::stop_token&) {
        auto network = std::make_shared<OpenedNetwork>();
        network->path = path;
        ReadNetwork read;
        try {
            read = open_network(path, overrides);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::model) throw;
            QStringList names;
            for (const auto& name : architectures_to_choose_from(path, overrides))
                names.append(QString::fromStdString(name));
            if (!names.isEmpty()) emit undecided(id(), names);
            throw;
        }
        network->weights = std::move(read.weights);
        network->model = std::move(read.model);
        require_finite(network->weights);
        try {
            network->record = record_of(network->model);
            network->map_sizes = map_sizes_of(network->model);
        } catch (const Error& error) {  // an image too small for the network can be changed
            network->record = record_without_cost(network->model);
            network->problem = error.said();
        }
        emit opened(id(), network);
    });
}

void OpenImagesJob::open(const std::filesystem::path& root, const DatasetOptions& options,
                         const HeadLabels& head) {
    start([this, root, options, head](const std::stop_token&) {
        emit opened(id(), std::make_shared<const Dataset>(open_dataset(root, options, head)));
    });
}

void ProfileFileJob::load(const std::filesystem::path& path) {
    start(
        [this, path](const std::stop_token&) { emit loaded(id(), digest_of(load_profile(path))); });
}

void ProfileFileJob::save(const ProfilePtr& profile, const std::filesystem::path& path) {
    start([this, profile, path](const std::stop_token&) {
        save_profile(*profile, path);
        emit saved(id(), QString::fromStdString(path.string()));
    });
}

void AnalyzeJob::run(RunRequest request) {
    start([this, request = std::move(request)](const std::stop_token& stop) {
        const FreedMemoryReturn at_the_end;
        AnalyzeSettings settings = request.settings;
        settings.progress = [this](const Progress& progress) { emit progressed(id(), progress); };
        settings.notice = [this](const Text& text) { emit noticed(id(), core_text(text)); };
        settings.engine.notice = settings.notice;
        settings.snapshot = [this](const ProfilePtr& profile) {
            emit snapshot(id(), digest_of(profile));
        };
        const AnalyzeInput input{request.network->model, request.network->weights, *request.dataset,
                                 request.options};
        emit finished(
            id(),
            digest_of(std::make_shared<const ExcitationProfile>(analyze(input, settings, stop))));
    });
}

void DrawDemoJob::draw(const std::filesystem::path& folder, int per_class) {
    start([this, folder, per_class](const std::stop_token& stop) {
        constexpr int side = 64;
        const auto names = demo_class_names();
        for (std::size_t label = 0; label < names.size(); ++label) {
            std::error_code failed;
            std::filesystem::create_directories(folder / names[label], failed);
            if (failed) throw Error(ErrorKind::output, failed.message(), folder, "free some space");
            for (int index = 0; index < per_class && !stop.stop_requested(); ++index) {
                const auto file = folder / names[label] / (std::to_string(index) + ".png");
                if (std::filesystem::exists(file)) continue;  // whole: they are written atomically
                write_png(file, {side, side,
                                 draw_demo_image(static_cast<int>(label), DemoSplit::validation, 1,
                                                 index, side)});
            }
        }
        if (!stop.stop_requested()) emit drawn(id(), QString::fromStdString(folder.string()));
    });
}

}  // namespace sescope::ui
