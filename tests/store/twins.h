#pragma once

#include <catch2/catch.hpp>
#include <map>
#include <string>
#include <vector>

#include "random_history.h"
#include "reference_store.h"
#include "store_fixture.h"

namespace nhs::test {

/// The real store and the reference after the same history, in one folder.
struct Twins {
  explicit Twins(unsigned seed, int batches) : history(seed), people(seed + 1000) {
    for (int i = 0; i < batches; ++i) {
      live(history.next_batch());
      for (int labels = 0; labels < 4; ++labels) judge();
    }
    if (batches > 0) apply(history.any_rules());
  }

  void live(const store::Batch& batch) {
    const store::SaveReport expected = reference.save(batch);
    const store::SaveReport report = save(posts, batch);
    CHECK(report.outcomes == expected.outcomes);
    CHECK(report.withdrawn == expected.withdrawn);
  }

  void apply(const std::vector<PlainRule>& rules) {
    reference.apply(rules);
    REQUIRE(posts.apply_ignore_rules(ignore_rules(rules), at("2026-11-20T12:00:00Z")));
  }

  /// A person labels some post, or takes back what was said last.
  void judge() {
    const auto ref = static_cast<std::int64_t>(people.below(70));
    if (people.one_in(4)) {
      CHECK(posts.undo_label(ref, at("2026-11-21T12:00:00Z")).has_value() == reference.undo_label(ref));
      return;
    }
    const Label label = people.any_label();
    CHECK(posts.label(ref, label, "", at("2026-11-21T12:00:00Z")).has_value() == reference.label(ref, label));
  }

  /// What counts for each post that has a text, and what the machine says of each that people labelled.
  void check_findings() const {
    const auto words = [](const Classification& found) {
      const Label label = label_of(found);
      const auto number = [](const auto& member) { return member ? static_cast<int>(*member) : -1; };
      return values_field(label.values) + "|" + groups_field(label.groups) + "|" +
             std::to_string(number(label.sentiment)) + "|" + std::to_string(number(label.kind)) + "|" +
             std::to_string(number(found.unclassified)) + "|" + found.model;
    };
    for (std::int64_t ref = 1; const auto post = reader.post(ref).value(); ++ref) {
      CAPTURE(ref);
      if (post->withdrawn_at && post->ignored_by.empty()) {
        CHECK_FALSE(post->machine);
        CHECK(reader.labels(ref).value().empty());
        continue;
      }
      REQUIRE(words(post->classification) == words(reference.counting(ref)));
      const auto machine = reference.machine(ref);
      REQUIRE(post->machine.has_value() == machine.has_value());
      if (machine) REQUIRE(words(*post->machine) == words(*machine));
    }
  }

  void start_anew(const std::vector<PlainRule>& rules) {
    posts = open_store(folder / "posts.db");
    apply(rules);
  }

  /// Which rule sets which stored post aside, and who wants not to be quoted.
  std::map<std::int64_t, std::string> set_aside() const {
    std::map<std::int64_t, std::string> rules;
    for (std::int64_t ref = 1; const auto post = reader.post(ref).value(); ++ref)
      if (!post->ignored_by.empty()) rules[ref] = post->ignored_by;
    return rules;
  }
  std::vector<bool> quotable() const {
    std::vector<bool> wishes;
    for (std::int64_t ref = 1; const auto post = reader.post(ref).value(); ++ref)
      wishes.push_back(post->quotable);
    return wishes;
  }

  std::vector<std::int64_t> refs(const store::Filter& filter) const {
    std::vector<std::int64_t> found;
    for (const store::StoredPost& post : all_posts(reader, filter)) found.push_back(post.ref);
    return found;
  }

  Scratch folder;
  RandomHistory history;
  RandomHistory people;  ///< chance of its own, so that labels leave the posts as they were
  store::PostStore posts = open_store(folder / "posts.db");
  store::Reader reader = open_reader(folder / "posts.db");
  ReferenceStore reference{london()};
};

}  // namespace nhs::test
