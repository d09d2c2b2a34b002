#include <fmt/core.h>

#include "classifier/classifier.h"
#include "training/measures.h"

namespace {

/// Judges each file's texts and prints the measures.
nhs::Result<void> evaluate(const char* model_file, char** first, char** last) {
  const auto model = nhs::classifier::load_model(model_file);
  if (!model) return tl::unexpected(model.error());
  for (char** file = first; file != last; ++file) {
    auto rows = nhs::training::read_labelled(*file);
    if (!rows) return tl::unexpected(rows.error());
    std::vector<nhs::training::Judged> judged;
    for (nhs::training::LabelledText& row : *rows) {
      nhs::Classification found = (*model)->classify(row.text);
      judged.push_back({std::move(row), std::move(found)});
    }
    fmt::print("{}\n{}\n", *file, nhs::training::as_table(nhs::training::measure(judged)));
  }
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    fmt::print(stderr, "usage: nhs_evaluate MODEL FILE…: measures of a model on labelled files\n");
    return static_cast<int>(nhs::ExitStatus::usage);
  }
  const auto done = evaluate(argv[1], argv + 2, argv + argc);
  if (done) return 0;
  fmt::print(stderr, "{}\n", done.error().message);
  return static_cast<int>(done.error().status);
}
