#include "report/trends_numbers.h"
#include "report/trends_view.h"

namespace nhs::report {

std::string trends_table(const store::TrendsResult& trends, const TrendsAsked& asked,
                         const Terminal& terminal) {
  std::string text;
  for (const std::string& line : wrapped(trends_sentence(trends, asked), terminal.columns))
    text += line + "\n";
  return text + "\n" + trends_numbers(trends, asked, total_of(trends.rows), terminal, terminal.interactive);
}

}  // namespace nhs::report
