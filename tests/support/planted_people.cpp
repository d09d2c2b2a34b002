#include "tests/support/planted_people.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace nhs::test {
namespace {

std::string lower(std::string_view text) {
  std::string small{text};
  std::transform(small.begin(), small.end(), small.begin(), [](unsigned char c) {
    return c < 0x80 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c);
  });
  return small;
}

/// All that is planted is ASCII, so that this is its UTF-16.
std::string utf16(std::string_view text, bool little) {
  std::string wide;
  for (const char c : text) wide += little ? std::string{c, '\0'} : std::string{'\0', c};
  return wide;
}

std::string spelled(std::string_view text, const char* format, bool letters_too) {
  std::string result;
  for (const char c : text)
    result += std::isalnum(static_cast<unsigned char>(c)) && !letters_too
                  ? std::string{c}
                  : fmt::format(fmt::runtime(format), static_cast<unsigned char>(c));
  return result;
}

/// What is always the same of a text's base64, wherever in a longer one it begins.
std::string base64(std::string_view text, std::size_t shift) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string bytes = std::string(shift, '\0') + std::string{text};
  std::string coded;
  unsigned bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) coded += digits[bits >> (count - 6) & 0x3F];
  }
  return coded.substr(shift == 0 ? 0 : shift + 1);
}

struct Spelling {
  const char* name;
  std::string bytes;
  bool any_case = true;
};

std::vector<Spelling> spellings(const std::string& raw) {
  std::string slashes;
  for (const char c : raw) slashes += c == '/' ? "\\/" : std::string{c};
  return {{"UTF-8", raw},
          {"UTF-16, little-endian", utf16(raw, true)},
          {"UTF-16, big-endian", utf16(raw, false)},
          {"percent-encoded", spelled(raw, "%{:02x}", false)},
          {"percent-encoded, form",
           [&] {
             std::string form = spelled(raw, "%{:02x}", false);
             for (std::size_t at = 0; (at = form.find("%20", at)) != std::string::npos;)
               form.replace(at, 3, "+");
             return form;
           }()},
          {"JSON, slashes", slashes},
          {"JSON, \\u", spelled(raw, "\\u{:04x}", false)},
          {"JSON, \\u throughout", spelled(raw, "\\u{:04x}", true)},
          {"HTML", spelled(raw, "&#{:d};", false)},
          {"hexadecimal", spelled(raw, "{:02x}", true)},
          {"base64", base64(raw, 0), false},
          {"base64, one on", base64(raw, 1), false},
          {"base64, two on", base64(raw, 2), false}};
}

}  // namespace

const std::vector<Planted>& planted_people() {
  static const std::vector<Planted> people = {
      {"handle", std::string{kPlantedHandle}},
      {"handle on another server", std::string{kPlantedFarHandle}},
      {"display name", std::string{kPlantedName}},
      {"another server", "far-quill.example"},
      {"post", std::string{kPlantedPost}},
      {"post's number", "110000000000000042"},
      {"mention", "plumpetunia"},
      {"mention on a server", "gwendoline.w@wren-host.example"},
      {"e-mail", "mary.quill@mail-host.example"},
      {"e-mail, spelled", "mary dot quill at mail-host dot example dot org"},
      {"telephone", "0113 496 0042"},
      {"telephone, abroad", "+44 (0)7700 900142"},
      {"telephone, in one", "07700900142"},
      {"NHS number", "943 476 5919"},
      {"NHS number, in one", "9434765919"},
      {"postcode", "LS29 8QZ"},
      {"date of birth", "3 April 1961"},
      {"date of birth in numbers", "03/04/1961"},
      {"hospital number", "K7654321"},
      {"account's address", "quill-host.example/@petunia.p"},
      {"profile", "bsky.app/profile/petunia.example"},
      {"secret", std::string{kPlantedToken}},
  };
  return people;
}

std::string planted_text() {
  return "The nurse sat with her all night. Ask @plumpetunia or @gwendoline.w@wren-host.example, "
         "mary.quill@mail-host.example, mary dot quill at mail-host dot example dot org, ring 0113 496 0042, "
         "+44 (0)7700 900142 or 07700900142. NHS number 943 476 5919, 9434765919; hospital no. K7654321. She was "
         "born on 3 April 1961, DOB 03/04/1961, at LS29 8QZ. See https://quill-host.example/@petunia.p/42 and "
         "https://bsky.app/profile/petunia.example #NHSvalues";
}

std::string planted_in(std::string_view bytes) {
  const std::string small = lower(bytes);
  std::string found;
  for (const auto& [what, raw] : planted_people())
    for (const auto& [name, spelled, any_case] : spellings(raw))
      if (any_case ? small.find(lower(spelled)) != std::string::npos
                   : bytes.find(spelled) != std::string_view::npos)
        found += fmt::format("{} ({})\n", what, name);
  return found;
}

}  // namespace nhs::test
