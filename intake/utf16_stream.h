#pragma once

#include <istream>
#include <memory>
#include <string_view>

namespace nhs::intake {

/// True for what begins with the byte order mark of UTF-16, in either order.
bool begins_as_utf16(std::string_view bytes);

/// True when the stream may begin so: its first byte is one of the mark's, which no UTF-8 has. Takes nothing.
bool may_begin_as_utf16(std::istream& in);

/// A stream of UTF-16 that begins with a byte order mark, as UTF-8 without one; what is no UTF-16 in it
/// becomes U+FFFD. One that has no such mark after all comes as it is. Holds some kilobytes, however long the
/// stream. Ends where the other one can be read no further; whether that is its end, the other one says.
class Utf16Stream final : public std::istream {
 public:
  /// bytes: at its first byte; outlives this.
  explicit Utf16Stream(std::istream& bytes);
  ~Utf16Stream() override;

 private:
  class Buffer;
  std::unique_ptr<Buffer> buffer_;
};

}  // namespace nhs::intake
