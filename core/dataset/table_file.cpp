// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/table_file.h"

#include <algorithm>
#include <fstream>
#include <sstream>

#include "core/base/error.h"
#include "core/dataset/text.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& path) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) {
        throw Error(ErrorKind::data, fs::exists(path, error) ? "not a file" : "no such file", path,
                    "check the path of the table");
    }
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw Error(ErrorKind::data, "cannot be read", path, "check its permissions");
    return std::move(text).str();
}

char separator_of(const fs::path& path, std::string_view text) {
    if (lower_case(path.extension().string()) != ".csv") return '\t';
    const std::string_view first_line = text.substr(0, text.find('\n'));
    const bool semicolons = first_line.find(',') == std::string_view::npos &&
                            first_line.find(';') != std::string_view::npos;
    return semicolons ? ';' : ',';
}

class TableParser {
  public:
    TableParser(std::string_view text, char separator) : text_(text), separator_(separator) {}

    // False at the end of the text.
    bool next(TableRecord& record) {
        while (at_ < text_.size()) {
            record = {line_, {}};
            while (read_field(record)) {
            }
            const bool blank = record.fields.size() == 1 && record.fields[0].empty();
            if (!blank) return true;
        }
        return false;
    }

    bool quote_open() const { return quote_open_; }
    int line() const { return line_; }

  private:
    // Reads one field and what ends it; true where another follows on the same record.
    bool read_field(TableRecord& record) {
        std::string& field = record.fields.emplace_back();
        if (at_ < text_.size() && text_[at_] == '"') read_quoted(field);
        const std::size_t end = std::min(text_.find_first_of(ends(), at_), text_.size());
        field += text_.substr(at_, end - at_);
        at_ = end;
        if (at_ == text_.size()) return false;
        const char ended_by = text_[at_++];
        if (ended_by == separator_) return true;
        if (ended_by == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
        ++line_;
        return false;
    }

    void read_quoted(std::string& field) {
        quote_open_ = true;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '"') {
                const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == '"';
                if (!doubled) {
                    ++at_;
                    quote_open_ = false;
                    return;
                }
                ++at_;
            }
            if (text_[at_] == '\n') ++line_;
            field += text_[at_];
        }
    }

    std::string ends() const { return {separator_, '\r', '\n'}; }

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    int line_ = 1;
    bool quote_open_ = false;
};

}  // namespace

std::vector<TableRecord> read_table(const fs::path& path) {
    const std::string text = read_text(path);
    std::string_view content = text;
    if (content.starts_with("\xef\xbb\xbf")) content.remove_prefix(3);
    if (content.find('\0') != std::string_view::npos) {
        throw Error(ErrorKind::data, "not a text table", path, "give a .csv or .tsv file");
    }
    TableParser parser(content, separator_of(path, content));
    std::vector<TableRecord> records;
    TableRecord record;
    while (parser.next(record)) {
        if (parser.quote_open()) {
            throw Error(ErrorKind::data,
                        "line " + std::to_string(record.line) + ": a quote is not closed", path,
                        "close it, or double the quotes inside a field");
        }
        records.push_back(std::move(record));
    }
    return records;
}

int find_column(const TableRecord& heading, std::span<const std::string_view> names) {
    for (std::size_t i = 0; i < heading.fields.size(); ++i) {
        const std::string field = lower_case(heading.fields[i]);
        if (std::find(names.begin(), names.end(), field) != names.end()) return static_cast<int>(i);
    }
    return -1;
}

}  // namespace sescope
