#include "core/ignore_rule.h"

#include "core/text.h"

namespace nhs {
namespace {

constexpr std::string_view kWhiteSpace = " \t\n\r\f\v";
constexpr std::string_view kCurlyApostrophe = "\xe2\x80\x99";

}  // namespace

std::string phrase_key(std::string_view text) {
  const std::string whole = folded(text);
  std::string words;
  words.reserve(whole.size());
  for (std::size_t at = 0; at < whole.size();) {
    if (kWhiteSpace.find(whole[at]) != std::string_view::npos) {
      if (!words.empty() && words.back() != ' ') words += ' ';
      ++at;
    } else if (whole.compare(at, kCurlyApostrophe.size(), kCurlyApostrophe) == 0) {
      words += '\'';
      at += kCurlyApostrophe.size();
    } else {
      words += whole[at++];
    }
  }
  if (!words.empty() && words.back() == ' ') words.pop_back();
  return words;
}

}  // namespace nhs
