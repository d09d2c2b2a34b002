#include <fmt/core.h>

#include <algorithm>
#include <fstream>
#include <iostream>

#include "classifier/word_sequence.h"
#include "core/result.h"
#include "training/corpus.h"

namespace nhs::training {
namespace {

void print_fold(std::string_view id, const std::string& text) { fmt::print("{}\t{}\n", id, fold_of(text)); }

void print_sequence(std::string_view id, const std::string& text) {
  static classifier::Tokeniser tokeniser;
  static std::vector<classifier::WordItem> items;
  const auto& tokens = tokeniser.tokenise(text);
  classifier::make_word_sequence(tokeniser, tokens, items);
  std::string line(id);
  char separator = '\t';
  if (items.empty()) line += separator;
  for (const classifier::WordItem& item : items) {
    const classifier::Token& token = tokens[item.token];
    line += fmt::format("{}{}|{}|{}|{:d}", separator, classifier::form_of(item, tokeniser, tokens),
                        item.token, item.clause, token.negated);
    separator = ' ';
  }
  fmt::print("{}\n", line);
}

/// Where the column stands in the header; as many as there are fields when it does not.
std::size_t place_of(std::string_view column, const std::vector<std::string_view>& header) {
  return static_cast<std::size_t>(std::find(header.begin(), header.end(), column) - header.begin());
}

/// Reads a TSV with a header and prints each text.
template <typename Print>
Result<void> print_each(std::istream& in, const Print& print) {
  std::string line;
  std::getline(in, line);
  const std::string first = line;
  const std::vector<std::string_view> header = evaluation::fields_of(first);
  const std::size_t id = place_of("id", header), text = place_of("text", header);
  if (id == header.size() || text == header.size())
    return fail(ExitStatus::bad_data, "line 1: a header with the columns id and text is needed");
  for (std::size_t number = 2; std::getline(in, line); ++number) {
    const std::vector<std::string_view> fields = evaluation::fields_of(line);
    if (fields.size() != header.size())
      return fail(ExitStatus::bad_data, fmt::format("line {}: not as many fields as the header", number));
    print(fields[id], unescaped_field(fields[text]));
  }
  return {};
}

void print_fingerprints(std::istream& in) {
  for (std::string form; std::getline(in, form);)
    fmt::print("{}\t{}\n", form, classifier::word_fingerprint(form));
}

Result<void> run(const std::vector<std::string>& arguments) {
  std::vector<std::string> rest = arguments;
  const auto take = [&](std::string_view option) {
    const bool given = !rest.empty() && rest.front() == option;
    if (given) rest.erase(rest.begin());
    return given;
  };
  const bool fingerprints = take("--fingerprints"), folds = take("--folds");
  if (rest.size() > 1)
    return fail(
        ExitStatus::usage,
        "usage: nhs_tokens [--folds | --fingerprints] [FILE]: the words of a TSV's texts as a network "
        "reads them, the folds of the texts, or the fingerprints of words, one a line");
  std::ifstream file;
  if (!rest.empty()) {
    file.open(rest.front());
    if (!file) return fail(ExitStatus::no_input, fmt::format("{}: cannot be read", rest.front()));
  }
  std::istream& in = rest.empty() ? std::cin : file;
  if (folds) return print_each(in, print_fold);
  if (!fingerprints) return print_each(in, print_sequence);
  print_fingerprints(in);
  return {};
}

}  // namespace
}  // namespace nhs::training

int main(int argc, char** argv) {
  const auto done = nhs::training::run({argv + 1, argv + argc});
  if (done) return 0;
  fmt::print(stderr, "{}\n", done.error().message);
  return static_cast<int>(done.error().status);
}
