#include <fmt/format.h>

#include <utility>

#include "report/page/sections.h"
#include "report/page/wording.h"
#include "report/series_breaks.h"
#include "report/small_numbers.h"

namespace nhs::report::page {

namespace {

/// What the mark of hidden numbers means is told where there are any.
std::vector<std::string> notes_of(const PeriodReport& report, bool hides) {
  std::vector<std::string> notes = report.notes;
  if (!hides) std::erase_if(notes, [](const std::string& note) { return note.rfind(kHiddenMark, 0) == 0; });
  return notes;
}

/// What is read. Of texts from files nothing tells that they were ever public.
std::string what_is_read(const PeriodReport& report) {
  const std::string posts = "Public posts with the hashtags that are watched";
  const std::string texts = "texts from files, which may be answers to a survey and never have been public,";
  const std::string_view of_what = report.of_what();
  if (of_what == "Public posts") return posts;
  return of_what == "Texts from files" ? upper_first(texts) : posts + ", and " + texts;
}

}  // namespace

Section method(const PeriodReport& report, bool hides) {
  Section section{"How these numbers come about"};
  section.blocks.emplace_back(Paragraph{
      what_is_read(report) +
      " are read and judged by a program: which of the six NHS values a "
      "post bears on, whether they were lived up to, fell short or were only named, and how its author feels. People who "
      "write in public are not all people: these numbers tell what is said, not how good care is."});
  section.parts.push_back({"How right the program is", {Paragraph{report.accuracy}}});
  Section ranges{"Ranges and signals"};
  ranges.blocks.emplace_back(Paragraph{
      "Ranges are 95% intervals by Wilson's method. They hold chance alone, not the program's errors. What is more than "
      "the usual ups and downs is found by XmR charts, with the four rules that the NHS's Making Data Count teaches."});
  if (std::string caution = break_caution(report.usual.trends); !caution.empty() && !report.for_public())
    ranges.blocks.emplace_back(Caution{std::move(caution)});
  section.parts.push_back(std::move(ranges));
  if (std::vector<std::string> notes = notes_of(report, hides); !notes.empty())
    section.parts.push_back({"How numbers for the public are told", {Bullets{std::move(notes)}}});
  const PublicCount& unclassified = report.now.at(Cell::unclassified);
  if (unclassified.hidden || unclassified.number > 0)
    section.parts.push_back(
        {"What was not judged",
         {Paragraph{fmt::format("Of this period {} could not be judged: another language, or no words.",
                                posts_in_words(unclassified))}}});
  return section;
}

}  // namespace nhs::report::page
