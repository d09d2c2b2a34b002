#pragma once

#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace nhs {

/// Reads the values of a JSON document one after another off a stream, and holds of each no more than it is
/// told to. It sees to brackets, strings and separators; what is between them is for JsonDocument::parse to
/// say. Part of JsonElements. Not thread-safe.
class JsonScanner {
 public:
  /// What take() gives at the end of the stream.
  static constexpr int kEnd = -1;

  /// in: outlives this.
  explicit JsonScanner(std::istream& in) : bytes_(in) {}

  /// The next byte, or kEnd.
  int take() { return bytes_.take(); }
  /// The next byte that is no white space, or kEnd.
  int take_after_space();
  /// The byte that was taken last comes again. Once.
  void give_back(int c) { bytes_.give_back(c); }
  /// How far the document was read, in bytes.
  std::size_t offset() const { return bytes_.offset(); }

  /// Reads a value, which is held when it is no longer than this. False at the first byte that cannot stand
  /// where it stands; it comes again.
  bool take_value(std::size_t longest);
  /// The same for the rest of an object of which this much was read, up to a member's colon.
  bool take_rest(std::string_view begun, std::size_t longest);

  /// The value that was read last, without white space between its parts; empty when it was too long.
  const std::string& held() const { return held_.text(); }
  std::string take_held() { return held_.take(); }
  bool was_too_long() const { return held_.too_long(); }

 private:
  /// A stream, block by block.
  class Bytes {
   public:
    explicit Bytes(std::istream& in) : in_(&in) {}
    int take() {
      if (position_ == block_.size() && !refill()) return kEnd;
      return static_cast<unsigned char>(block_[position_++]);
    }
    void give_back(int c) {
      if (c != kEnd) --position_;
    }
    std::size_t offset() const { return passed_ + position_; }

   private:
    bool refill();

    std::istream* in_;
    std::string block_;
    std::size_t position_ = 0;
    std::size_t passed_ = 0;
  };

  /// What is held of a value while it is read: all, or nothing once it is too long.
  class Held {
   public:
    void start(std::size_t longest, std::string_view begun = {});
    void add(int c);
    bool too_long() const { return too_long_; }
    const std::string& text() const { return text_; }
    std::string take() { return std::move(text_); }

   private:
    std::string text_;
    std::size_t longest_ = 0;
    bool too_long_ = false;
  };

  enum class Due { value, value_or_close, key, key_or_close, colon, separator };

  bool go_on(Due due);
  bool closes(int c, Due due) const;
  /// What is due after this byte; nothing when it cannot stand here.
  std::optional<Due> step(int c, Due due);
  /// After its opening quote.
  bool take_string();
  bool take_scalar(int first);
  bool refuse(int c);

  Bytes bytes_;
  Held held_;
  std::string open_;  ///< brackets of the value that are not closed yet
};

}  // namespace nhs
