// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/class_list.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/message.h"

namespace sescope {
namespace {

constexpr std::size_t kMostPieces = 12;  // of one name

struct Piece {
    std::string text;
    bool quoted = false;
};

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::vector<Piece> pieces_of(std::string_view list) {
    std::vector<Piece> pieces;
    std::size_t at = 0;
    while (at <= list.size()) {
        Piece piece;
        const auto start = list.find_first_not_of(" \t", at);
        if (start != std::string_view::npos && list[start] == '"') {
            piece.quoted = true;
            for (at = start + 1; at < list.size(); ++at) {
                if (list[at] == '"' && (at + 1 >= list.size() || list[at + 1] != '"')) break;
                if (list[at] == '"') ++at;
                piece.text += list[at];
            }
        }
        const auto end = std::min(list.find(',', at), list.size());
        if (!piece.quoted) piece.text = list.substr(at, end - at);
        pieces.push_back(std::move(piece));
        at = end + 1;
    }
    return pieces;
}

// The readings of a list from each piece on, counted from its end.
class Readings {
  public:
    Readings(const std::vector<Piece>& pieces,
             const std::function<bool(const std::string&)>& is_known)
        : pieces_(pieces), ways_(pieces.size() + 1), taken_(pieces.size() + 1) {
        ways_.back() = 1;
        for (std::size_t from = pieces.size(); from-- > 0;) {
            for (std::size_t count = 1; count <= std::min(kMostPieces, pieces.size() - from);
                 ++count) {
                if (ways_[from + count] == 0) continue;
                const std::string name = joined(from, count);
                if (name.empty() || !is_known(name)) continue;
                ways_[from] = std::min(2, ways_[from] + ways_[from + count]);
                taken_[from] = count;
            }
        }
    }

    int ways() const { return ways_.front(); }

    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (std::size_t at = 0; at < pieces_.size(); at += taken_[at]) {
            names.push_back(joined(at, taken_[at]));
        }
        return names;
    }

  private:
    // Empty where a quoted piece would be joined with others.
    std::string joined(std::size_t from, std::size_t count) const {
        if (count == 1 && pieces_[from].quoted) return pieces_[from].text;
        std::string text;
        for (std::size_t i = from; i < from + count; ++i) {
            if (pieces_[i].quoted) return {};
            text += (i == from ? "" : ",") + pieces_[i].text;
        }
        return trimmed(text);
    }

    const std::vector<Piece>& pieces_;
    std::vector<int> ways_;  ///< 0, 1, or 2 for more than one
    std::vector<std::size_t> taken_;
};

}  // namespace

std::vector<std::string> split_class_list(std::string_view list,
                                          const std::function<bool(const std::string&)>& is_known) {
    const std::vector<Piece> pieces = pieces_of(list);
    const Readings readings(pieces, is_known);
    if (readings.ways() == 1) return readings.names();
    if (readings.ways() > 1) {
        throw Error(
            ErrorKind::usage, text("the names in '{}' can be told apart in several ways", list), {},
            text("put each into double quotes, or give {} NAME for each", Text::option("class")));
    }
    std::vector<std::string> names;
    for (const auto& piece : pieces) {
        std::string name = piece.quoted ? piece.text : trimmed(piece.text);
        if (!name.empty()) names.push_back(std::move(name));
    }
    return names;
}

}  // namespace sescope
