// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/safetensors_header.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/checkpoint/tensor_layout.h"

namespace sescope {
namespace {

using Json = nlohmann::json;

// Receives the events of {"__metadata__": {"key": "text"}, "name": {"dtype": "F32",
// "shape": [..], "data_offsets": [begin, end]}, ..}. Anything of another form ends the reading.
class HeaderEvents final : public nlohmann::json_sax<Json> {
  public:
    SafetensorsHeader header;

    bool start_object(std::size_t) override {
        ++depth_;
        if (in_array_ || depth_ > 2) return fail("it is nested too deep");
        if (depth_ == 2) {
            in_metadata_ = key_ == "__metadata__";
            if (header.tensors.size() >= kMostTensors) return fail("it declares too many tensors");
            if (!in_metadata_) header.tensors.emplace_back().name = key_;
        }
        return true;
    }
    bool end_object() override {
        --depth_;
        return true;
    }
    bool key(std::string& text) override {
        (depth_ == 1 ? key_ : field_) = std::move(text);
        return true;
    }
    bool start_array(std::size_t) override {
        if (depth_ != 2 || in_metadata_ || in_array_) return fail("it has a list out of place");
        in_array_ = true;
        if (field_ == "shape") {
            target_ = &header.tensors.back().shape;
            header.tensors.back().has_shape = true;
        } else if (field_ == "data_offsets") {
            target_ = &header.tensors.back().offsets;
        } else {
            return fail("tensor " + key_ + " has an unknown field " + field_);
        }
        target_->clear();
        return true;
    }
    bool end_array() override {
        in_array_ = false;
        return true;
    }
    bool string(std::string& text) override {
        if (depth_ == 2 && in_metadata_) {
            if (header.metadata.size() >= kMostTensors) return fail("it has too much metadata");
            header.metadata[field_] = std::move(text);
            return true;
        }
        if (depth_ == 2 && !in_array_ && field_ == "dtype") {
            header.tensors.back().dtype = std::move(text);
            return true;
        }
        return fail("it has a text out of place");
    }
    bool number_unsigned(Json::number_unsigned_t number) override {
        if (!in_array_) return fail("it has a number out of place");
        if (target_->size() >= kMostAxes) return fail("tensor " + key_ + " has too many axes");
        if (number > std::uint64_t{std::numeric_limits<std::int64_t>::max()}) {
            return fail("tensor " + key_ + " has a size beyond all bounds");
        }
        target_->push_back(static_cast<std::int64_t>(number));
        return true;
    }
    bool null() override { return fail("it has a null"); }
    bool boolean(bool) override { return fail("it has a true or false"); }
    bool number_integer(Json::number_integer_t) override { return fail("it has a negative size"); }
    bool number_float(Json::number_float_t, const std::string&) override {
        return fail("it has a fraction");
    }
    bool binary(Json::binary_t&) override { return fail("it has binary data"); }
    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception&) override {
        return fail("it is no JSON from byte " + std::to_string(position) + " on");
    }

  private:
    bool fail(std::string problem) {
        header.problem = std::move(problem);
        return false;
    }

    int depth_ = 0;
    bool in_array_ = false;
    bool in_metadata_ = false;
    std::string key_;    // of the header
    std::string field_;  // of one tensor, or of the metadata
    std::vector<std::int64_t>* target_ = nullptr;
};

}  // namespace

SafetensorsHeader parse_safetensors_header(std::string_view json) {
    // Padding after the object is spaces by the format; some writers leave zeros.
    while (!json.empty() && json.back() == '\0') json.remove_suffix(1);
    HeaderEvents events;
    const bool read = Json::sax_parse(json, &events);
    if (!read && events.header.problem.empty()) events.header.problem = "it is no JSON";
    return std::move(events.header);
}

}  // namespace sescope
