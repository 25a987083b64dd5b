// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/weight_index.h"

#include <nlohmann/json.hpp>

namespace sescope {
namespace {

using Json = nlohmann::json;

// Listens to the parser, so that nothing is kept but the names of files.
class WeightMap : public nlohmann::json_sax<Json> {
  public:
    std::set<std::string> names() && { return std::move(names_); }

    bool null() override { return other(); }
    bool boolean(bool) override { return other(); }
    bool number_integer(number_integer_t) override { return other(); }
    bool number_unsigned(number_unsigned_t) override { return other(); }
    bool number_float(number_float_t, const string_t&) override { return other(); }
    bool binary(binary_t&) override { return other(); }
    bool string(string_t& value) override {
        if (inside()) names_.insert(std::move(value));
        return true;
    }
    bool key(string_t& value) override {
        if (depth_ == 1) is_next_ = value == "weight_map";
        return true;
    }
    bool start_object(std::size_t) override {
        other();
        if (depth_ == 1 && is_next_) in_map_ = true;
        return ++depth_ <= kDeepest;
    }
    bool end_object() override { return end(); }
    bool start_array(std::size_t) override {
        other();
        return ++depth_ <= kDeepest;
    }
    bool end_array() override { return end(); }
    bool parse_error(std::size_t, const std::string&, const Json::exception&) override {
        return false;
    }

  private:
    static constexpr int kDeepest = 32;

    bool inside() const { return in_map_ && depth_ == 2; }
    bool other() {
        if (inside()) names_.insert("");
        return true;
    }
    bool end() {
        if (--depth_ == 1) in_map_ = is_next_ = false;
        return true;
    }

    int depth_ = 0;
    bool is_next_ = false;
    bool in_map_ = false;
    std::set<std::string> names_;
};

}  // namespace

std::set<std::string> files_of_index(std::string_view json) {
    WeightMap map;
    if (!Json::sax_parse(json, &map)) return {};
    return std::move(map).names();
}

}  // namespace sescope
