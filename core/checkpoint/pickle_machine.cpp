// SPDX-License-Identifier: GPL-3.0-or-later
// The stack machine of pickle (CPython, Lib/pickletools.py) with the instructions that writers of
// protocol 2 to 5 emit. It records; it runs nothing.
#include <bit>
#include <limits>
#include <unordered_map>

#include "core/base/message.h"
#include "core/checkpoint/byte_cursor.h"
#include "core/checkpoint/containers.h"
#include "core/checkpoint/pickle.h"
#include "core/checkpoint/printable.h"

namespace sescope {
namespace {

namespace fs = std::filesystem;

class PickleMachine {
  public:
    PickleMachine(FileBytes bytes, std::size_t memory, const fs::path& path)
        : bytes_(bytes), memory_(memory), path_(path) {}

    Pickle run() {
        while (true) {
            const auto op = static_cast<unsigned char>(number(1));
            if (op == '.') break;
            if (!push_constant(op) && !push_sized(op) && !build_container(op) && !call(op) &&
                !remember(op)) {
                if (is_of_protocol_0(op)) throw protocol_0();
                throw broken(text("holds the unknown instruction {}", op));
            }
        }
        if (!marks_.empty()) throw broken("ends with unbalanced marks");
        pickle_.root = pop();
        pickle_.length = at_;
        return std::move(pickle_);
    }

  private:
    // Instructions that write texts and numbers as lines.
    static bool is_of_protocol_0(unsigned char op) {
        return std::string_view("pgSVFPio").find(static_cast<char>(op)) != std::string_view::npos;
    }
    // torch.load refuses those too: their references to storages are text.
    Error protocol_0() const {
        return broken_file(
            path_, "was saved with pickle's protocol 0, which torch.load does not read either",
            "save it again without pickle_protocol=0");
    }
    Error broken(const Text& what) const {
        return broken_file(path_, text("has a broken pickle: byte {} {}", at_, what));
    }

    // ---- the input
    FileBytes take(std::uint64_t count) {
        if (count > bytes_.size() - at_) throw broken("is where it is cut short");
        const auto taken = bytes_.subspan(at_, count);
        at_ += count;
        return taken;
    }
    std::uint64_t number(std::size_t size) { return little_endian(take(size)); }
    std::string_view sized_text(std::size_t size) { return as_text(take(number(size))); }
    std::string_view line() {
        const auto rest = as_text(bytes_.subspan(at_));
        const auto end = rest.find('\n');
        if (end == std::string_view::npos) throw broken("is where it is cut short");
        at_ += end + 1;
        return rest.substr(0, end);
    }

    // ---- the stack
    void spend(std::size_t bytes) {
        if (bytes > memory_) throw broken("is where it describes more than the file can hold");
        memory_ -= bytes;
    }
    void push_index(PickleIndex index) {
        spend(sizeof(PickleIndex));
        stack_.push_back(index);
    }
    bool push(PickleValue value) {
        spend(sizeof(PickleValue));
        if (pickle_.size() >= std::numeric_limits<PickleIndex>::max()) spend(memory_ + 1);
        push_index(pickle_.add(std::move(value)));
        return true;
    }
    std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }
    PickleIndex top() const {
        if (stack_.size() <= floor()) throw broken("takes from an empty stack");
        return stack_.back();
    }
    PickleIndex pop() {
        const PickleIndex index = top();
        stack_.pop_back();
        memory_ += sizeof(PickleIndex);
        return index;
    }
    std::vector<PickleIndex> pop_to_mark() {
        if (marks_.empty()) throw broken("needs a mark that was never set");
        const auto first = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
        std::vector<PickleIndex> items(first, stack_.end());
        stack_.erase(first, stack_.end());
        marks_.pop_back();
        memory_ += sizeof(std::size_t);
        return items;  // what they cost stays spent: they are now held by a container
    }
    bool push_tuple(std::size_t count) {
        PickleTuple tuple;
        tuple.items.resize(count);
        for (std::size_t i = count; i-- > 0;) tuple.items[i] = pop();
        spend(count * sizeof(PickleIndex));
        return push(std::move(tuple));
    }

    // ---- the instructions, in groups; each says whether it knew the instruction
    bool push_constant(unsigned char op) {
        switch (op) {
            case 'N':
                push_index(0);
                return true;
            case 0x88:
                return push(true);
            case 0x89:
                return push(false);
            case 'K':
                return push(static_cast<std::int64_t>(number(1)));
            case 'M':
                return push(static_cast<std::int64_t>(number(2)));
            case 'J':
                return push(std::int64_t{static_cast<std::int32_t>(number(4))});
            case 'I':
            case 'L':
                return push_written_integer(line());
            case 'G': {  // big-endian
                std::uint64_t bits = 0;
                for (const std::byte byte : take(8)) {
                    bits = bits << 8 | std::to_integer<std::uint64_t>(byte);
                }
                return push(std::bit_cast<double>(bits));
            }
            case 0x8a:
                return push_long(take(number(1)));
            case 0x8b:
                return push_long(take(number(4)));
            default:
                return false;
        }
    }

    // Python 2 wrote numbers beyond 32 bits as decimal text, and "00" and "01" for truth values.
    bool push_written_integer(std::string_view text) {
        if (text == "00" || text == "01") return push(text == "01");
        if (text.ends_with('L')) text.remove_suffix(1);
        const bool negative = text.starts_with('-');
        if (negative) text.remove_prefix(1);
        std::int64_t value = 0;
        for (const char digit : text) {
            if (digit < '0' || digit > '9' || __builtin_mul_overflow(value, 10, &value) ||
                __builtin_add_overflow(value, digit - '0', &value)) {
                throw broken("ends a number that is none");
            }
        }
        return push(negative ? -value : value);
    }

    bool push_long(FileBytes digits) {
        if (digits.size() > 8) return push(PickleBytes{digits});
        std::uint64_t value = little_endian(digits);
        const bool negative = !digits.empty() && (digits.back() & std::byte{0x80}) != std::byte{0};
        if (negative && digits.size() < 8) value |= ~std::uint64_t{0} << (8 * digits.size());
        return push(static_cast<std::int64_t>(value));
    }

    bool push_sized(unsigned char op) {
        switch (op) {
            case 'X':
                return push(PickleText{sized_text(4)});
            case 0x8c:
                return push(PickleText{sized_text(1)});
            case 0x8d:
                return push(PickleText{sized_text(8)});
            // Python 2's str: texts as well as bytes were written so.
            case 'U':
                return push(PickleText{sized_text(1)});
            case 'T':
                return push(PickleText{sized_text(4)});
            case 'C':
                return push(PickleBytes{take(number(1))});
            case 'B':
                return push(PickleBytes{take(number(4))});
            case 0x8e:
            case 0x96:
                return push(PickleBytes{take(number(8))});
            case 0x80: {
                const auto protocol = number(1);
                if (protocol > 5) throw broken(text("names protocol {}", protocol));
                return true;
            }
            case 0x95: {  // a frame: its length changes nothing here
                if (number(8) > bytes_.size() - at_) throw broken("begins a frame cut short");
                return true;
            }
            default:
                return false;
        }
    }

    bool build_container(unsigned char op) {
        switch (op) {
            case '(':
                spend(sizeof(std::size_t));
                marks_.push_back(stack_.size());
                return true;
            case ')':
                return push(PickleTuple{});
            case 't':
                return push(PickleTuple{pop_to_mark()});
            case 0x85:
                return push_tuple(1);
            case 0x86:
                return push_tuple(2);
            case 0x87:
                return push_tuple(3);
            case ']':
            case 0x8f:
                return push(PickleList{});
            case 'l':
            case 0x91:
                return push(PickleList{pop_to_mark()});
            case '}':
                return push(PickleDict{});
            case 'd': {
                const auto items = pop_to_mark();
                push(PickleDict{});
                return set_items(items);
            }
            case 'a':
                return append({pop()});
            case 'e':
            case 0x90:
                return append(pop_to_mark());
            case 's': {
                const PickleIndex value = pop();
                return set_items({pop(), value});
            }
            case 'u':
                return set_items(pop_to_mark());
            case '0':
                pop();
                return true;
            case '1':
                pop_to_mark();
                return true;
            case '2':
                push_index(top());
                return true;
            default:
                return false;
        }
    }

    bool append(const std::vector<PickleIndex>& items) {
        // An object that behaves like a list holds no weights: its items are left out.
        if (auto* list = pickle_.get<PickleList>(top())) {
            spend(items.size() * sizeof(PickleIndex) * 2);
            list->items.insert(list->items.end(), items.begin(), items.end());
        } else if (pickle_.get<PickleObject>(top()) == nullptr) {
            throw broken("adds items to what is no list");
        }
        return true;
    }

    bool set_items(const std::vector<PickleIndex>& items) {
        if (items.size() % 2 != 0) throw broken("sets a key without a value");
        auto* dict = pickle_.get<PickleDict>(top());
        auto* object = pickle_.get<PickleObject>(top());
        if (dict == nullptr && object == nullptr) throw broken("sets items of what is no mapping");
        auto& entries = dict != nullptr ? dict->items : object->items;
        spend(items.size() * sizeof(PickleIndex) * 2);
        for (std::size_t i = 0; i < items.size(); i += 2) {
            entries.emplace_back(items[i], items[i + 1]);
        }
        return true;
    }

    bool call(unsigned char op) {
        switch (op) {
            case 'c': {
                const auto module = line();
                return push(PickleGlobal{module, line()});
            }
            case 0x93: {
                const auto name = pickle_.text(pop());
                const auto module = pickle_.text(pop());
                if (!name || !module) throw broken("names a class by what is no text");
                return push(PickleGlobal{*module, *name});
            }
            case 0x92:
                pop();
                [[fallthrough]];  // NEWOBJ_EX: keyword arguments are left out
            case 'R':
            case 0x81: {
                PickleObject object;
                object.arguments = pop();
                object.callable = pop();
                return push(std::move(object));
            }
            case 'b': {
                const PickleIndex state = pop();
                if (auto* object = pickle_.get<PickleObject>(top())) object->state = state;
                return true;
            }
            case 'Q':
                return push(PicklePersistent{pop()});
            default:
                return false;
        }
    }

    bool remember(unsigned char op) {
        switch (op) {
            case 'q':
                return put(number(1));
            case 'r':
                return put(number(4));
            case 0x94:
                return put(memo_.size());
            case 'h':
                return fetch(number(1));
            case 'j':
                return fetch(number(4));
            default:
                return false;
        }
    }

    bool put(std::uint64_t key) {
        const auto [place, is_new] = memo_.insert_or_assign(key, top());
        if (is_new) spend(sizeof(*place) + 4 * sizeof(void*));  // a node of the table
        return true;
    }

    bool fetch(std::uint64_t key) {
        const auto place = memo_.find(key);
        if (place == memo_.end()) throw broken("recalls what was never stored");
        push_index(place->second);
        return true;
    }

    FileBytes bytes_;
    std::size_t memory_;
    const fs::path& path_;
    std::size_t at_ = 0;
    Pickle pickle_;
    std::vector<PickleIndex> stack_;
    std::vector<std::size_t> marks_;
    std::unordered_map<std::uint64_t, PickleIndex> memo_;
};

}  // namespace

Pickle read_pickle(std::span<const std::byte> bytes, std::size_t memory, const fs::path& path) {
    return PickleMachine(bytes, memory, path).run();
}

}  // namespace sescope
