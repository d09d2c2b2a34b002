#include "classifier/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>

#include "core/text.h"

namespace nhs::classifier {
namespace {

constexpr std::string_view kUnknown = "und";
constexpr std::string_view kEnglish = "en";

/// `en-GB`, `EN_gb` -> `en`; nothing for what says nothing.
std::string primary_subtag(std::string_view tag) {
  const std::string language = folded(tag.substr(0, tag.find_first_of("-_")));
  const bool plain =
      (language.size() == 2 || language.size() == 3) &&
      std::all_of(language.begin(), language.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!plain || language == kUnknown || language == "mul" || language == "zxx") return {};
  return language == "eng" || language == "sco" ? std::string(kEnglish) : language;
}

struct Words {
  std::string text;
  std::size_t count = 0;
  std::size_t known = 0;
  double share() const { return count == 0 ? 0 : static_cast<double>(known) / static_cast<double>(count); }
};

Words words_of(const Model& model, const Reading& reading, const std::vector<Token>& tokens) {
  /// cld2 is sure or not long before this many bytes.
  constexpr std::size_t enough = 2000;
  Words words;
  for (const Token& token : tokens) {
    if (token.kind != TokenKind::word) continue;
    const std::string_view form = reading.form(token);
    ++words.count;
    if (model.knows(form)) ++words.known;
    if (words.text.size() < enough) (words.text += form) += ' ';
  }
  return words;
}

/// cld2's verdict, empty when it is not sure.
std::string detected(const std::string& text) {
  bool reliable = false;
  const CLD2::Language language =
      CLD2::DetectLanguage(text.data(), static_cast<int>(text.size()), true, &reliable);
  if (!reliable || language == CLD2::UNKNOWN_LANGUAGE) return {};
  const std::string_view code = CLD2::LanguageCode(language);
  // cld2 keeps two codes that ISO 639-1 has since replaced.
  if (code == "iw") return "he";
  if (code == "jw") return "jv";
  return primary_subtag(code);
}

}  // namespace

LanguageFinding find_language(const Model& model, const Reading& reading, const std::vector<Token>& tokens,
                              std::string_view tag) {
  // Shares of known words; other languages written in Latin letters reach about 0.4 by chance and by loan
  // words.
  constexpr double plainly_english = 0.8, hardly_english = 0.6;
  constexpr std::size_t few_words = 4;
  const std::string said = primary_subtag(tag);
  const Words words = words_of(model, reading, tokens);
  const bool plain = words.share() >= plainly_english;
  if (plain && (said.empty() || said == kEnglish || words.count > 2 * few_words))
    return {std::string(kEnglish), true};
  const std::string found = detected(words.text);
  if (!found.empty() && found != kEnglish && words.share() < hardly_english &&
      (words.count >= few_words || said != kEnglish)) {
    return {found, false};
  }
  if (!said.empty()) return {said, said == kEnglish};
  if (found == kEnglish || words.share() >= 0.5) return {std::string(kEnglish), true};
  // Nobody says, and nothing tells: a few words are read as English, a longer text is left alone.
  const bool brief = words.count <= few_words && words.known > 0;
  return {brief ? std::string(kEnglish) : std::string(kUnknown), brief};
}

LanguageFinding language_as_stated(std::string_view tag) {
  const std::string said = primary_subtag(tag);
  return {said.empty() ? std::string(kUnknown) : said, said == kEnglish};
}

}  // namespace nhs::classifier
