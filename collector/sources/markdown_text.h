#pragma once

#include <string>
#include <string_view>

namespace nhs::collector {

/// The plain text that a reader sees of a text written in Markdown, by the rules of CommonMark: headings,
/// quotes and emphasis lose their marks, links and pictures are their words, code keeps its letters, list
/// items their dash or number. Headings and paragraphs are parted by one blank line; a single line break
/// stays one, and the items of a list without blank lines stand on lines of their own. HTML and entities
/// within are read as html_text does. What only looks like a mark (`a 5* ward`, `snake_case`, `#NHSvalues`)
/// stays, and so, unlike in CommonMark, does the definition of a link's address (`[1]: address`) and what
/// refers to it.
///
/// markdown: any bytes; what is not UTF-8 comes out as U+FFFD. What is beyond its first kMaxPostBytes is not
/// read, for the worst Markdown takes time in the square of its length: of this some tenths of a second. Pure
/// and thread-safe.
std::string markdown_text(std::string_view markdown);

}  // namespace nhs::collector
