#include "classifier/tokeniser.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>

#include "classifier/hash.h"
#include "classifier/identifiers.h"
#include "classifier/idioms.h"
#include "classifier/spelling.h"
#include "core/ascii.h"

namespace nhs::classifier {
namespace {

/// Reads a folded text from left to right. Each `read_…` returns where it ended, or 0 when it is not that.
class Scanner {
 public:
  Scanner(const FoldedText& text, std::string& forms, std::vector<Token>& tokens)
      : text_(text), s_(text.bytes), forms_(forms), tokens_(tokens) {}

  void scan() {
    while (at_ < s_.size()) {
      if (const std::size_t end = read_token(); end > at_) {
        at_ = end;
      } else {
        newline_ = newline_ || s_[at_] == '\n';
        at_ = character(at_).end;
      }
    }
  }

 private:
  struct Character {
    UChar32 code;
    std::size_t end;
  };

  Character character(std::size_t i) const {
    if (static_cast<unsigned char>(s_[i]) < 0x80) return {s_[i], i + 1};
    auto at = static_cast<std::int32_t>(i);
    UChar32 code = 0;
    U8_NEXT(reinterpret_cast<const std::uint8_t*>(s_.data()), at, static_cast<std::int32_t>(s_.size()), code);
    return {code, static_cast<std::size_t>(at)};
  }

  /// The end of the letter (with its marks) at i, or i.
  std::size_t letter_end(std::size_t i) const {
    if (i >= s_.size()) return i;
    if (static_cast<unsigned char>(s_[i]) < 0x80) return is_lower(s_[i]) ? i + 1 : i;
    const Character c = character(i);
    const bool letter = u_isalpha(c.code) || (U_GET_GC_MASK(c.code) & U_GC_M_MASK) != 0;
    return letter ? c.end : i;
  }

  std::size_t read_token() {
    const char c = s_[at_];
    if (is_lower(c)) return read_lettered();
    if (is_digit(c)) return read_numbered();
    switch (c) {
      case ' ':
        return 0;
      case '@':
        return read_mention();
      case '#':
        return read_hashtag();
      case '[':
        return read_mask();
      case ':':
      case ';':
      case '=':
      case '<':
        if (const auto end = read_emoticon()) return end;
        break;
      case '&':
        return read_ampersand();
      default:
        break;
    }
    if (static_cast<unsigned char>(c) < 0x80) return read_punctuation();
    if (letter_end(at_) > at_) return read_word();
    return read_emoji();
  }

  /// Between two words it is read as what it stands for; other entities stand for nothing.
  std::size_t read_ampersand() {
    constexpr std::string_view escaped = "&amp;";
    const std::size_t entity = entity_end(s_, at_);
    if (entity != 0 && s_.compare(at_, escaped.size(), escaped) != 0) return entity;
    const std::size_t end = entity == 0 ? at_ + 1 : entity;
    const bool spaced = at_ > 0 && s_[at_ - 1] == ' ' && end < s_.size() && s_[end] == ' ';
    const bool after_word = !tokens_.empty() && tokens_.back().kind == TokenKind::word;
    return spaced && after_word ? emit(TokenKind::word, at_, end, "and") : entity;
  }

  std::size_t read_lettered() {
    const bool may_be_url = s_[at_] == 'h' || s_[at_] == 'w';
    if (const auto end = may_be_url ? url_end(s_, at_) : 0) return emit(TokenKind::url, at_, end, "<url>");
    if (const auto end = may_be_email() ? email_end(s_, at_) : 0)
      return emit(TokenKind::user, at_, end, "<email>");
    if (const auto end = postcode_end(s_, at_)) return emit(TokenKind::number, at_, end, "<postcode>");
    return read_word();
  }

  std::size_t read_numbered() {
    if (const auto end = may_be_email() ? email_end(s_, at_) : 0)
      return emit(TokenKind::user, at_, end, "<email>");
    return emit_number(at_, number_end(s_, at_));
  }

  /// Nearly all texts tell at once that no address starts here.
  bool may_be_email() const { return last_at_sign_ != std::string_view::npos && at_ < last_at_sign_; }

  std::size_t read_mention() {
    const auto end = mention_end(s_, at_);
    return end == 0 ? 0 : emit(TokenKind::user, at_, end, "<user>");
  }

  std::size_t read_mask() {
    const Mask mask = mask_at(s_, at_);
    if (mask.end == 0) return 0;
    if (mask.form == "<num>") return emit_number(at_, mask.end);
    return emit(mask.form == "<email>" ? TokenKind::user : TokenKind::number, at_, mask.end, mask.form);
  }

  /// Neighbouring numbers are one: a telephone number is written in one to four pieces.
  std::size_t emit_number(std::size_t start, std::size_t end) {
    if (!tokens_.empty() && tokens_.back().kind == TokenKind::number && previous_end_ + 3 >= start) {
      const std::string_view between = s_.substr(previous_end_, start - previous_end_);
      if (between.find_first_not_of(" -()+/") == std::string_view::npos) {
        tokens_.back().end = text_.origins[end - 1].to;
        previous_end_ = end;
        return end;
      }
    }
    return emit(TokenKind::number, start, end, "<num>");
  }

  std::size_t read_word() {
    std::size_t end = at_;
    for (;;) {
      const std::size_t next = letter_end(end);
      if (next > end) {
        end = next;
      } else if (end < s_.size() && end > at_ && s_[end] == '\'' && letter_end(end + 1) > end + 1) {
        ++end;
      } else if (end == at_ + 1 && end + 1 < s_.size() && s_[end] == '&' && letter_end(end + 1) > end + 1 &&
                 letter_end(end + 2) <= end + 2) {
        end += 2;
      } else {
        break;
      }
    }
    std::size_t stem = end;
    if (end - at_ > 3 && s_[end - 1] == 's' && s_[end - 2] == '\'') stem = end - 2;
    emit_word(at_, stem, end, false);
    return end;
  }

  std::size_t read_hashtag() {
    std::size_t end = at_ + 1;
    while (end < s_.size()) {
      const std::size_t next = letter_end(end);
      if (next > end)
        end = next;
      else if (is_digit(s_[end]) || s_[end] == '_')
        ++end;
      else
        break;
    }
    if (end == at_ + 1) return 0;
    if (is_product_topic(s_.substr(at_ + 1, end - at_ - 1))) return emit(TokenKind::topic, at_, end, "");
    for (std::size_t start = at_ + 1; start < end;) {
      const std::size_t part = end_of_hashtag_part(start, end);
      if (is_digit(s_[start]))
        emit_number(start, part);
      else if (s_[start] != '_')
        emit_word(start, part, part, true);
      start = part;
    }
    return end;
  }

  /// Splits at case (`BeKind`, `BBCNews`), digits and underscores, and after `NHS`, which many write small or
  /// run on
  /// (`NHSvalues`).
  std::size_t end_of_hashtag_part(std::size_t start, std::size_t end) const {
    constexpr std::string_view service = "nhs";
    if (s_[start] == '_') return start + 1;
    if (s_.substr(start, service.size()) == service) return start + service.size();
    std::size_t i = start;
    if (is_digit(s_[i])) {
      while (i < end && is_digit(s_[i])) ++i;
      return i;
    }
    for (i = character(i).end; i < end && s_[i] != '_' && !is_digit(s_[i]); i = character(i).end) {
      const std::size_t next = character(i).end;
      const bool after_small = text_.origins[i].capital && !text_.origins[i - 1].capital;
      const bool before_small =
          text_.origins[i].capital && next < end && !text_.origins[next].capital && letter_end(next) > next;
      if (after_small || before_small) break;
    }
    return i;
  }

  std::size_t read_emoticon() {
    struct Emoticon {
      std::string_view text;
      std::string_view form;
    };
    static constexpr std::array<Emoticon, 24> emoticons = {{
        {":-)", "<happy>"}, {":)", "<happy>"}, {":')", "<happy>"}, {":-d", "<happy>"}, {":d", "<happy>"},
        {";-)", "<happy>"}, {";)", "<happy>"}, {"=)", "<happy>"},  {"=d", "<happy>"},  {":-p", "<happy>"},
        {":p", "<happy>"},  {":-(", "<sad>"},  {":'(", "<sad>"},   {":(", "<sad>"},    {"=(", "<sad>"},
        {":-/", "<wry>"},   {":/", "<wry>"},   {":-\\", "<wry>"},  {":-|", "<wry>"},   {":|", "<wry>"},
        {"<3", "<heart>"},  {":o", "<wry>"},   {":-o", "<wry>"},   {":*", "<heart>"},
    }};
    for (const Emoticon& emoticon : emoticons) {
      if (s_.compare(at_, emoticon.text.size(), emoticon.text) != 0) continue;
      const std::size_t end = at_ + emoticon.text.size();
      const bool glued = end < s_.size() && (is_lower(s_[end]) || is_digit(s_[end]) || s_[end] == '/');
      if (!glued) return emit(TokenKind::emoticon, at_, end, emoticon.form);
    }
    return 0;
  }

  std::size_t read_punctuation() {
    const char c = s_[at_];
    std::size_t end = at_ + 1;
    if (c == '!' || c == '?') {
      bool mixed = false;
      for (; end < s_.size() && (s_[end] == '!' || s_[end] == '?'); ++end) mixed = mixed || s_[end] != c;
      if (mixed) return emit(TokenKind::punctuation, at_, end, "?!");
      return emit(TokenKind::punctuation, at_, end, s_.substr(at_, end - at_ > 1 ? 2 : 1));
    }
    if (c == '.') {
      while (end < s_.size() && s_[end] == '.') ++end;
      return emit(TokenKind::punctuation, at_, end, end - at_ > 1 ? "..." : ".");
    }
    if (c == ',' || c == ';' || c == ':' || c == '"')
      return emit(TokenKind::punctuation, at_, end, s_.substr(at_, 1));
    const bool dash = c == '-' && at_ > 0 && s_[at_ - 1] == ' ' && end < s_.size() && s_[end] == ' ';
    return dash ? emit(TokenKind::punctuation, at_, end, ";") : 0;
  }

  std::size_t read_emoji() {
    const Character c = character(at_);
    constexpr UChar32 first_tone = 0x1F3FB, last_tone = 0x1F3FF;
    const bool tone = c.code >= first_tone && c.code <= last_tone;
    if (tone || !(u_hasBinaryProperty(c.code, UCHAR_EXTENDED_PICTOGRAPHIC) ||
                  u_hasBinaryProperty(c.code, UCHAR_REGIONAL_INDICATOR))) {
      return 0;
    }
    const std::string_view form = s_.substr(at_, c.end - at_);
    if (!tokens_.empty() && tokens_.back().kind == TokenKind::emoji && form_of(tokens_.back()) == form) {
      tokens_.back().elongated = true;
      tokens_.back().end = text_.origins[c.end - 1].to;
      return c.end;
    }
    return emit(TokenKind::emoji, at_, c.end, form);
  }

  std::string_view form_of(const Token& token) const {
    return std::string_view(forms_).substr(token.form_start, token.form_length);
  }

  /// A line break ends a clause, as a full stop does.
  void emit_line_break() {
    if (!newline_) return;
    newline_ = false;
    if (tokens_.empty()) return;
    const std::uint32_t end = tokens_.back().end;
    tokens_.push_back({end, end, static_cast<std::uint32_t>(forms_.size()), 0, 0, TokenKind::punctuation});
  }

  std::size_t emit(TokenKind kind, std::size_t start, std::size_t end, std::string_view form) {
    emit_line_break();
    tokens_.push_back({text_.origins[start].from, text_.origins[end - 1].to,
                       static_cast<std::uint32_t>(forms_.size()), static_cast<std::uint32_t>(form.size()), 0,
                       kind});
    tokens_.back().hash = word_hash(form);
    forms_ += form;
    previous_end_ = end;
    return end;
  }

  /// stem_end: where the part that counts ends (`patient` of `patient's`).
  void emit_word(std::size_t start, std::size_t stem_end, std::size_t end, bool in_hashtag) {
    emit(TokenKind::word, start, end, "");
    Token& token = tokens_.back();
    token.in_hashtag = in_hashtag;
    const FoldedText::Origin* origins = text_.origins.data();
    const char* s = s_.data();
    const std::size_t form_start = forms_.size();
    forms_.resize(form_start + (stem_end - start));
    char* to = &forms_[form_start];
    std::uint64_t hash = kWordSeed;
    bool capitals = true, elongated = false;
    for (std::size_t i = start; i < stem_end; ++i) {
      capitals = capitals && origins[i].capital;
      if (i >= start + 2 && s[i] == s[i - 1] && s[i] == s[i - 2] && is_lower(s[i])) {
        elongated = true;
        continue;
      }
      *to++ = s[i];
      hash = fnv_step(hash, static_cast<unsigned char>(s[i]));
    }
    forms_.resize(static_cast<std::size_t>(to - forms_.data()));
    token.shouted = capitals && stem_end - start >= 5;
    token.elongated = elongated;
    const bool respelt = respell(forms_, form_start, hash);
    token.form_length = static_cast<std::uint32_t>(forms_.size() - form_start);
    token.hash = respelt ? word_hash(form_of(token)) : hash;
  }

  const FoldedText& text_;
  std::string_view s_;
  std::string& forms_;
  std::vector<Token>& tokens_;
  std::size_t at_ = 0;
  std::size_t previous_end_ = 0;
  std::size_t last_at_sign_ = s_.rfind('@');
  bool newline_ = false;
};

}  // namespace

const std::vector<Token>& Tokeniser::tokenise(std::string_view text) {
  fold(text, folded_);
  forms_.clear();
  tokens_.clear();
  Scanner(folded_, forms_, tokens_).scan();
  mark_scopes(*this, tokens_);
  mark_idioms(forms_, tokens_);
  return tokens_;
}

}  // namespace nhs::classifier
