#include "core/json_scanner.h"

#include <cctype>

#include "core/json.h"

namespace nhs {
namespace {

constexpr std::size_t kBlock = 64 * 1024;
/// No number that means anything is longer.
constexpr std::size_t kLongestScalar = 400;

bool is_space(int c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

int JsonScanner::take_after_space() {
  int c = take();
  while (is_space(c)) c = take();
  return c;
}

bool JsonScanner::take_value(std::size_t longest) {
  held_.start(longest);
  open_.clear();
  return go_on(Due::value);
}

bool JsonScanner::take_rest(std::string_view begun, std::size_t longest) {
  held_.start(longest, begun);
  open_ = "{";
  return go_on(Due::value);
}

bool JsonScanner::go_on(Due due) {
  while (true) {
    const int c = take_after_space();
    if (closes(c, due)) {
      held_.add(c);
      open_.pop_back();
      due = Due::separator;
    } else if (const auto next = step(c, due)) {
      due = *next;
    } else {
      return false;
    }
    if (due == Due::separator && open_.empty()) return true;
  }
}

bool JsonScanner::closes(int c, Due due) const {
  const bool may_close = due == Due::separator || due == Due::key_or_close || due == Due::value_or_close;
  return may_close && c == (open_.back() == '{' ? '}' : ']');
}

std::optional<JsonScanner::Due> JsonScanner::step(int c, Due due) {
  switch (due) {
    case Due::colon:
      if (c != ':') break;
      held_.add(c);
      return Due::value;
    case Due::separator:
      if (c != ',') break;
      held_.add(c);
      return open_.back() == '{' ? Due::key : Due::value;
    case Due::key:
    case Due::key_or_close:
      if (c != '"') break;
      return take_string() ? std::optional{Due::colon} : std::nullopt;
    case Due::value:
    case Due::value_or_close:
      if (c == '"') return take_string() ? std::optional{Due::separator} : std::nullopt;
      if (c != '{' && c != '[') return take_scalar(c) ? std::optional{Due::separator} : std::nullopt;
      if (open_.size() == static_cast<std::size_t>(kMaxJsonDepth)) break;
      held_.add(c);
      open_ += static_cast<char>(c);
      return c == '{' ? Due::key_or_close : Due::value_or_close;
  }
  refuse(c);
  return std::nullopt;
}

bool JsonScanner::take_string() {
  held_.add('"');
  int c = take();
  // A line's end within a string is a quote that was lost; other control characters are no JSON either.
  while (c >= ' ') {
    held_.add(c);
    if (c == '"') return true;
    const bool escapes = c == '\\';
    c = take();
    if (!escapes || c < ' ') continue;
    held_.add(c);
    c = take();
  }
  return refuse(c);
}

bool JsonScanner::take_scalar(int first) {
  std::string word;
  int c = first;
  for (; c != kEnd && (std::isalnum(c) || c == '+' || c == '-' || c == '.'); c = take()) {
    word += static_cast<char>(c);
    held_.add(c);
    if (word.size() > kLongestScalar) return false;
  }
  refuse(c);
  const bool is_number =
      !word.empty() && (std::isdigit(static_cast<unsigned char>(word[0])) || word[0] == '-');
  return is_number || word == "true" || word == "false" || word == "null";
}

bool JsonScanner::refuse(int c) {
  give_back(c);
  return false;
}

bool JsonScanner::Bytes::refill() {
  passed_ += block_.size();
  position_ = 0;
  block_.resize(kBlock);
  in_->read(block_.data(), static_cast<std::streamsize>(kBlock));
  block_.resize(static_cast<std::size_t>(in_->gcount()));
  return !block_.empty();
}

void JsonScanner::Held::start(std::size_t longest, std::string_view begun) {
  longest_ = longest;
  too_long_ = false;
  text_ = begun;
}

void JsonScanner::Held::add(int c) {
  if (too_long_) return;
  text_ += static_cast<char>(c);
  if (text_.size() <= longest_) return;
  too_long_ = true;
  text_ = {};
}

}  // namespace nhs
