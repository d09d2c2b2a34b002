#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace nhs::classifier {

/// A text in NFKC_Casefold, each byte of which knows the bytes that it came from.
///
/// Beside that folding: typographic quotes and dashes become ASCII ones, control characters go (as
/// nhs::repaired() drops them), invalid UTF-8 becomes U+FFFD.
struct FoldedText {
  /// The source character: its bytes [from, to) in the text as given.
  struct Origin {
    std::uint32_t from;
    std::uint32_t to;
    bool capital;
  };

  std::string bytes;
  /// origins[i] is that of bytes[i].
  std::vector<Origin> origins;
};

/// Longest text that is judged, in bytes: posts are far shorter, and it bounds memory and time.
inline constexpr std::size_t kLongestText = 64 * 1024;

/// Folds the first kLongestText bytes of the text (whole characters) into `into`, reusing its memory.
void fold(std::string_view text, FoldedText& into);

}  // namespace nhs::classifier
