// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <set>
#include <streambuf>
#include <string>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/file_beside.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

// A stream of the standard library keeps no reason of its failure: errno may long be another's when
// its writer returns.
class DescriptorBuffer : public std::streambuf {
  public:
    explicit DescriptorBuffer(int descriptor) : descriptor_(descriptor) { clear(); }
    /// errno of the first failure; 0: none.
    int error() const { return error_; }

  protected:
    int_type overflow(int_type c) override {
        if (!put({pbase(), pptr()})) return traits_type::eof();
        clear();
        if (!traits_type::eq_int_type(c, traits_type::eof())) {
            sputc(traits_type::to_char_type(c));
        }
        return traits_type::not_eof(c);
    }
    std::streamsize xsputn(const char* text, std::streamsize size) override {
        if (size < epptr() - pptr()) return std::streambuf::xsputn(text, size);
        if (sync() != 0 || !put({text, std::size_t(size)})) return 0;
        return size;
    }
    int sync() override {
        if (!put({pbase(), pptr()})) return -1;
        clear();
        return 0;
    }

  private:
    void clear() { setp(buffer_.data(), buffer_.data() + buffer_.size()); }

    bool put(std::string_view bytes) {
        while (error_ == 0 && !bytes.empty()) {
            const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
            if (written >= 0) {
                bytes.remove_prefix(std::size_t(written));
            } else if (errno != EINTR) {
                error_ = errno;
            }
        }
        return error_ == 0;
    }

    int descriptor_;
    int error_ = 0;
    std::array<char, 1 << 16> buffer_;
};

bool same_file(const fs::path& a, const fs::path& b) {
    if (a.empty() || b.empty()) return false;
    std::error_code not_there;
    if (fs::equivalent(a, b, not_there)) return true;
    return fs::weakly_canonical(a, not_there) == fs::weakly_canonical(b, not_there);
}

}  // namespace

FilesTogether::FilesTogether() = default;
FilesTogether::~FilesTogether() = default;

fs::path FilesTogether::write(const fs::path& path,
                              const std::function<void(std::ostream&)>& write) {
    auto file = std::make_unique<FileBeside>(path);
    const auto buffer = std::make_unique<DescriptorBuffer>(file->descriptor());
    std::ostream out(buffer.get());
    write(out);
    out.flush();
    if (!out) throw cannot_write(path, buffer->error() != 0 ? buffer->error() : EIO);
    file->finish();
    files_.push_back(std::move(file));
    return files_.back()->name();
}

fs::path FilesTogether::write(const fs::path& path, std::string_view text) {
    return write(path, [&](std::ostream& out) {
        out.write(text.data(), static_cast<std::streamsize>(text.size()));
    });
}

fs::path FilesTogether::write_at(const fs::path& path,
                                 const std::function<void(const fs::path&)>& write) {
    auto file = std::make_unique<FileBeside>(path);
    try {
        write(file->name());
    } catch (const Error& error) {
        if (error.file() != file->name()) throw;
        throw Error(error.kind(), error.said(), path, error.advice());
    }
    file->finish();
    files_.push_back(std::move(file));
    return files_.back()->name();
}

void FilesTogether::commit() {
    std::set<fs::path> folders;
    {
        const auto held = hold_places();
        for (const auto& file : files_) {
            file->take_place();
            folders.insert(file->target().parent_path());
        }
    }
    files_.clear();
    for (const fs::path& folder : folders) flush_folder(folder);
}

void write_file_atomically(const fs::path& path, const std::function<void(std::ostream&)>& write) {
    FilesTogether alone;
    alone.write(path, write);
    alone.commit();
}

void write_file_atomically(const fs::path& path, std::string_view text) {
    FilesTogether alone;
    alone.write(path, text);
    alone.commit();
}

void write_file_atomically_at(const fs::path& path,
                              const std::function<void(const fs::path&)>& write) {
    FilesTogether alone;
    alone.write_at(path, write);
    alone.commit();
}

void require_writable(const fs::path& path) {
    const FileBeside trial(path);
}

void require_other_files(std::span<const fs::path> outputs, std::span<const fs::path> inputs) {
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        for (const fs::path& input : inputs) {
            if (!same_file(outputs[i], input)) continue;
            throw Error(ErrorKind::output, "is read by this command, and would be lost", outputs[i],
                        "write into another file");
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (!same_file(outputs[i], outputs[j])) continue;
            throw Error(ErrorKind::output, "is asked for twice, with different content", outputs[i],
                        "give each a file of its own");
        }
    }
}

}  // namespace sescope
