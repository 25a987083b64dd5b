// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <thread>
#include <utility>

#include "core/base/message.h"
#include "core/checkpoint/map_guard.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

Error cannot_open(const fs::path& path, ErrorKind kind, int error) {
    const char* hint = "check the path";
    if (error == EACCES || error == EPERM) hint = "ask its owner for permission to read it";
    if (error == EMFILE || error == ENFILE) hint = "close some other files first";
    if (error == ENOMEM) hint = "free some memory, or raise the limit on address space";
    return {kind, text("cannot be opened: {}", Text(std::strerror(error))), path, hint};
}

class Descriptor {
  public:
    // Not blocking, since opening a pipe would wait for someone to write into it.
    explicit Descriptor(const fs::path& path)
        : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }
    struct stat about() const {
        struct stat facts {};
        if (::fstat(number_, &facts) != 0) facts = {};
        return facts;
    }

  private:
    int number_;
};

// A file that was written to in the same tick of the system's clock in which it is opened could be
// written to again within that tick, and nobody would know. So it is left in peace until its last
// change is older than that.
struct stat settled(const Descriptor& file, const fs::path& path, ErrorKind kind) {
    using std::chrono::nanoseconds;
    constexpr nanoseconds tick = std::chrono::milliseconds(20);
    constexpr int most_ticks = 250;
    for (int i = 0; i < most_ticks; ++i) {
        const struct stat about = file.about();
        timespec now{};
        ::clock_gettime(CLOCK_REALTIME, &now);
        const nanoseconds age = std::chrono::seconds(now.tv_sec - about.st_mtim.tv_sec) +
                                nanoseconds(now.tv_nsec - about.st_mtim.tv_nsec);
        // The clock of a file server may be ahead of ours.
        if (age < nanoseconds(0) || age > tick) return about;
        std::this_thread::sleep_for(tick - age + std::chrono::milliseconds(1));
    }
    throw Error(kind, "is being written to", path,
                "wait until it is completely written, then try again");
}

struct Pages {
    void* address;
    std::size_t size;
    Pages(void* at, std::size_t bytes) : address(at), size(bytes) {}
    ~Pages() { ::munmap(address, size); }
    Pages(const Pages&) = delete;
    Pages& operator=(const Pages&) = delete;
};

// A mapping, and the open file behind it: asking the file itself, not its name, tells a change of
// its content from a new file under the name, which leaves the mapped one as it was.
class Mapping {
  public:
    Mapping(std::unique_ptr<Descriptor> file, const struct stat& opened, void* address,
            std::size_t size, fs::path path, ErrorKind kind)
        : file_(std::move(file)),
          opened_(opened),
          pages_(address, size),
          path_(std::move(path)),
          kind_(kind),
          guard_(address, size) {}
    bool is_guarded() const { return guard_.is_active(); }
    // Nobody writes to these pages: there is nothing that the file has not.
    void evict() const { ::madvise(pages_.address, pages_.size, MADV_DONTNEED); }
    void require_unchanged() const {
        const struct stat now = file_->about();
        if (!guard_.has_lost_pages() && now.st_size == opened_.st_size &&
            now.st_mtim.tv_sec == opened_.st_mtim.tv_sec &&
            now.st_mtim.tv_nsec == opened_.st_mtim.tv_nsec) {
            return;
        }
        throw Error(kind_, "was changed while it was read", path_,
                    "wait until it is completely written, then try again");
    }

  private:
    std::unique_ptr<Descriptor> file_;
    struct stat opened_;
    Pages pages_;
    fs::path path_;
    ErrorKind kind_;
    MapGuard guard_;  // ends before the pages do
};

// Its type tells owners of mappings from other owners.
struct EndMapping {
    void operator()(const Mapping* mapping) const { delete mapping; }
};

}  // namespace

MappedFile map_file(const fs::path& path, ErrorKind kind) {
    auto file = std::make_unique<Descriptor>(path);
    if (file->number() < 0) throw cannot_open(path, kind, errno);
    const struct stat about = file->about();
    if (S_ISDIR(about.st_mode)) {
        throw Error(kind, "is a folder, not a file", path, "name a file inside it");
    }
    if (!S_ISREG(about.st_mode)) {
        throw Error(kind, "is a pipe or a device, not a file", path, "save it to a file first");
    }
    if (about.st_size == 0) throw Error(kind, "is empty", path, "copy or download it again");
    const struct stat opened = settled(*file, path, kind);
    if (opened.st_size == 0) throw Error(kind, "is empty", path, "copy or download it again");
    const auto size = static_cast<std::size_t>(opened.st_size);
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file->number(), 0);
    if (address == MAP_FAILED) throw cannot_open(path, kind, errno);
    const std::shared_ptr<const Mapping> mapping(
        new Mapping(std::move(file), opened, address, size, path, kind), EndMapping());
    if (!mapping->is_guarded()) throw cannot_open(path, kind, EMFILE);
    return {{static_cast<const std::byte*>(address), size}, mapping};
}

void require_unchanged(const std::shared_ptr<const void>& owner) {
    if (std::get_deleter<EndMapping>(owner) == nullptr) return;
    static_cast<const Mapping*>(owner.get())->require_unchanged();
}

void evict(const std::shared_ptr<const void>& owner) noexcept {
    if (std::get_deleter<EndMapping>(owner) == nullptr) return;
    static_cast<const Mapping*>(owner.get())->evict();
}

}  // namespace sescope
