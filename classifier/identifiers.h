#pragma once

#include <cstddef>
#include <string_view>

namespace nhs::classifier {

/// Things in a text that stand for somebody or something rather than mean something. All take a folded text
/// and a place in it, and give the place after the thing, or 0 when there is none. Pure and thread-safe.

/// `https://…`, `http://…`, `www.…`, up to white space or a bracket; marks that end a sentence are left out.
std::size_t url_end(std::string_view text, std::size_t start);
std::size_t email_end(std::string_view text, std::size_t start);
/// A British postcode: `ls1 3ex`, `ls13ex`.
std::size_t postcode_end(std::string_view text, std::size_t start);
/// `@name`, `@name@server.example`, and the mask `@…`.
std::size_t mention_end(std::string_view text, std::size_t start);
/// Digits with points, commas, colons and slashes in between. `start` is at a digit.
std::size_t number_end(std::string_view text, std::size_t start);
/// An HTML entity that somebody forgot to decode: `&amp;`.
std::size_t entity_end(std::string_view text, std::size_t start);

/// What the privacy folder writes in place of an identity.
struct Mask {
  std::size_t end;        ///< 0: no mask here
  std::string_view form;  ///< the token that the identity itself would give
};
Mask mask_at(std::string_view text, std::size_t start);

/// The tags that the product listens to: they say nothing about a post. tag: folded, without `#`.
bool is_product_topic(std::string_view tag);

}  // namespace nhs::classifier
