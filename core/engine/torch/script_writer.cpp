// SPDX-License-Identifier: GPL-3.0-or-later
// The network as source of TorchScript, line after line, and the tensors that its lines name.
#include "core/engine/torch/script_writer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/csrc/jit/api/module.h>

#include <cctype>
#include <cerrno>
#include <cstdio>
#include <ostream>
#include <streambuf>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/engine/torch/compile/range.h"
#include "core/engine/torch/compile/steps.h"
#include "core/engine/torch/compile/weights.h"
#include "core/engine/torch/script_expression.h"
#include "core/engine/torch/torch_errors.h"

namespace sescope {
namespace {

class ScriptWriter {
  public:
    ScriptWriter(const Network& network, const StateDict& weights)
        : graph_(network.graph),
          index_(network),
          weights_(weights, at::kCPU),
          outputs_(wanted_outputs(network)),
          names_(network.graph.values.size()),
          module_("SEScopeNetwork") {}

    torch::jit::Module write() {
        name(graph_.inputs.front()) = "x";
        for (std::size_t at = 0; at < graph_.operators.size(); ++at) {
            const graph::Operator* const norm = norm_behind(at);
            line(graph_.operators[at], norm);
            if (norm != nullptr) ++at;
        }
        std::vector<std::string> results;
        for (const graph::ValueId output : outputs_) results.push_back(name(output));
        source_ += fmt::format("    return {}\n", fmt::join(results, ", "));
        module_.define("def forward(self, x):\n" + source_);
        module_.eval();
        return std::move(module_);
    }

  private:
    std::string& name(graph::ValueId value) { return names_[static_cast<std::size_t>(value)]; }

    /// A name for a tensor in the source. Keys come from files: only letters and digits pass.
    std::string tensor(const at::Tensor& value, std::string_view key) {
        if (!value.defined()) return "None";
        std::string text = fmt::format("t{}_", tensors_++);
        for (const char c : key) text += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
        module_.register_buffer(text, value.contiguous());
        return "self." + text;
    }

    /// The batch norm that is folded into the convolution of this number, or null.
    const graph::Operator* norm_behind(std::size_t at) const {
        const graph::Operator& conv = graph_.operators[at];
        if (!std::holds_alternative<graph::Convolution>(conv.kind) ||
            graph_.value(conv.inputs[1]).kind != graph::ValueKind::weight ||
            at + 1 == graph_.operators.size()) {
            return nullptr;
        }
        const graph::Operator& next = graph_.operators[at + 1];
        const graph::ValueId value = conv.outputs.front();
        const bool folds = std::holds_alternative<graph::BatchNorm>(next.kind) &&
                           next.inputs.front() == value && index_.readers(value).size() == 1 &&
                           std::ranges::find(outputs_, value) == outputs_.end();
        return folds ? &next : nullptr;
    }

    void line(const graph::Operator& op, const graph::Operator* norm) {
        std::vector<std::string> inputs;
        const bool folds = norm != nullptr;
        if (folds) {
            const FoldedWeights folded = weights_.folded(graph_, op, norm);
            inputs = {name(op.inputs[0]), tensor(folded.weight, graph_.value(op.inputs[1]).name),
                      tensor(folded.bias, graph_.value(op.inputs[1]).name + ".bias")};
        } else {
            for (const graph::ValueId input : op.inputs) inputs.push_back(input_name(input));
        }
        const graph::Operator& last = folds ? *norm : op;
        std::vector<std::string> outputs;
        for (const graph::ValueId output : last.outputs) {
            name(output) = fmt::format("v{}", output);
            outputs.push_back(name(output));
        }
        source_ +=
            fmt::format("    {} = {}\n", fmt::join(outputs, ", "), script_expression(op, inputs));
    }

    std::string input_name(graph::ValueId input) {
        if (input == graph::kAbsent) return "None";
        const graph::Value& value = graph_.value(input);
        if (value.kind != graph::ValueKind::weight) return name(input);
        // Shared by its readers.
        if (name(input).empty()) name(input) = tensor(weights_.tensor(value), value.name);
        return name(input);
    }

    const graph::Graph& graph_;
    NetworkIndex index_;
    GraphWeights weights_;
    std::vector<graph::ValueId> outputs_;
    std::vector<std::string> names_;  ///< by value: a variable, or a tensor of the module
    torch::jit::Module module_;
    std::string source_;
    int tensors_ = 0;
};

// LibTorch ends an archive in a destructor, and an exception there ends the program. So to LibTorch
// all goes well, whatever happens; the first failure is kept until it is done.
class QuietFile : public std::streambuf {
  public:
    explicit QuietFile(const std::filesystem::path& file) : file_(std::fopen(file.c_str(), "wb")) {
        if (file_ == nullptr) error_ = errno;
    }
    ~QuietFile() override {
        if (file_ != nullptr) std::fclose(file_);
    }
    QuietFile(const QuietFile&) = delete;
    QuietFile& operator=(const QuietFile&) = delete;

    /// errno of the first failure, or 0. Nothing may be written afterwards.
    int close() {
        if (file_ != nullptr && std::fclose(std::exchange(file_, nullptr)) != 0 && error_ == 0) {
            error_ = errno;
        }
        return error_;
    }

  protected:
    int_type overflow(int_type c) override {
        const char letter = traits_type::to_char_type(c);
        return traits_type::eq_int_type(c, traits_type::eof()) || xsputn(&letter, 1) == 1
                   ? traits_type::not_eof(c)
                   : traits_type::eof();
    }
    std::streamsize xsputn(const char* bytes, std::streamsize size) override {
        if (error_ == 0 && std::fwrite(bytes, 1, std::size_t(size), file_) != std::size_t(size)) {
            error_ = errno != 0 ? errno : EIO;
        }
        return size;
    }

  private:
    std::FILE* file_;
    int error_ = 0;
};

}  // namespace

void write_torchscript(const Network& network, const StateDict& weights,
                       const std::filesystem::path& file) {
    const torch::jit::Module module = ScriptWriter(network, weights).write();
    QuietFile buffer(file);
    std::ostream out(&buffer);
    module.save(out, {{"sescope.graph", graph::to_text(network.graph)}});
    if (const int error = buffer.close(); error != 0) {
        throw Error(ErrorKind::output,
                    text("cannot be written: {}", std::generic_category().message(error)), file,
                    "is there room, and may we write?");
    }
}

}  // namespace sescope
