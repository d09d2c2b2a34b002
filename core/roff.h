#pragma once

#include <string>
#include <string_view>

namespace nhs::roff {

/// Text for a manual page, in the man(7) macros, as groff and mandoc read it alike: what stands between
/// `backticks` becomes bold, and no sign of it is a command.
std::string text(std::string_view markdown);

/// Words to type, as they are typed: a reader may copy them out of the page.
std::string literal(std::string_view words);

/// `\fBliteral\fR`.
std::string bold(std::string_view words);
/// `\fIliteral\fR`, for what stands in the place of something.
std::string italic(std::string_view words);

/// The page's first line. section: such as `1`.  date: such as `2026-11-26`.
std::string title(std::string_view name, std::string_view section, std::string_view date,
                  std::string_view source);

/// A heading, a heading below one, and a paragraph behind what it is about.
std::string section(std::string_view name);
std::string subsection(std::string_view name);
std::string tagged(std::string_view tag_in_roff, std::string_view paragraph_in_roff);

}  // namespace nhs::roff
