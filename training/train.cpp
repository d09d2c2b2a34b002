#include <fmt/core.h>

#include <algorithm>
#include <fstream>

#include "classifier/model_file.h"
#include "training/card.h"
#include "training/decisions.h"
#include "training/direction.h"

namespace nhs::training {
namespace {

constexpr std::string_view kVersion = "2026.11";

/// Scores of every labelled text by a model that had not seen it; the heads decide by these.
struct CrossValidation {
  std::vector<classifier::Scores> scores;
  DirectionExamples directions;
};

CrossValidation cross_validate(const Corpus& corpus, const DesignMatrix& design) {
  CrossValidation result{std::vector<classifier::Scores>(corpus.samples.size()), DirectionExamples(design)};
  for (std::uint32_t fold = 0; fold < kFolds; ++fold) {
    const classifier::Model model = train_heads(corpus, design, fold);
    classifier::Reading reading;
    reading.use(model);
    for (std::size_t i = 0; i < corpus.samples.size(); ++i) {
      const Sample& sample = corpus.samples[i];
      if (fold_of(i) != fold || !sample.labelled.values) continue;
      reading.cut(sample.labelled.text);
      result.scores[i] = reading.judge();
      result.directions.add(sample, model, reading);
    }
    fmt::print(stderr, "fold {} of {}\n", fold + 1, kFolds);
  }
  return result;
}

void set_value_decisions(const Corpus& corpus, const CrossValidation& held_out, classifier::Model& model) {
  for (const bool patients : {false, true}) {
    for (const Value value : all_of<Value>()) {
      std::vector<HeldOut> texts;
      for (std::size_t i = 0; i < corpus.samples.size(); ++i) {
        const Sample& sample = corpus.samples[i];
        if (!sample.labelled.values || sample.patients != patients) continue;
        const auto& values = *sample.labelled.values;
        const bool labelled = std::any_of(values.begin(), values.end(),
                                          [&](const LabelledValue& v) { return v.value == value; });
        texts.push_back({held_out.scores[i][classifier::column::value + index_of(value)], labelled});
      }
      model.values[patients ? 1 : 0][index_of(value)] = fit_decision(std::move(texts));
    }
  }
}

void set_group_decisions(const Corpus& corpus, const CrossValidation& held_out, classifier::Model& model) {
  for (const Group group : all_of<Group>()) {
    std::vector<HeldOut> texts;
    for (std::size_t i = 0; i < corpus.samples.size(); ++i) {
      const Sample& sample = corpus.samples[i];
      if (!sample.labelled.groups || sample.patients) continue;
      const auto& groups = *sample.labelled.groups;
      const bool labelled = std::count(groups.begin(), groups.end(), group) > 0;
      texts.push_back({held_out.scores[i][classifier::column::group + index_of(group)], labelled});
    }
    model.groups[index_of(group)] = fit_decision(std::move(texts));
  }
}

Result<void> write_file(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  stream << bytes;
  stream.close();
  if (!stream) return fail(ExitStatus::cannot_create, fmt::format("{}: cannot be written", file.string()));
  return {};
}

Result<void> train(const std::filesystem::path& data, const std::filesystem::path& posts,
                   const std::filesystem::path& out) {
  const auto corpus = read_corpus(data, posts);
  if (!corpus) return tl::unexpected(corpus.error());
  const DesignMatrix design = make_design_matrix(*corpus);
  fmt::print(stderr, "{} texts, {} features\n", corpus->samples.size(), design.buckets.size());
  const CrossValidation held_out = cross_validate(*corpus, design);
  classifier::Model model = train_heads(*corpus, design, kFolds);
  model.version = kVersion;
  set_value_decisions(*corpus, held_out, model);
  set_group_decisions(*corpus, held_out, model);
  held_out.directions.train(model);
  const std::string bytes = classifier::encode_model(model);
  if (const auto written = write_file(out / "nhsvalues.model", bytes); !written) return written;
  const auto card = model_card(std::move(model), bytes.size(), *corpus, data, posts);
  if (!card) return tl::unexpected(card.error());
  return write_file(out / "MODEL_CARD.md", *card);
}

}  // namespace
}  // namespace nhs::training

int main(int argc, char** argv) {
  constexpr int expected = 4;
  if (argc != expected) {
    fmt::print(stderr,
               "usage: nhs_train DATA POSTS OUT: folders of the data outside and inside the repository, and "
               "of the model\n");
    return static_cast<int>(nhs::ExitStatus::usage);
  }
  const auto done = nhs::training::train(argv[1], argv[2], argv[3]);
  if (done) return 0;
  fmt::print(stderr, "{}\n", done.error().message);
  return static_cast<int>(done.error().status);
}
