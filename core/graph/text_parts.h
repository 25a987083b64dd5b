// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers, names and fields of the text form, each way.
#pragma once

#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/graph/graph.h"

namespace sescope::graph::text {

/// What is wrong with a line.
struct Malformed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Bare where it is made of letters, digits and "_.:/+-" and does not begin with "-", else quoted,
/// in ASCII.
std::string name(std::string_view name);
std::string number(std::int64_t number);
std::string number(double number);  ///< the shortest text that gives it back; "inf"
std::string list(const std::vector<std::int64_t>& numbers);  ///< "1,-1"
std::string list(const std::vector<double>& numbers);

/// The kind's fields that are not what they usually are, each after a blank: " stride=2,2"; of a
/// call its arguments.
std::string fields(const OperatorKind& kind);

/// A line that is read from left to right. Members throw Malformed.
class Line {
  public:
    explicit Line(std::string_view text) : rest_(text) {}

    bool at_end();                ///< after blanks
    bool take(std::string_view);  ///< this text, if it comes next
    void expect(std::string_view what);
    std::string name();       ///< bare or quoted
    std::string_view word();  ///< up to a blank; may be empty
    std::string_view rest() const noexcept { return rest_; }

  private:
    std::string_view rest_;
};

std::int64_t to_integer(std::string_view text);
double to_double(std::string_view text);
std::vector<std::int64_t> to_integers(std::string_view text);
std::vector<double> to_doubles(std::string_view text);

/// Value of an argument of a call: "%0", "[%0,%1]", "5", "5.0", "true", "none", "[1,2]", "[.]"
/// (no doubles), "\"text\"".
std::string argument(const ArgumentValue& value);
ArgumentValue to_argument(Line& line);

/// The kind of this name, with its usual fields; of a call "aten::max.dim". Nothing where there is
/// none.
std::optional<OperatorKind> kind_named(std::string_view name);
/// A field and its value, as they stand in the line.
struct Field {
    std::string_view name;
    std::string_view value;
};
/// Sets the kind's fields: those that are given, and the others as they usually are.
void set_fields(OperatorKind& kind, const std::vector<Field>& given);

}  // namespace sescope::graph::text
