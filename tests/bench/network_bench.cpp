// SPDX-License-Identifier: GPL-3.0-or-later
// bench_networks NETWORK.. [--batch 16] [--size 224] [--threads 0] [--seconds 6] [--precision fp32]
// [--steps | --turns]: images a second of networks, batches in memory and gates counted, one JSON
// object a line; with
// --steps where the time of a pass goes. NETWORK: an architecture of the catalogue by its name in
// timm, with random weights, or an .onnx file. With --turns a turn begins at each line of standard
// input: tools/bench_graphs.py makes the table.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <memory>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/engine/engine.h"
#include "tests/bench/made_up_network.h"
#include "tests/bench/step_times.h"

namespace {

using namespace sescope;

struct Said {
    std::vector<std::string> networks;
    int batch = 16;
    int size = 224;
    int threads = 0;
    double seconds = 6;
    std::string precision = "fp32";
    bool steps = false;
    bool turns = false;
};

Said read(int count, char** words) {
    Said said;
    for (int i = 1; i < count; ++i) {
        const std::string_view word = words[i];
        const auto value = [&] { return i + 1 < count ? words[++i] : ""; };
        if (word == "--batch") {
            said.batch = std::atoi(value());
        } else if (word == "--size") {
            said.size = std::atoi(value());
        } else if (word == "--threads") {
            said.threads = std::atoi(value());
        } else if (word == "--seconds") {
            said.seconds = std::atof(value());
        } else if (word == "--precision") {
            said.precision = value();
        } else if (word == "--steps") {
            said.steps = true;
        } else if (word == "--turns") {
            said.turns = true;
        } else {
            said.networks.emplace_back(word);
        }
    }
    return said;
}

ReadNetwork opened(const std::string& name, const Said& said) {
    ReadNetwork network;
    if (name.ends_with(".onnx")) {
        SpecOverrides overrides;
        overrides.size = said.size;
        network = open_network(name, overrides);
    } else {
        network = made_up_architecture(name);
    }
    network.model.preprocessing.size = said.size;
    network.model.preprocessing.width = 0;
    return network;
}

/// A network that runs batches that are in memory.
class Running {
  public:
    Running(const ReadNetwork& network, const Said& said)
        : counts_(!network.model.sites.empty()),
          pixels_(std::size_t(said.batch) * std::size_t(said.size) * std::size_t(said.size) * 3),
          labels_(std::size_t(said.batch), 0) {
        constexpr int kClasses = 10;
        EngineSettings settings;
        settings.device = "cpu";
        settings.precision = precision_called(said.precision);
        settings.batch = said.batch;
        settings.classes = counts_ ? kClasses : 0;
        settings.threads = said.threads;
        running_ = load_engine().open(network.model, network.weights, settings);
        std::mt19937 random(1);
        for (std::uint8_t& pixel : pixels_) pixel = std::uint8_t(random() & 255U);
        batch_.count = said.batch;
        batch_.side = said.size;
        batch_.pixels = pixels_;
        batch_.labels = labels_;
    }

    /// Of one batch, its gates counted.
    double seconds() {
        const auto begin = std::chrono::steady_clock::now();
        if (counts_) {
            running_->accumulate(batch_);
            running_->finished(Waiting::for_all);
        } else {
            running_->forward(batch_);
        }
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }

    /// Of the median batch of those that fit into `turn` seconds; in `processor`, what all threads
    /// computed for a batch on average, which says more where other programs run.
    double median_seconds(double turn, double& processor) {
        const std::clock_t before = std::clock();
        std::vector<double> all;
        while (all.size() < 3 || std::accumulate(all.begin(), all.end(), 0.0) < turn) {
            all.push_back(seconds());
        }
        processor = double(std::clock() - before) / CLOCKS_PER_SEC / double(all.size());
        std::ranges::sort(all);
        return all[all.size() / 2];
    }

  private:
    bool counts_;
    std::vector<std::uint8_t> pixels_;
    std::vector<std::int32_t> labels_;
    ImageBatch batch_;
    std::unique_ptr<RunningNetwork> running_;
};

double peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_maxrss) / 1024;
}

void measure(const std::string& name, const Said& said) {
    const ReadNetwork network = opened(name, said);
    Running running(network, said);
    const double first = running.seconds();
    const auto turn = [&] {
        double processor = 0;
        const double rate = said.batch / running.median_seconds(said.seconds, processor);
        fmt::print(
            "{{\"network\": \"{}\", \"images_per_second\": {:.2f}, \"processor_ms\": {:.2f}, "
            "\"first_batch\": {:.3f}, \"peak_mb\": {:.0f}}}\n",
            name, rate, 1e3 * processor / said.batch, first, peak_megabytes());
        std::fflush(stdout);
    };
    if (!said.turns) {
        turn();
        if (said.steps) print_step_times(network, said.batch, said.threads, said.size);
        return;
    }
    fmt::print("ready\n");
    std::fflush(stdout);
    for (std::string line; std::getline(std::cin, line);) turn();
}

}  // namespace

int main(int count, char** words) {
    const Said said = read(count, words);
    try {
        for (const std::string& name : said.networks) measure(name, said);
        return 0;
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return exit_code(error.kind());
    }
}
