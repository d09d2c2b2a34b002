#include "collector/sources/feed_encoding.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <array>
#include <limits>
#include <memory>

#include "core/ascii.h"
#include "core/text.h"

namespace nhs::collector {
namespace {

constexpr std::string_view kUtf8 = "utf-8";
constexpr std::string_view kWindows = "windows-1252";

/// An XML declaration is at most this long; looked at before anything is known of the document.
constexpr std::size_t kDeclarationReach = 256;

struct Mark {
  std::string_view bytes;
  std::string_view encoding;
};

/// Byte order marks, and how `<?` looks in UTF-16 where the mark is missing. Longer ones first.
constexpr std::array<Mark, 5> kMarks = {{{{"\xFF\xFE\0\0", 4}, "utf-32le"},
                                         {{"\0\0\xFE\xFF", 4}, "utf-32be"},
                                         {kByteOrderMark, kUtf8},
                                         {{"\xFF\xFE", 2}, "utf-16le"},
                                         {{"\xFE\xFF", 2}, "utf-16be"}}};
constexpr std::array<Mark, 2> kUnmarked = {{{{"<\0?\0", 4}, "utf-16le"}, {{"\0<\0?", 4}, "utf-16be"}}};

/// What stands behind `name=` in a header or declaration, quotes off; empty when it is not there.
std::string attribute(std::string_view text, std::string_view name) {
  const std::string lowered = lower(text);
  const auto found = lowered.find(name);
  if (found == std::string::npos) return {};
  std::string_view value = std::string_view{lowered}.substr(found + name.size());
  value = trimmed(value);
  if (value.empty() || value.front() != '=') return {};
  value = trimmed(value.substr(1));
  if (!value.empty() && (value.front() == '"' || value.front() == '\'')) value.remove_prefix(1);
  return std::string{value.substr(0, value.find_first_of("\"'; \t?>"))};
}

std::string declared(std::string_view body) {
  const std::string_view head = trimmed(body.substr(0, kDeclarationReach));
  if (head.substr(0, 5) != "<?xml") return {};
  const std::string encoding = attribute(head.substr(0, head.find("?>")), "encoding");
  // It could be read as bytes, so it is not what it says.
  return encoding.rfind("utf-16", 0) == 0 || encoding.rfind("utf-32", 0) == 0 ? std::string{} : encoding;
}

/// True when the text is UTF-8 for the most part: valid, or with more whole sequences than broken ones.
bool mostly_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto length = static_cast<std::int32_t>(text.size());
  std::size_t whole = 0;
  std::size_t broken = 0;
  for (std::int32_t i = 0; i < length;) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, length, c);
    if (c < 0) ++broken;
    if (c >= 0x80) ++whole;
  }
  return broken == 0 || whole > broken;
}

/// Nothing when ICU does not know the encoding.
std::optional<std::string> converted(std::string_view body, const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(ucnv_open(encoding.c_str(), &status),
                                                                     &ucnv_close);
  if (U_FAILURE(status)) return std::nullopt;
  const icu::UnicodeString text(body.data(), static_cast<std::int32_t>(body.size()), converter.get(), status);
  if (U_FAILURE(status)) return std::nullopt;
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

std::string utf8_from(std::string_view body, std::string encoding) {
  if (encoding == "iso-8859-1" || encoding == "latin1" || encoding == "us-ascii" || encoding == "ascii")
    encoding = kWindows;
  if (encoding == "utf8") encoding = kUtf8;
  if (!encoding.empty() && encoding != kUtf8)
    if (auto text = converted(body, encoding)) return *std::move(text);
  if (mostly_utf8(body)) return std::string{body};
  return converted(body, std::string{kWindows}).value_or(std::string{body});
}

}  // namespace

std::string as_utf8(std::string_view body, std::optional<std::string_view> content_type) {
  // ICU counts in 32 bits; no client of ours fetches as much.
  body = body.substr(0, static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()) / 4);
  for (const Mark& mark : kMarks)
    if (body.substr(0, mark.bytes.size()) == mark.bytes)
      return repaired(utf8_from(body.substr(mark.bytes.size()), std::string{mark.encoding}));
  for (const Mark& mark : kUnmarked)
    if (body.substr(0, mark.bytes.size()) == mark.bytes)
      return repaired(utf8_from(body, std::string{mark.encoding}));
  std::string encoding = declared(body);
  if (encoding.empty() && content_type) encoding = attribute(*content_type, "charset");
  return repaired(utf8_from(body, std::move(encoding)));
}

}  // namespace nhs::collector
