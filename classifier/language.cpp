#include "classifier/language.h"

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <array>

#include "classifier/language_hints.h"
#include "core/text.h"

namespace nhs::classifier {
namespace {

constexpr std::string_view kUnknown = "und";
constexpr std::string_view kEnglish = "en";

/// `en-GB`, `EN_gb` -> `en`; nothing for what says nothing.
std::string primary_subtag(std::string_view tag) {
  if (tag.empty()) return {};
  const std::string language = folded(tag.substr(0, tag.find_first_of("-_")));
  const bool plain =
      (language.size() == 2 || language.size() == 3) &&
      std::all_of(language.begin(), language.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!plain || language == kUnknown || language == "mul" || language == "zxx") return {};
  return language == "eng" || language == "sco" ? std::string(kEnglish) : language;
}

/// The words that tell a text's language: hashtags are English in posts of any language, so that they count
/// only where there is nothing else.
struct Words {
  bool with_hashtags = false;
  std::size_t count = 0;
  std::size_t known = 0;
  std::size_t ascii = 0;
  std::size_t arabic = 0;
  bool urdu = false;
  std::array<std::size_t, kHints> hints{};
  std::array<std::size_t, kHints> shared_hints{};

  double share() const { return count == 0 ? 0 : static_cast<double>(known) / static_cast<double>(count); }

  bool hold(const Token& token) const {
    return token.kind == TokenKind::word && token.form_length > 0 && (with_hashtags || !token.in_hashtag);
  }

  /// hash: the word's word_hash().
  void add(const Model& model, std::string_view word, std::uint64_t hash) {
    ++count;
    const WordHint hint = hint_of(word, hash);
    const auto language = static_cast<std::size_t>(hint.language);
    ++(hint.shared ? shared_hints : hints)[language];
    const bool foreign = !hint.shared && hint.language != Hint::none && hint.language != Hint::english;
    // The training posts hold some in other languages, whose commonest words the model has learnt.
    if (!foreign && model.knows(hash)) ++known;
    ascii += static_cast<unsigned char>(word.front()) < 0x80 ? 1 : 0;
    if (is_arabic_script(word)) {
      ++arabic;
      urdu = urdu || has_urdu_letter(word);
    }
  }
};

Words words_of(const Model& model, const Reading& reading, const std::vector<Token>& tokens) {
  for (const bool with_hashtags : {false, true}) {
    Words words;
    words.with_hashtags = with_hashtags;
    for (const Token& token : tokens)
      if (words.hold(token)) words.add(model, reading.form(token), token.hash);
    if (words.count > 0 || with_hashtags) return words;
  }
  return {};
}

/// The words one after another.
std::string joined(const Words& words, const Reading& reading, const std::vector<Token>& tokens) {
  /// cld2 is sure or not long before this many bytes.
  constexpr std::size_t enough = 2000;
  std::string text;
  for (const Token& token : tokens)
    if (words.hold(token) && text.size() < enough) (text += reading.form(token)) += ' ';
  return text;
}

/// The language that the words hint at, where they leave no doubt, else none.
Hint hinted(const Words& words) {
  constexpr double least_share = 0.3;
  const std::size_t english = words.hints[static_cast<std::size_t>(Hint::english)];
  Hint best = Hint::none;
  std::size_t most = 0;
  for (std::size_t i = static_cast<std::size_t>(Hint::english) + 1; i < kHints; ++i) {
    const std::size_t sum = words.hints[i] + words.shared_hints[i];
    const bool enough = words.hints[i] > 0 && (sum > 1 || words.count == 1);
    if (!enough || sum <= most) continue;
    most = sum;
    best = static_cast<Hint>(i);
  }
  const bool plain =
      most > english && static_cast<double>(most) >= least_share * static_cast<double>(words.count);
  return plain ? best : Hint::none;
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
  if (const Hint hint = hinted(words); hint != Hint::none) return {std::string(code_of(hint)), false};
  const bool plain = words.share() >= plainly_english;
  if (plain && (said.empty() || said == kEnglish || words.count > 2 * few_words))
    return {std::string(kEnglish), true};
  const std::string found = detected(joined(words, reading, tokens));
  if (!found.empty() && found != kEnglish && words.share() < hardly_english &&
      (words.count >= few_words || said != kEnglish)) {
    return {found, false};
  }
  if (2 * words.arabic > words.count)
    return {!found.empty() && found != kEnglish ? found : std::string(words.urdu ? "ur" : "ar"), false};
  if (words.ascii == 0 && words.known == 0 && words.count > 0 && (said.empty() || said == kEnglish))
    return {std::string(found.empty() || found == kEnglish ? kUnknown : std::string_view(found)), false};
  if (!said.empty()) return {said, said == kEnglish};
  if (found == kEnglish || words.share() >= 0.5) return {std::string(kEnglish), true};
  // Nobody says, and nothing tells: a few words, however misspelt, are read as English, a longer text is left
  // alone.
  const bool brief = words.count <= few_words;
  return {brief ? std::string(kEnglish) : std::string(kUnknown), brief};
}

LanguageFinding language_as_stated(std::string_view tag) {
  const std::string said = primary_subtag(tag);
  return {said.empty() ? std::string(kUnknown) : said, said == kEnglish};
}

}  // namespace nhs::classifier
