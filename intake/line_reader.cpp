#include "intake/line_reader.h"

#include <utility>

#include "core/text.h"

namespace nhs::intake {

std::optional<Line> LineReader::next() {
  Line line{number_ + 1, {}};
  if (again_position_ < again_.size()) {
    const std::size_t end = again_.find('\n', again_position_);
    line.text = again_.substr(again_position_, end - again_position_);
    again_position_ = end + 1;
  } else if (again_too_long_) {
    again_too_long_ = false;
    line.too_long = true;
  } else {
    if (begun_.empty() && in_.peek() == std::char_traits<char>::eof()) return std::nullopt;
    line = line_from_stream();
  }
  ++number_;
  if (keeping_ && line.too_long)
    kept_too_long_ = true;
  else if (keeping_)
    kept_.append(line.text) += '\n';
  return line;
}

std::optional<char> LineReader::first_byte() {
  constexpr int kEnd = std::char_traits<char>::eof();
  for (const char c : kByteOrderMark) {
    if (in_.peek() != std::char_traits<char>::to_int_type(c)) break;
    begun_ += static_cast<char>(in_.get());
  }
  if (begun_ == kByteOrderMark) begun_.clear();
  if (!begun_.empty()) return begun_.front();
  for (int c = in_.peek(); c != kEnd; c = in_.peek()) {
    if (std::string_view{" \t\r\n"}.find(static_cast<char>(c)) == std::string_view::npos)
      return static_cast<char>(c);
    number_ += c == '\n';
    in_.get();
  }
  return std::nullopt;
}

Line LineReader::line_from_stream() {
  Line line{number_ + 1, std::exchange(begun_, {})};
  for (int c = in_.get(); c != std::char_traits<char>::eof() && c != '\n'; c = in_.get()) {
    if (line.too_long) continue;
    line.text += static_cast<char>(c);
    line.too_long = line.text.size() > longest_;
  }
  if (line.too_long) line.text = {};
  if (line.number == 1 && line.text.rfind(kByteOrderMark, 0) == 0) line.text.erase(0, kByteOrderMark.size());
  return line;
}

void LineReader::mark() {
  forget();
  keeping_ = true;
  marked_number_ = number_;
}

void LineReader::forget() {
  keeping_ = false;
  kept_.clear();
  kept_too_long_ = false;
}

void LineReader::return_to_mark() {
  kept_.append(again_, again_position_, std::string::npos);
  again_ = std::move(kept_);
  again_position_ = 0;
  again_too_long_ = again_too_long_ || kept_too_long_;
  number_ = marked_number_;
  forget();
}

}  // namespace nhs::intake
