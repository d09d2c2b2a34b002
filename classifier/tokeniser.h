#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "classifier/folded_text.h"

namespace nhs::classifier {

enum class TokenKind : std::uint8_t {
  word,         ///< letters, also a part of a hashtag
  number,       ///< form `<num>` or `<postcode>`; neighbours are one, so that a masked telephone number reads
                ///< alike
  user,         ///< a mention or e-mail address, form `<user>` or `<email>`
  url,          ///< form `<url>`
  topic,        ///< one of the product's own hashtags: says nothing about the post, so its form is empty
  emoji,        ///< without skin tone and variation; a run of the same one is one token
  emoticon,     ///< form `<happy>`, `<sad>`, `<wry>` or `<heart>`
  idiom,        ///< before a phrase that means something else than its words: `<no_fault>` (idioms.h)
  punctuation,  ///< `,` `.` `;` `:` `"` `!` `!!` `?` `??` `?!` `...`
};

/// A piece of a text, with the bytes [start, end) of the text as given that it stands for.
struct Token {
  std::uint32_t start;
  std::uint32_t end;
  std::uint32_t form_start;
  std::uint32_t form_length;
  /// Counts from 0; a new one starts after sentence marks, before words such as `but`, and where `and` or a
  /// comma joins two sentences with a subject each.
  std::uint32_t clause;
  TokenKind kind;
  /// Within four words after a negation, in the same clause.
  bool negated = false;
  /// A letter was repeated more than twice (`soooo`), or an emoji more than once.
  bool elongated = false;
  /// Five or more letters, all capitals.
  bool shouted = false;
  bool in_hashtag = false;
  /// word_hash() of the form.
  std::uint64_t hash = 0;
};

/// Cuts texts into tokens: the only tokeniser, for training and judging alike.
///
/// The recipe follows published practice for tweets: case folded, links, mentions and numbers made one each,
/// letter runs squeezed to two, hashtags split at camel case, British spelling, apostrophes where they were
/// left out, negation scope of four words, idioms marked by a token of their own. The masks that
/// stored texts carry in place of identities (`@…`, `[email]`, `[phone]`, `[nhs number]`, `[postcode]`) give
/// the same tokens as what they stand for.
///
/// Keeps its buffers between texts; one thread at a time.
class Tokeniser {
 public:
  /// Valid until the next call. Any bytes will do.
  const std::vector<Token>& tokenise(std::string_view text);

  /// The normalised form that features are made of.
  std::string_view form(const Token& token) const {
    return std::string_view(forms_).substr(token.form_start, token.form_length);
  }

 private:
  FoldedText folded_;
  std::string forms_;
  std::vector<Token> tokens_;
};

/// Sets `negated` and `clause` of each token, in time linear in their number. The tokens are those of
/// tokeniser's last text.
void mark_scopes(const Tokeniser& tokeniser, std::vector<Token>& tokens);

}  // namespace nhs::classifier
