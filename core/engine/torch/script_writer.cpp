// SPDX-License-Identifier: GPL-3.0-or-later
// The network as source of TorchScript, line after line, and the tensors that its lines name.
#include "core/engine/torch/script_writer.h"

#include <fmt/format.h>
#include <torch/csrc/jit/api/module.h>

#include <cctype>
#include <string>
#include <string_view>
#include <utility>

#include "core/engine/torch/convolution.h"
#include "core/engine/torch/excitation_op.h"
#include "core/engine/torch/host_tensor.h"
#include "core/engine/torch/wall.h"
#include "core/network/network.h"

namespace sescope {
namespace {

constexpr const char* kIndent = "    ";

class ScriptWriter {
  public:
    ScriptWriter(const NetworkSpec& spec, const StateDict& weights)
        : spec_(spec), reader_(weights), module_("SEScopeNetwork") {}

    torch::jit::Module write() {
        for (const ConvUnit& unit : spec_.stem.convs) {
            conv("x", "x", unit);
            line("x = torch.relu(x)");
        }
        const MaxPoolSpec& pool = spec_.stem.pool;
        line(fmt::format("x = torch.max_pool2d(x, [{0}, {0}], [{1}, {1}], [{2}, {2}], [1, 1], {3})",
                         pool.kernel, pool.stride, pool.padding,
                         pool.ceil_mode ? "True" : "False"));
        for (const BlockSpec& block : spec_.blocks) residual(block);
        head();
        module_.define("def forward(self, x):\n" + source_);
        module_.eval();
        return std::move(module_);
    }

  private:
    void line(const std::string& text) { source_ += kIndent + text + "\n"; }

    /// A name for the tensor in the source. Keys come from files: only letters and digits pass.
    std::string tensor(const at::Tensor& value, std::string_view key) {
        if (!value.defined()) return "None";
        std::string name = fmt::format("t{}_", tensors_++);
        for (const char c : key) name += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
        module_.register_buffer(name, value.contiguous());
        return "self." + name;
    }

    void conv(std::string_view to, std::string_view from, const ConvUnit& unit) {
        const Convolution folded = load_convolution(unit, spec_.bn_eps, reader_, at::kCPU);
        const std::string weight = tensor(folded.weight, unit.conv + ".weight");
        const std::string bias = tensor(folded.bias, unit.conv + ".bias");
        line(fmt::format("{0} = torch.conv2d({1}, {2}, {3}, [{4}, {4}], [{5}, {5}], [1, 1], {6})", to,
                         from, weight, bias, unit.stride, unit.padding, unit.groups));
    }

    static std::string gate(GateFunction function, const std::string& x) {
        switch (function) {
            case GateFunction::sigmoid:
                return "torch.sigmoid(" + x + ")";
            case GateFunction::hard_sigmoid:
                return "torch.clamp(" + x + " + 3.0, 0.0, 6.0) / 6.0";
            case GateFunction::tanh:
                return "torch.tanh(" + x + ")";
            case GateFunction::relu:
                return "torch.relu(" + x + ")";
        }
        return x;
    }

    /// Multiplies the variable by the gates that are made of it.
    void recalibrate(std::string_view u, const SeSpec& se) {
        const ExcitationOp op = load_excitation(se, reader_, at::kCPU);
        const bool everywhere = se.squeeze == SqueezeOperator::none;
        const auto layer = [&](const char* to, const char* from, const at::Tensor& weight,
                               const at::Tensor& bias, const std::string& key) {
            const at::Tensor shaped = everywhere ? weight.unsqueeze(-1).unsqueeze(-1) : weight;
            line(fmt::format("{} = torch.{}({}, {}, {})", to, everywhere ? "conv2d" : "linear",
                             from, tensor(shaped, key + ".weight"), tensor(bias, key + ".bias")));
        };
        if (everywhere) {
            line(fmt::format("z = {}", u));
        } else {
            line(fmt::format("z = torch.{}({}, [2, 3])",
                             se.squeeze == SqueezeOperator::max ? "amax" : "mean", u));
        }
        layer("z", "z", op.weight1, op.bias1, se.fc1);
        line("z = torch.relu(z)");
        layer("z", "z", op.weight2, op.bias2, se.fc2);
        line("z = " + gate(se.gate, "z"));
        line(fmt::format("{0} = {0} * {1}", u,
                         everywhere ? "z" : "torch.unsqueeze(torch.unsqueeze(z, -1), -1)"));
    }

    void shortcut(const BlockSpec& block) {
        line("y = x");
        if (!block.shortcut) return;
        if (block.shortcut->average_pool && block.shortcut->pool_stride > 1) {
            line(fmt::format("y = torch.avg_pool2d(y, [2, 2], [{0}, {0}], [0, 0], True, False)",
                             block.shortcut->pool_stride));
        }
        conv("y", "y", block.shortcut->conv);
    }

    void residual(const BlockSpec& block) {
        const auto se_at = [&](SePlace place) { return block.se && block.se->place == place; };
        line("u = x");
        if (se_at(SePlace::pre)) recalibrate("u", *block.se);
        for (std::size_t i = 0; i < block.convs.size(); ++i) {
            conv("u", "u", block.convs[i]);
            if (i + 1 < block.convs.size()) line("u = torch.relu(u)");
            if (i + 2 == block.convs.size() && se_at(SePlace::after_3x3)) {
                recalibrate("u", *block.se);
            }
        }
        if (se_at(SePlace::standard)) recalibrate("u", *block.se);
        shortcut(block);
        if (se_at(SePlace::identity)) recalibrate("y", *block.se);
        line("x = torch.relu(u + y)");
        if (se_at(SePlace::post)) recalibrate("x", *block.se);
    }

    void head() {
        const HeadSpec& head = spec_.head;
        const auto read = [&](const std::string& key, const std::vector<std::int64_t>& shape) {
            return tensor(to_device(reader_.read(key, shape), shape, at::kCPU), key);
        };
        const std::string weight = read(head.fc + ".weight", {head.classes, head.in});
        const std::string bias = head.bias ? read(head.fc + ".bias", {head.classes}) : "None";
        line(fmt::format("return torch.linear(torch.mean(x, [2, 3]), {}, {})", weight, bias));
    }

    const NetworkSpec& spec_;
    WeightReader reader_;
    torch::jit::Module module_;
    std::string source_;
    int tensors_ = 0;
};

}  // namespace

void write_torchscript(const NetworkSpec& spec, const StateDict& weights,
                       const std::filesystem::path& file) {
    const torch::jit::Module module = ScriptWriter(spec, weights).write();
    try {
        module.save(file.string(), {{"sescope.json", network_to_json(spec)}});
    } catch (const c10::Error& error) {  // a folder that is missing, a disk that is full
        throw Error(ErrorKind::output, first_line(error), file, "is there room, and may we write?");
    }
}

}  // namespace sescope
