// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace sescope {
namespace {

namespace fs = std::filesystem;

Error cannot_open(const fs::path& path, ErrorKind kind, int error) {
    const char* hint = "check the path";
    if (error == EACCES || error == EPERM) hint = "ask its owner for permission to read it";
    if (error == ENOMEM) hint = "free some memory, or raise the limit on address space";
    return {kind, std::string("cannot be opened: ") + std::strerror(error), path, hint};
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

  private:
    int number_;
};

class Mapping {
  public:
    Mapping(void* address, std::size_t size) : address_(address), size_(size) {}
    ~Mapping() { ::munmap(address_, size_); }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;

  private:
    void* address_;
    std::size_t size_;
};

}  // namespace

MappedFile map_file(const fs::path& path, ErrorKind kind) {
    const Descriptor file(path);
    if (file.number() < 0) throw cannot_open(path, kind, errno);
    struct stat about {};
    if (::fstat(file.number(), &about) != 0) throw cannot_open(path, kind, errno);
    if (S_ISDIR(about.st_mode)) {
        throw Error(kind, "is a folder, not a file", path, "name a file inside it");
    }
    if (!S_ISREG(about.st_mode)) {
        throw Error(kind, "is a pipe or a device, not a file", path, "save it to a file first");
    }
    if (about.st_size == 0) {
        throw Error(kind, "is empty", path, "copy or download it again");
    }
    const auto size = static_cast<std::size_t>(about.st_size);
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number(), 0);
    if (address == MAP_FAILED) throw cannot_open(path, kind, errno);
    return {{static_cast<const std::byte*>(address), size},
            std::make_shared<const Mapping>(address, size)};
}

}  // namespace sescope
