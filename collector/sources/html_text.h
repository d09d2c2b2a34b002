#pragma once

#include <string>
#include <string_view>

namespace nhs::collector {

/// The plain text that a reader of this HTML fragment sees: paragraphs parted by blank lines, `<br>` and list
/// items by newlines, everything else run together as browsers do. Tags and comments vanish, the text of
/// unknown elements stays; scripts and styles go with their content. Entities are decoded once. Text that a
/// server hides within a link (`span.invisible`, by which Mastodon shortens addresses) is kept, so that
/// addresses are whole.
///
/// html: any bytes; what is not UTF-8 comes out as U+FFFD. Linear in its length, whatever it holds; no
/// recursion. Pure and thread-safe.
std::string html_text(std::string_view html);

}  // namespace nhs::collector
