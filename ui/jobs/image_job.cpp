// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/image_job.h"

#include "core/base/freed_memory.h"
#include "core/dataset/input_values.h"
#include "ui/look/core_texts.h"

namespace sescope::ui {

SeenImagePtr OpenEngine::look(const NetworkPtr& network, const Dataset& dataset, int image,
                              const EngineSettings& settings, const std::string& maps_of) {
    const std::lock_guard lock(mutex_);
    if (network_ != network) {
        running_.reset();
        EngineSettings single = settings;
        single.batch = 1;
        single.classes = 0;
        // Another precision would show other gates than the profile's, and measuring takes time.
        if (single.precision == Precision::automatic) single.precision = Precision::fp32;
        running_ = load_engine().open(network->model, network->weights, single);
        network_ = network;
    }
    auto seen = std::make_shared<SeenImage>();
    seen->image = image;
    const Preprocessing& prepared = network->model.preprocessing;
    const auto& path = dataset.images.at(static_cast<std::size_t>(image)).path;
    seen->picture = load_picture(path, prepared);
    ImageBatch batch;
    batch.count = 1;
    batch.side = prepared.size;
    batch.width = prepared.columns();
    batch.channels = prepared.channels;
    std::vector<float> values;
    if (takes_values(dataset, prepared)) {
        values = load_values(path, prepared);
        batch.values = values;
    } else {
        batch.pixels = seen->picture.pixels;
    }
    seen->run =
        maps_of.empty() ? running_->forward(batch) : running_->forward_with_maps(batch, maps_of);
    return seen;
}

OpenEngine::~OpenEngine() {
    if (!running_) return;
    running_.reset();
    network_.reset();
    return_freed_memory();
}

void ImageJob::look(const std::shared_ptr<OpenEngine>& engine, LookRequest request) {
    qRegisterMetaType<SeenImagePtr>("sescope::ui::SeenImagePtr");
    start([this, engine, request = std::move(request)](const std::stop_token& stop) {
        for (const int image : request.images) {
            if (stop.stop_requested()) return;
            try {
                emit seen(id(), engine->look(request.network, *request.dataset, image,
                                             request.settings, request.maps_of));
            } catch (const Error& error) {
                if (error.kind() != ErrorKind::data) throw;
                emit skipped(id(), image, core_text(error.said()));
            }
        }
    });
}

}  // namespace sescope::ui
