// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <limits>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/checkpoint/printable.h"
#include "core/graph/arity.h"
#include "core/graph/checked_fields.h"
#include "core/graph/graph.h"
#include "core/graph/text_parts.h"

namespace sescope::graph {
namespace {

using text::Line;
using text::Malformed;

class Reader {
  public:
    void read(Line& line) {
        if (line.at_end() || line.rest().front() == '#') return;
        const auto kind = line.name();
        if (ended_) throw Malformed("there is more behind the outputs");
        if (!begun_) {
            line.at_end();
            if (kind != "graph" || line.word() != "1") throw Malformed("it is no graph, version 1");
            begun_ = true;
        } else if (kind == "input") {
            while (!line.at_end()) graph_.inputs.push_back(declare_shaped(line, ValueKind::input));
        } else if (kind == "weight") {
            while (!line.at_end()) declare_shaped(line, ValueKind::weight);
        } else if (kind == "output") {
            while (!line.at_end()) graph_.outputs.push_back(known(line.name()));
            ended_ = true;
        } else {
            read_operator(kind, line);
        }
        if (!line.at_end()) throw Malformed("the line does not end");
    }

    // All values by number, once the last line is read.
    Graph graph() {
        if (!ended_) throw Malformed("the outputs are missing");
        graph_.values.resize(values_.size());
        std::vector<bool> filled(values_.size(), false);
        for (auto& [id, value] : values_) {
            if (static_cast<std::size_t>(id) >= filled.size() ||
                filled[static_cast<std::size_t>(id)]) {
                throw Malformed("the numbers of the values are not 0, 1, ..");
            }
            filled[static_cast<std::size_t>(id)] = true;
            graph_.values[static_cast<std::size_t>(id)] = std::move(value);
        }
        return std::move(graph_);
    }

  private:
    ValueId declare(Line& line, std::string name, ValueKind kind, Shape shape) {
        if (line.take("#")) {
            const auto id = text::to_integer(line.word());
            if (id < 0 || id >= std::numeric_limits<ValueId>::max()) {
                throw Malformed("a value has a number that cannot be");
            }
            next_ = static_cast<ValueId>(id);
        }
        const ValueId id = next_++;
        if (!ids_.emplace(name, id).second) {
            throw Malformed(fmt::format("{} is there twice", printable(name)));
        }
        values_.emplace_back(id, Value{std::move(name), kind, std::move(shape)});
        return id;
    }

    ValueId declare_shaped(Line& line, ValueKind kind) {
        auto name = line.name();
        return declare_shaped(line, kind, std::move(name));
    }
    ValueId declare_shaped(Line& line, ValueKind kind, std::string name) {
        line.expect("[");
        const auto end = line.rest().find(']');
        if (end == std::string_view::npos) throw Malformed("a shape does not end");
        auto shape = text::to_integers(line.rest().substr(0, end));
        line.take(line.rest().substr(0, end + 1));
        const bool buffer = line.take("~");
        const ValueId id = declare(line, std::move(name), kind, std::move(shape));
        values_.back().second.buffer = buffer;
        return id;
    }

    ValueId known(const std::string& name) const {
        const auto found = ids_.find(name);
        if (found == ids_.end()) {
            throw Malformed(fmt::format("{} is not known here", printable(name)));
        }
        return found->second;
    }

    // One word of an operator's line: an input, or what begins its fields.
    void read_word(Line& line, Operator& op, std::vector<text::Field>& fields) {
        if (line.take("-")) {
            op.inputs.push_back(kAbsent);
        } else if (line.take("^")) {
            if (last_ == kAbsent) throw Malformed("there is no operator before this one");
            op.inputs.push_back(last_);
        } else if (line.take("@")) {
            op.module = line.name();
        } else if (line.take("!")) {
            op.name = line.name();
        } else {
            const auto start = line.rest();
            auto name = line.name();
            if (line.take("=")) {
                read_field(line, op, start.substr(0, name.size()), fields);
            } else if (line.rest().starts_with('[')) {
                op.inputs.push_back(declare_shaped(line, ValueKind::weight, std::move(name)));
            } else {
                op.inputs.push_back(known(name));
            }
        }
        if (!line.rest().empty() && line.rest().front() != ' ') {
            throw Malformed(fmt::format("'{}' is not understood", printable(line.rest())));
        }
    }

    static void read_field(Line& line, Operator& op, std::string_view name,
                           std::vector<text::Field>& fields) {
        if (auto* call = std::get_if<AtenCall>(&op.kind)) {
            call->arguments.push_back({std::string(name), text::to_argument(line)});
        } else {
            fields.push_back({name, line.word()});
            constexpr std::size_t kMost = 16;
            if (fields.size() > kMost) throw Malformed("it has too many fields");
        }
    }

    void read_operator(const std::string& name, Line& line) {
        auto kind = text::kind_named(name);
        if (!kind) throw Malformed(fmt::format("there is no operator '{}'", printable(name)));
        Operator op{std::move(*kind), {}, {}, "", ""};
        std::vector<text::Field> fields;
        bool arrow = false;
        while (!line.at_end() && !(arrow = line.take("->"))) read_word(line, op, fields);
        if (!std::holds_alternative<AtenCall>(op.kind)) text::set_fields(op.kind, fields);
        const Arity arity = arity_of(op.kind);
        while (op.inputs.size() < arity.count && arity.may_lack(op.inputs.size())) {
            op.inputs.push_back(kAbsent);
        }
        while (arrow && !line.at_end()) {
            auto output = line.name();
            op.outputs.push_back(declare(line, std::move(output), ValueKind::computed, {}));
        }
        if (!arrow) {
            auto usual = op.name.empty()
                             ? fmt::format("{}_{}", name_of(op.kind), graph_.operators.size())
                             : op.name;
            op.outputs.push_back(declare(line, std::move(usual), ValueKind::computed, {}));
        }
        if (auto wrong = wrong_field(op); !wrong.empty()) {
            throw Malformed(fmt::format("{} has {}", described(op), wrong));
        }
        last_ = op.output();
        graph_.operators.push_back(std::move(op));
    }

    Graph graph_;
    std::vector<std::pair<ValueId, Value>> values_;
    std::unordered_map<std::string, ValueId> ids_;
    ValueId next_ = 0;
    ValueId last_ = kAbsent;
    bool begun_ = false;
    bool ended_ = false;
};

[[noreturn]] void refuse(std::size_t line, std::string_view why) {
    throw Error(ErrorKind::data, sescope::text("line {} of the graph: {}", line, why));
}

}  // namespace

Graph from_text(std::string_view text) {
    Reader reader;
    std::size_t number = 0;
    try {
        while (!text.empty()) {
            ++number;
            const auto end = text.find('\n');
            Line line(text.substr(0, end));
            reader.read(line);
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        }
        Graph graph = reader.graph();
        validate(graph);
        return graph;
    } catch (const Malformed& malformed) {
        refuse(number, malformed.what());
    } catch (const Error& error) {
        refuse(number, error.message());
    }
}

}  // namespace sescope::graph
