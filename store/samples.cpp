#include "store/samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "store/audit.h"
#include "store/findings.h"
#include "store/labels.h"
#include "store/post_findings.h"

namespace nhs::store {
namespace {

std::vector<SampleDraw> read_draws(Database& database) {
  std::vector<SampleDraw> draws;
  {
    Query rows = database.query("SELECT id, drawn_at, seed, selection FROM sample_draw ORDER BY id");
    while (rows.next()) {
      SampleDraw draw;
      draw.id = rows.integer(0);
      draw.drawn_at = rows.time(1);
      draw.seed = static_cast<std::uint64_t>(rows.integer(2));
      draw.selection = rows.bytes(3);
      draws.push_back(std::move(draw));
    }
  }
  for (SampleDraw& draw : draws) {
    Query rows = database.query(
        "SELECT stratum, population, (SELECT count(*) FROM sample WHERE sample.draw_id = "
        "sample_stratum.draw_id AND sample.stratum = sample_stratum.stratum AND lapsed_at IS NULL) "
        "FROM sample_stratum WHERE draw_id = ?");
    rows.bind(draw.id);
    while (rows.next())
      draw.strata.at(static_cast<std::size_t>(rows.integer(0))) = {rows.integer(1), rows.integer(2), 0};
  }
  return draws;
}

Label machine_label(const Query& row, int first) {
  const Findings findings = row.integer(first);
  Label label;
  label.values.emplace();
  for (const Value value : all_of<Value>())
    for (const Direction direction : all_of<Direction>())
      if ((findings & finding_bit(value, direction)) != 0) label.values->push_back({value, direction});
  label.sentiment = static_cast<Sentiment>(row.integer(first + 1));
  if (!row.is_null(first + 2)) label.kind = static_cast<Kind>(row.integer(first + 2));
  label.groups = groups_in(row.integer(first + 3));
  return label;
}

/// The last of each reader in these samples, newest first.
template <typename IsOf>
std::vector<Judgement> judgements_of(Database& database, std::int64_t post_id, const IsOf& is_of) {
  std::vector<Judgement> judgements;
  std::vector<LabelRecord> labels = read_labels(database, post_id);
  std::reverse(labels.begin(), labels.end());
  for (LabelRecord& each : labels) {
    const bool has_newer = std::any_of(judgements.begin(), judgements.end(),
                                       [&](const Judgement& other) { return other.reader == each.reader; });
    if (each.draw && is_of(*each.draw) && each.holds() && !has_newer)
      judgements.push_back({each.reader, each.judged_at, std::move(each.label)});
  }
  return judgements;
}

/// More posts than there are would give a draw more weight than is due to it.
Result<void> check_populations(Database& database, const NewDraw& draw) {
  // References count on from 1: there are no more posts than the last one says.
  std::int64_t left = database.integer("SELECT max(id) FROM post").value_or(0);
  for (const std::int64_t population : draw.populations) {
    if (population < 0 || population > left)
      return fail(ExitStatus::usage, "a random sample cannot stand for more posts than the database has");
    left -= population;
  }
  return {};
}

Result<void> check_drawn_by(Database& database, std::int64_t draw, const std::string& person) {
  const auto drew = database.text("SELECT person FROM sample_draw WHERE id = ?", draw);
  if (!drew) return fail(ExitStatus::usage, fmt::format("there is no random sample {}", draw));
  if (*drew != person)
    return fail(
        ExitStatus::no_permission,
        fmt::format("somebody else drew the random sample {}; draw one with `nhsvalues label --sample`",
                    draw));
  return {};
}

}  // namespace

std::uint64_t text_mark(std::string_view text) {
  std::uint64_t mark = 0xcbf29ce484222325;
  for (const char byte : text) mark = (mark ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  return mark;
}

ServedPost served(const SampledPost& post) { return {post.ref, post.stratum, text_mark(post.text)}; }

std::vector<ServedPost> served(const std::vector<SampledPost>& posts) {
  std::vector<ServedPost> all;
  all.reserve(posts.size());
  for (const SampledPost& post : posts) all.push_back(served(post));
  return all;
}

Result<std::int64_t> note_draw(Database& database, const NewDraw& draw, const Act& act) {
  if (auto possible = check_populations(database, draw); !possible) return tl::unexpected(possible.error());
  database.run("INSERT INTO sample_draw (drawn_at, seed, selection, person) VALUES (?, ?, ?, ?)", act.at,
               draw.seed, draw.selection, act.person);
  const std::int64_t id = database.last_inserted();
  for (std::size_t stratum = 0; stratum < kStrata; ++stratum)
    database.run("INSERT INTO sample_stratum (draw_id, stratum, population) VALUES (?, ?, ?)", id, stratum,
                 draw.populations[stratum]);
  write_audit(database, act, Action::sample, std::nullopt, fmt::format("draw {}, seed {}", id, draw.seed),
              std::nullopt, draw.selection);
  return id;
}

Result<std::vector<std::int64_t>> note_served(Database& database, std::int64_t draw,
                                              const std::vector<ServedPost>& posts, const Act& act) {
  if (auto own = check_drawn_by(database, draw, act.person); !own) return tl::unexpected(own.error());
  std::vector<std::int64_t> edited;
  std::int64_t noted = 0;
  for (const ServedPost& post : posts) {
    const auto text = database.text("SELECT text FROM post WHERE id = ? AND sentiment IS NOT NULL", post.ref);
    if (!text || text_mark(*text) != post.text_mark) {
      edited.push_back(post.ref);
      continue;
    }
    const auto aside = read_machine_findings(database, post.ref);
    const Classification machine = aside ? *aside : read_findings(database, post.ref);
    noted += database.run(
        "INSERT INTO sample (draw_id, post_id, stratum, model_id, sentiment, kind, findings, inclusions) "
        "VALUES (?, ?, ?, (SELECT model_id FROM post WHERE id = ?), ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        draw, post.ref, index_of(post.stratum), post.ref,
        machine.sentiment ? std::optional{machine.sentiment->label} : std::nullopt,
        machine.kind ? std::optional{machine.kind->label} : std::nullopt, findings_of(machine.values),
        inclusion_bits(machine.groups));
  }
  if (noted > 0) {
    const std::optional<std::int64_t> one = posts.size() == 1 ? std::optional{posts[0].ref} : std::nullopt;
    write_audit(database, act, Action::serve, one,
                fmt::format("draw {}, {}", draw, noted == 1 ? "1 post" : fmt::format("{} posts", noted)),
                noted);
  }
  return edited;
}

std::int64_t draw_judged(Database& database, const std::vector<NewJudgement>& judgements) {
  std::map<std::int64_t, std::int64_t> posts_by_draw;
  for (const NewJudgement& each : judgements) {
    Query rows = database.query("SELECT draw_id FROM sample WHERE post_id = ?");
    rows.bind(each.ref);
    while (rows.next()) ++posts_by_draw[rows.integer(0)];
  }
  const auto most = std::max_element(posts_by_draw.rbegin(), posts_by_draw.rend(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == posts_by_draw.rend() ? 0 : most->first;
}

JudgedSample read_judged_sample(Database& database) {
  JudgedSample judged;
  judged.draws = read_draws(database);
  std::map<std::int64_t, SampleDraw*> draws;
  for (SampleDraw& draw : judged.draws) draws.emplace(draw.id, &draw);
  // CROSS keeps SQLite from reading all posts to find the few that were sampled.
  Query rows = database.query(
      "SELECT draw_id, stratum, post_id, text, stated_language, (SELECT name FROM model WHERE id = "
      "sample.model_id), sample.findings, sample.sentiment, sample.kind, sample.inclusions, "
      "purged_at IS NOT NULL FROM sample "
      "CROSS JOIN post ON post.id = post_id WHERE lapsed_at IS NULL AND withdrawn_at IS NULL "
      "AND draw_id = (SELECT max(later.draw_id) FROM sample AS later CROSS JOIN sample_draw ON "
      "sample_draw.id = later.draw_id WHERE later.post_id = sample.post_id AND selection = "
      "(SELECT selection FROM sample_draw WHERE id = sample.draw_id)) "
      "ORDER BY draw_id, post_id");
  while (rows.next()) {
    JudgedPost post;
    post.draw = rows.integer(0);
    post.stratum = stratum_at(static_cast<std::size_t>(rows.integer(1)));
    post.ref = rows.integer(2);
    SampleDraw& draw = *draws.at(post.draw);
    post.judgements = judgements_of(
        database, post.ref, [&](std::int64_t other) { return draws.at(other)->selection == draw.selection; });
    if (post.judgements.empty()) continue;
    post.text = rows.bytes(3);
    post.stated_language = rows.bytes(4);
    post.model = rows.bytes(5);
    post.machine = machine_label(rows, 6);
    post.purged = rows.integer(10) != 0;
    ++draw.strata[index_of(post.stratum)].judged;
    judged.posts.push_back(std::move(post));
  }
  return judged;
}

}  // namespace nhs::store
