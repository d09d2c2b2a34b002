#include "notify/mail_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "core/shown_text.h"
#include "core/text.h"

namespace nhs::notify {
namespace {

/// A line of an encoded body, its last `=` included.
constexpr std::size_t kLongestLine = 76;
/// Of the text in an encoded word of 75 characters at the most (RFC 2047, 2).
constexpr std::size_t kLongestWord = 45;
/// What stays one line of header beside its name.
constexpr std::size_t kShortHeader = 900;

bool is_printable(char c) { return c >= ' ' && c <= '~'; }

std::string base64(std::string_view bytes) {
  static constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t left = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (i < left ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i) text += i <= left ? kDigits[group >> (18 - 6 * i) & 63] : '=';
  }
  return text;
}

std::string body_of(const store::AlertMessage& message) {
  std::string text = shown_text(message.title) + "\n\n" + shown_text(message.text, Lines::kept) + "\n";
  if (!message.posts.empty()) text += fmt::format("\nPosts: {}\n", fmt::join(message.posts, ", "));
  if (!message.command.empty())
    text += fmt::format("\nTo look, on the machine: {}\n", shown_text(message.command));
  text += fmt::format("\nRule {}, {}, {}. What posts say is never sent.\n", shown_text(message.rule),
                      id_of(message.event), format_utc(message.at));
  return text;
}

/// What one part of a mail begins with, and its text.
std::string part(std::string_view type, std::string_view text) {
  return fmt::format(
      "Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}", type,
      quoted_printable(text));
}

/// The same twice, the better one last (RFC 2046, 5.1.4). `=_` never stands in quoted-printable, so that no
/// text holds the boundary.
std::string parts_of_digest(const store::AlertMessage& message) {
  const std::string boundary = "=_nhsvalues_" + message.key;
  return fmt::format(
      "Content-Type: multipart/alternative;\r\n boundary=\"{0}\"\r\n\r\n--{0}\r\n{1}\r\n--{0}\r\n{2}\r\n--{0}--\r\n",
      boundary, part("text/plain", shown_text(message.text, Lines::kept)), part("text/html", message.html));
}

}  // namespace

std::string mail_date(UtcTime moment) {
  static constexpr std::array<std::string_view, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{moment - day};
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", kDays[std::chrono::weekday{day}.c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string header_words(std::string_view text) {
  const bool plain = std::all_of(text.begin(), text.end(), is_printable);
  // What looks like an encoded word would be decoded.
  if (plain && text.size() <= kShortHeader && text.find("=?") == std::string_view::npos)
    return std::string{text};
  std::string words;
  std::string part;
  const auto end_word = [&] {
    if (part.empty()) return;
    words += (words.empty() ? "=?UTF-8?B?" : "\r\n =?UTF-8?B?") + base64(part) + "?=";
    part.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = character_at(text, at).length;
    // A character is never cut in two (RFC 2047, 5).
    if (part.size() + length > kLongestWord) end_word();
    part += text.substr(at, length);
    at += length;
  }
  end_word();
  return words;
}

std::string quoted_printable(std::string_view text) {
  std::string encoded;
  std::size_t column = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '\n') {
      encoded += "\r\n";
      column = 0;
      continue;
    }
    const bool ends_line = at + 1 == text.size() || text[at + 1] == '\n';
    const bool as_it_is = is_printable(c) && c != '=' && !(c == ' ' && ends_line);
    const std::string piece =
        as_it_is ? std::string{c}
                 : fmt::format("={:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    if (column + piece.size() > kLongestLine - 1) {
      encoded += "=\r\n";
      column = 0;
    }
    encoded += piece;
    column += piece.size();
  }
  return encoded;
}

std::string mail_text(const config::NotifyTarget& target, const store::AlertMessage& message, UtcTime now) {
  std::string text;
  const auto header = [&text](std::string_view name, std::string_view value) {
    text += fmt::format("{}: {}\r\n", name, value);
  };
  header("Date", mail_date(now));
  header("From", fmt::format("NHS values <{}>", target.from));
  header("To", fmt::format("{}", fmt::join(target.recipients, ",\r\n ")));
  header("Subject", header_words("[NHS values] " + shown_text(message.title)));
  header("Message-ID", fmt::format("<{}@{}>", message.key, target.from.substr(target.from.rfind('@') + 1)));
  header("Auto-Submitted", "auto-generated");
  header("X-NHSvalues-Rule", header_words(shown_text(message.rule)));
  header("X-NHSvalues-Event", id_of(message.event));
  header("MIME-Version", "1.0");
  return text + (message.html.empty() ? part("text/plain", body_of(message)) : parts_of_digest(message));
}

}  // namespace nhs::notify
