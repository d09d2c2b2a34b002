#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace nhs::report::page {

/// What a report says, without how it looks: the HTML page, Markdown and the digest are written from the same
/// document, so that they say the same words. All texts are plain UTF-8; whoever writes the document out
/// makes them harmless there.

struct Paragraph {
  std::string text;
  std::string of_drawings = {};  ///< how they are read: for where they are seen
};

struct Bullets {
  std::vector<std::string> items;
};

/// What is to be known of numbers before they are used.
struct Caution {
  std::string text;
};

/// Numbers in rows. Cells of the first column name their row.
struct Table {
  std::string caption;
  std::vector<std::string> headings;
  std::vector<std::vector<std::string>> rows;  ///< a cell for each heading
};

/// A drawing with what it shows in words and in numbers: nothing is told by the drawing alone.
struct Figure {
  std::string title;
  std::string reading;  ///< one sentence: what one sees
  std::string svg;      ///< a whole <svg> element (svg.h)
  Table table;
};

/// One of several things that are seen side by side, in few words each.
struct Card {
  std::string name;  ///< that of the part it leads to
  std::string big;
  std::string beside;  ///< smaller, after it
  std::vector<std::string> lines;
  std::string mark;  ///< what stands out; empty for nothing
  std::string svg;   ///< a small drawing of what the lines and the table tell
};

/// Cards, and all of their numbers.
struct Cards {
  std::vector<Card> cards;
  Table table;
};

/// What somebody wrote, with where it is from; never in a document for the public unless they agreed.
struct Quote {
  std::string text;
  std::string about;     ///< "2026-11-03, mastodon, number 1234: compassion lived up to"
  std::string language;  ///< ISO 639-1; empty when it is not known
};

using Block = std::variant<Paragraph, Bullets, Caution, Table, Figure, Cards, Quote>;

struct Section {
  std::string heading;  ///< another for each section of a document
  std::vector<Block> blocks = {};
  /// Of level 3; they have none of their own.
  std::vector<Section> parts = {};
};

struct Document {
  std::string title;
  std::string subtitle;  ///< the period in dates, and which posts
  /// "Internal: …", or whom it is for; stands above everything.
  std::string audience;
  std::string summary;  ///< the story in one paragraph
  std::vector<Section> sections;
  std::string footer;  ///< when it was made, from what
};

}  // namespace nhs::report::page
