// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/table_file.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/message.h"
#include "core/dataset/text.h"
#include "core/dataset/text_file.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

// The first line that is neither empty nor a remark, without what is quoted.
std::string first_line_unquoted(std::string_view text) {
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const auto begin = line.find_first_not_of(" \t\r");
        if (begin == std::string_view::npos || line[begin] == '#') continue;
        std::string plain;
        bool quoted = false;
        for (const char c : line) {
            if (c == '"') quoted = !quoted;
            if (!quoted) plain += c;
        }
        return plain;
    }
    return {};
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
            const bool blank = std::all_of(record.fields.begin(), record.fields.end(),
                                           [](const auto& field) { return field.empty(); });
            if (!blank) return true;
        }
        return false;
    }

    bool quote_open() const { return quote_open_; }
    int line() const { return line_; }

  private:
    bool is_blank(std::size_t at) const {
        return at < text_.size() && text_[at] != separator_ &&
               (text_[at] == ' ' || text_[at] == '\t');
    }

    // Reads one field and what ends it; true where another follows on the same record.
    bool read_field(TableRecord& record) {
        std::string& field = record.fields.emplace_back();
        while (is_blank(at_)) ++at_;
        if (separator_ != '\0' && at_ < text_.size() && text_[at_] == '"') read_quoted(field);
        std::size_t end = std::min(text_.find_first_of(ends(), at_), text_.size());
        const std::size_t next = end;
        while (end > at_ && is_blank(end - 1)) --end;
        field += text_.substr(at_, end - at_);
        at_ = next;
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

    std::string_view ends() const {
        return separator_ == '\0' ? std::string_view("\r\n") : std::string_view(ends_, 3);
    }

    std::string_view text_;
    char separator_;
    char ends_[3] = {separator_, '\r', '\n'};
    std::size_t at_ = 0;
    int line_ = 1;
    bool quote_open_ = false;
};

}  // namespace

char separator_of(const fs::path& path, std::string_view text) {
    const std::string extension = lower_case(path.extension().string());
    const std::string line = first_line_unquoted(text);
    const std::string_view order = extension == ".csv" ? ",;\t|" : "\t,;|";
    for (const char separator : order) {
        if (line.find(separator) != std::string::npos) return separator;
    }
    return '\0';
}

std::vector<TableRecord> parse_table(std::string_view text, char separator, const fs::path& file) {
    TableParser parser(text, separator);
    std::vector<TableRecord> records;
    TableRecord record;
    while (parser.next(record)) {
        if (parser.quote_open()) {
            throw Error(ErrorKind::data,
                        sescope::text("line {}: a quote is not closed", record.line), file,
                        "close it, or double the quotes inside a field");
        }
        records.push_back(std::move(record));
    }
    return records;
}

std::vector<TableRecord> read_table(const fs::path& path) {
    const std::string text = read_text_file(path);
    return parse_table(text, separator_of(path, text), path);
}

void split_at_last_blank(std::vector<TableRecord>& records) {
    for (auto& [line, fields] : records) {
        const auto at = fields.size() == 1 ? fields[0].find_last_of(" \t") : std::string::npos;
        if (at == std::string::npos) continue;
        std::string last = fields[0].substr(at + 1);
        const auto end = fields[0].find_last_not_of(" \t", at);
        fields[0].resize(end == std::string::npos ? 0 : end + 1);
        fields.push_back(std::move(last));
    }
}

int find_column(const TableRecord& heading, std::span<const std::string_view> names) {
    for (std::size_t i = 0; i < heading.fields.size(); ++i) {
        const std::string field = lower_case(heading.fields[i]);
        if (std::find(names.begin(), names.end(), field) != names.end()) return static_cast<int>(i);
    }
    return -1;
}

}  // namespace sescope
