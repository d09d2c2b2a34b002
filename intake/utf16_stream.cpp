#include "intake/utf16_stream.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <array>
#include <cstdint>
#include <streambuf>
#include <string>

namespace nhs::intake {
namespace {

constexpr std::string_view kLittleEndianMark = "\xFF\xFE";
constexpr std::string_view kBigEndianMark = "\xFE\xFF";

/// What is read at once, in bytes.
constexpr std::size_t kPiece = 16 * 1024;

}  // namespace

bool begins_as_utf16(std::string_view bytes) {
  return bytes.starts_with(kLittleEndianMark) || bytes.starts_with(kBigEndianMark);
}

bool may_begin_as_utf16(std::istream& in) {
  const int first = in.peek();
  return first == 0xFE || first == 0xFF;
}

class Utf16Stream::Buffer final : public std::streambuf {
 public:
  explicit Buffer(std::istream& in) : in_(in) {}

 private:
  int_type underflow() override {
    while (gptr() == egptr())
      if (!refill()) return traits_type::eof();
    return traits_type::to_int_type(*gptr());
  }

  /// With the next piece, in which no character may be whole. False at the end.
  bool refill() {
    if (!in_.good()) return false;
    in_.read(read_.data(), static_cast<std::streamsize>(read_.size()));
    std::string_view bytes{read_.data(), static_cast<std::size_t>(in_.gcount())};
    if (!begun_ && begins_as_utf16(bytes)) {
      UErrorCode status = U_ZERO_ERROR;
      converter_.reset(ucnv_open(bytes.starts_with(kLittleEndianMark) ? "UTF-16LE" : "UTF-16BE", &status));
      bytes.remove_prefix(kLittleEndianMark.size());
    }
    begun_ = true;
    text_ = converter_ ? converted(bytes) : std::string{bytes};
    setg(text_.data(), text_.data(), text_.data() + text_.size());
    return true;
  }

  /// A character of which only a part is there comes with the next piece.
  std::string converted(std::string_view bytes) {
    const char* from = bytes.data();
    UChar* to = units_.data();
    UErrorCode status = U_ZERO_ERROR;
    // There is room for all: two bytes make one unit.
    ucnv_toUnicode(converter_.get(), &to, units_.data() + units_.size(), &from, bytes.data() + bytes.size(),
                   nullptr, static_cast<UBool>(!in_.good()), &status);
    std::string text;
    icu::UnicodeString(false, units_.data(), static_cast<std::int32_t>(to - units_.data()))
        .toUTF8String(text);
    return text;
  }

  std::istream& in_;
  bool begun_ = false;
  std::unique_ptr<UConverter, decltype(&ucnv_close)> converter_{nullptr, &ucnv_close};
  std::array<char, kPiece> read_{};
  std::array<UChar, kPiece> units_{};
  std::string text_;  ///< of the piece that is read from now
};

Utf16Stream::Utf16Stream(std::istream& bytes)
    : std::istream(nullptr), buffer_(std::make_unique<Buffer>(bytes)) {
  rdbuf(buffer_.get());
}

Utf16Stream::~Utf16Stream() = default;

}  // namespace nhs::intake
