// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/work_jobs.h"

#include <system_error>

#include "core/checkpoint/checkpoint.h"
#include "core/dataset/demo_images.h"

namespace sescope::ui {

void StartEngineJob::look() {
    start([this](const std::stop_token&) {
        emit found(id(), std::make_shared<const std::vector<DeviceInfo>>(load_engine().devices()));
    });
}

void OpenNetworkJob::open(const std::filesystem::path& path, const SpecOverrides& overrides) {
    start([this, path, overrides](const std::stop_token&) {
        auto network = std::make_shared<OpenedNetwork>();
        network->path = path;
        ReadNetwork read = open_network(path, overrides);
        network->weights = std::move(read.weights);
        network->model = std::move(read.model);
        require_finite(network->weights);
        try {
            network->record = record_of(network->model);
        } catch (const Error& error) {  // an image too small for the network can be changed
            network->record = record_without_cost(network->model);
            network->problem = error.message();
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
        AnalyzeSettings settings = request.settings;
        settings.progress = [this](const Progress& progress) { emit progressed(id(), progress); };
        settings.notice = [this](const std::string& text) {
            emit noticed(id(), QString::fromStdString(text));
        };
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
