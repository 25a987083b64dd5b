// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

#include "core/base/message.h"
#include "core/dataset/dataset.h"
#include "core/dataset/decoder.h"
#include "core/dataset/input_values.h"

namespace sescope {
namespace {

// A batch that is being filled: each image writes to its own place, so that only the counting
// needs the lock.
struct Filling {
    std::size_t first = 0;  ///< position of the first image in the data set
    std::size_t count = 0;
    std::size_t claimed = 0;
    std::size_t finished = 0;
    std::vector<std::uint8_t> pixels;
    std::vector<float> values;  ///< in place of pixels
    std::vector<Text> reasons;  ///< why an image was skipped; empty: it was read
    std::vector<char> read;

    Filling(std::size_t begin, std::size_t images, std::size_t numbers, bool as_values)
        : first(begin),
          count(images),
          pixels(as_values ? 0 : images * numbers),
          values(as_values ? images * numbers : 0),
          reasons(images),
          read(images) {}
};

}  // namespace

struct BatchLoader::State {
    const Dataset& dataset;
    Preprocessing preprocessing;
    std::size_t batch;
    std::size_t ahead;
    bool on_demand;
    bool as_values;
    std::size_t numbers;  ///< of one image: bytes or values

    std::mutex mutex;
    std::condition_variable_any work;             ///< a batch may be begun
    std::condition_variable_any ready;            ///< the first batch is full, or something failed
    std::deque<std::shared_ptr<Filling>> window;  ///< begun and not yet handed out, in order
    std::size_t next_first;                       ///< where the next batch begins
    bool asked = false;                           ///< `next` waits
    std::exception_ptr failure;
    std::vector<std::jthread> workers;  ///< last member: joined before the rest goes

    State(const Dataset& images, const Preprocessing& how, const LoaderSettings& settings);
    void run(const std::stop_token& stop);
    bool claim(const std::stop_token& stop, std::shared_ptr<Filling>& filling, std::size_t& place);
    bool open_for_claims() const;
    void load(Filling& filling, std::size_t place) const;
    LoadedBatch finish(Filling& filling) const;
    template <class T>
    void move_image(std::vector<T>& all, std::size_t from, std::size_t to) const {
        if (all.empty()) return;
        const auto at = [&](std::size_t image) {
            return all.begin() + static_cast<std::ptrdiff_t>(image * numbers);
        };
        std::copy(at(from), at(from + 1), at(to));
    }
    void prefetch_next() const;
};

BatchLoader::State::State(const Dataset& images, const Preprocessing& how,
                          const LoaderSettings& settings)
    : dataset(images),
      preprocessing(how),
      batch(static_cast<std::size_t>(std::max(settings.batch, 1))),
      ahead(static_cast<std::size_t>(settings.on_demand ? 1 : std::max(settings.ahead, 1))),
      on_demand(settings.on_demand),
      as_values(takes_values(images, how)),
      numbers(static_cast<std::size_t>(how.size) * static_cast<std::size_t>(how.columns()) *
              static_cast<std::size_t>(how.channels)),
      next_first(std::min(settings.first, images.images.size())) {}

bool BatchLoader::State::open_for_claims() const {
    if (!window.empty() && window.back()->claimed < window.back()->count) return true;
    if (on_demand && !asked) return false;
    return next_first < dataset.images.size() && window.size() < ahead;
}

// Waits for an image to work on; false once there is none left or the loader stops.
bool BatchLoader::State::claim(const std::stop_token& stop, std::shared_ptr<Filling>& filling,
                               std::size_t& place) {
    std::unique_lock lock(mutex);
    const bool go = work.wait(lock, stop, [&] {
        return open_for_claims() || next_first >= dataset.images.size() || failure;
    });
    if (!go || stop.stop_requested() || failure || !open_for_claims()) return false;
    if (window.empty() || window.back()->claimed == window.back()->count) {
        const std::size_t count = std::min(batch, dataset.images.size() - next_first);
        window.push_back(std::make_shared<Filling>(next_first, count, numbers, as_values));
        next_first += count;
        work.notify_all();
    }
    filling = window.back();
    place = filling->claimed++;
    return true;
}

void BatchLoader::State::load(Filling& filling, std::size_t place) const {
    const LabelledImage& image = dataset.images[filling.first + place];
    try {
        const auto to = static_cast<std::ptrdiff_t>(place * numbers);
        if (as_values) {
            std::ranges::copy(load_values(image.path, preprocessing), filling.values.begin() + to);
        } else {
            std::ranges::copy(load_input(image.path, preprocessing).pixels,
                              filling.pixels.begin() + to);
        }
        filling.read[place] = 1;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::data) throw;
        filling.reasons[place] = error.said();
    }
}

void BatchLoader::State::run(const std::stop_token& stop) {
    try {
        std::shared_ptr<Filling> filling;
        std::size_t place = 0;
        while (claim(stop, filling, place)) {
            load(*filling, place);
            const std::lock_guard lock(mutex);
            if (++filling->finished == filling->count) ready.notify_all();
        }
    } catch (...) {
        // Handed to the thread that asks for batches.
        const std::lock_guard lock(mutex);
        if (!failure) failure = std::current_exception();
        ready.notify_all();
        work.notify_all();
    }
}

// Nobody begins a batch between two calls of `next`, so that next_first stays.
void BatchLoader::State::prefetch_next() const {
    const std::size_t end = std::min(next_first + batch, dataset.images.size());
    for (std::size_t i = next_first; i < end; ++i) prefetch_file(dataset.images[i].path);
}

// Closes the gaps that unreadable images left.
LoadedBatch BatchLoader::State::finish(Filling& filling) const {
    LoadedBatch result;
    result.pixels = std::move(filling.pixels);
    result.values = std::move(filling.values);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < filling.count; ++i) {
        const std::size_t position = filling.first + i;
        const LabelledImage& image = dataset.images[position];
        if (filling.read[i] == 0) {
            result.skipped.push_back({image.id, std::move(filling.reasons[i])});
            continue;
        }
        if (kept != i) {
            move_image(result.pixels, i, kept);
            move_image(result.values, i, kept);
        }
        ++kept;
        result.labels.push_back(image.label);
        result.indices.push_back(static_cast<std::int32_t>(position));
    }
    result.count = static_cast<int>(result.labels.size());
    if (as_values) {
        result.values.resize(kept * numbers);
    } else {
        result.pixels.resize(kept * numbers);
    }
    return result;
}

BatchLoader::BatchLoader(const Dataset& dataset, const Preprocessing& preprocessing,
                         const LoaderSettings& settings) {
    if (preprocessing.size <= 0 || !(preprocessing.crop_pct > 0)) {
        throw Error(ErrorKind::usage, "the input size and the crop share must be positive", {},
                    text("see {} and {}", Text::option("size"), Text::option("crop-pct")));
    }
    require_inputs_fit(dataset, preprocessing);
    image_codec();  // a missing library is no matter of one image: it ends the run here
    state_ = std::make_unique<State>(dataset, preprocessing, settings);
    const int workers = std::max(settings.workers, 1);
    for (int i = 0; i < workers; ++i) {
        state_->workers.emplace_back(
            [state = state_.get()](const std::stop_token& stop) { state->run(stop); });
    }
}

BatchLoader::~BatchLoader() {
    // All are told before the first is waited for.
    for (auto& worker : state_->workers) worker.request_stop();
}

std::optional<LoadedBatch> BatchLoader::next(const std::stop_token& stop) {
    State& state = *state_;
    std::shared_ptr<Filling> filling;
    {
        std::unique_lock lock(state.mutex);
        const auto is_full = [&] {
            return !state.window.empty() &&
                   state.window.front()->finished == state.window.front()->count;
        };
        const auto at_end = [&] {
            return state.window.empty() && state.next_first >= state.dataset.images.size();
        };
        state.asked = true;
        if (state.on_demand) state.work.notify_all();
        state.ready.wait(lock, stop, [&] { return state.failure || is_full() || at_end(); });
        if (state.failure) std::rethrow_exception(state.failure);
        if (stop.stop_requested() || at_end() || !is_full()) return std::nullopt;
        filling = std::move(state.window.front());
        state.window.pop_front();
        state.asked = false;
        state.work.notify_all();
    }
    if (state.on_demand) state.prefetch_next();
    return state.finish(*filling);
}

}  // namespace sescope
