#include <fmt/core.h>

#include <algorithm>
#include <fstream>

#include "classifier/model_file.h"
#include "training/card.h"
#include "training/decisions.h"
#include "training/direction.h"
#include "training/network_files.h"

namespace nhs::training {
namespace {

constexpr std::string_view kVersion = "2026.11.11";

/// Scores of every labelled text by a model that had not seen it; the heads decide by these.
struct CrossValidation {
  std::vector<classifier::Scores> scores;
  DirectionExamples directions;
};

Beside beside(const std::vector<std::filesystem::path>& networks) {
  return networks.empty() ? Beside::nothing : Beside::networks;
}

Result<CrossValidation> cross_validate(const Corpus& corpus, const DesignMatrix& design,
                                       const std::vector<std::filesystem::path>& networks) {
  CrossValidation result{std::vector<classifier::Scores>(corpus.samples.size()), DirectionExamples(design)};
  for (std::uint32_t fold = 0; fold < kFolds; ++fold) {
    classifier::Model model = train_heads(corpus, design, beside(networks), fold);
    auto held_out = read_networks(networks, fold);
    if (!held_out) return tl::unexpected(held_out.error());
    model.networks = std::move(*held_out);
    classifier::Reading reading;
    reading.use(model);
    for (std::size_t i = 0; i < corpus.samples.size(); ++i) {
      const Sample& sample = corpus.samples[i];
      if (sample.fold != fold || !sample.labelled.label.values) continue;
      reading.cut(sample.labelled.text);
      result.scores[i] = reading.judge();
      result.directions.add(sample, reading);
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
        if (!sample.labelled.label.values || sample.patients != patients || !sample.decides) continue;
        const auto& values = *sample.labelled.label.values;
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
      if (!sample.labelled.label.groups || sample.patients || !sample.decides) continue;
      const auto& groups = *sample.labelled.label.groups;
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

struct Order {
  DataPlaces places;
  std::filesystem::path out;
  std::vector<std::filesystem::path> networks;
};

Result<void> train(const Order& order) {
  // Before minutes of learning, not after them.
  std::error_code failed;
  std::filesystem::create_directories(order.out, failed);
  if (failed)
    return fail(ExitStatus::cannot_create,
                fmt::format("{}: cannot be created: {}", order.out.string(), failed.message()));
  const auto corpus = read_corpus(order.places);
  if (!corpus) return tl::unexpected(corpus.error());
  auto networks = read_networks(order.networks, std::nullopt);
  if (!networks) return tl::unexpected(networks.error());
  const DesignMatrix design = make_design_matrix(*corpus);
  fmt::print(stderr, "{} texts, {} features\n", corpus->samples.size(), design.buckets.size());
  const auto held_out = cross_validate(*corpus, design, order.networks);
  if (!held_out) return tl::unexpected(held_out.error());
  classifier::Model model = train_heads(*corpus, design, beside(order.networks), kFolds);
  model.version = kVersion;
  model.networks = std::move(*networks);
  set_value_decisions(*corpus, *held_out, model);
  set_group_decisions(*corpus, *held_out, model);
  held_out->directions.train(model);
  const std::string bytes = classifier::encode_model(model);
  if (const auto written = write_file(order.out / "nhsvalues.model", bytes); !written) return written;
  const auto card = model_card(std::move(model), bytes.size(), *corpus, order.places);
  if (!card) return tl::unexpected(card.error());
  return write_file(order.out / "MODEL_CARD.md", *card);
}

Result<Order> parse(std::vector<std::string> arguments) {
  Order order;
  auto rest = arguments.begin();
  for (; rest != arguments.end() && rest->rfind("--", 0) == 0; ++rest) {
    if (*rest == "--labels" && rest + 1 != arguments.end()) {
      order.places.labels.emplace_back(*++rest);
    } else {
      return fail(ExitStatus::usage,
                  fmt::format("nhs_train: {}: no such option, or without its file", *rest));
    }
  }
  constexpr std::ptrdiff_t folders = 3;
  if (arguments.end() - rest < folders)
    return fail(
        ExitStatus::usage,
        "usage: nhs_train [--labels FILE]… DATA POSTS OUT [NETWORK…]: more labelled files; folders of the "
        "data outside and inside the repository, and of the model; networks to put into it");
  order.places.data = rest[0];
  order.places.posts = rest[1];
  order.out = rest[2];
  order.networks.assign(rest + folders, arguments.end());
  return order;
}

}  // namespace
}  // namespace nhs::training

int main(int argc, char** argv) {
  const auto order = nhs::training::parse({argv + 1, argv + argc});
  const auto done = order ? nhs::training::train(*order) : tl::unexpected(order.error());
  if (done) return 0;
  fmt::print(stderr, "{}\n", done.error().message);
  return static_cast<int>(done.error().status);
}
