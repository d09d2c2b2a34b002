#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "collector/sources/mastodon_status.h"
#include "collector/sources/web_address.h"
#include "core/json.h"
#include "core/time.h"
#include "net/http.h"
#include "tests/support/local_id.h"

namespace nhs::test {

/// What a model server does otherwise than Mastodon.
struct ModelHabits {
  bool min_id_is_since_id = false;  ///< Hollo until May 2026
  bool ignores_max_id = false;
  bool shuffles_pages = false;
  std::size_t largest_page = 40;
  IdStyle ids = IdStyle::snowflake;
};

/// A tag timeline as Mastodon's documentation describes it, in memory: `max_id` gives the newest below,
/// `min_id` the page just above, `since_id` the newest above, all newest first.
class MastodonModel {
 public:
  explicit MastodonModel(ModelHabits habits = {}) : habits_(habits) {}

  /// Publishes a post; its id is made of its date as Mastodon makes it, also where the post comes late.
  std::string publish(UtcTime created_at, const std::string& text = "#NHSvalues") {
    const std::string id = local_id(habits_.ids, created_at, posts_.size());
    posts_.push_back({id, created_at, text});
    return id;
  }

  net::HttpResponse answer(const net::HttpRequest& request) {
    ++requests;
    net::HttpResponse response;
    response.status = 200;
    response.body = page(request.url);
    return response;
  }

  std::size_t size() const { return posts_.size(); }
  std::vector<std::string> ids() const {
    std::vector<std::string> all;
    for (const ModelPost& post : posts_) all.push_back(post.id);
    return all;
  }

  /// The operator sets another size of pages.
  void page_limit(std::size_t limit) { habits_.largest_page = limit; }

  int requests = 0;

 private:
  struct ModelPost {
    std::string id;
    UtcTime created_at;
    std::string text;
  };

  std::string page(const std::string& url) {
    using collector::id_before;
    const auto max_id = habits_.ignores_max_id ? std::nullopt : collector::query_parameter(url, "max_id");
    const auto min_id = collector::query_parameter(url, "min_id");
    const auto limit = std::min<std::size_t>(
        std::stoul(collector::query_parameter(url, "limit").value_or("20")), habits_.largest_page);
    std::vector<const ModelPost*> found;
    for (const ModelPost& post : posts_)
      if ((!max_id || id_before(post.id, *max_id)) && (!min_id || id_before(*min_id, post.id)))
        found.push_back(&post);
    std::sort(found.begin(), found.end(),
              [](const ModelPost* a, const ModelPost* b) { return id_before(b->id, a->id); });
    if (found.size() > limit) {
      const bool just_above = min_id && !habits_.min_id_is_since_id;
      if (just_above)
        found.erase(found.begin(), found.end() - static_cast<std::ptrdiff_t>(limit));
      else
        found.resize(limit);
    }
    if (habits_.shuffles_pages) std::shuffle(found.begin(), found.end(), random_);
    return json(found);
  }

  static std::string json(const std::vector<const ModelPost*>& posts) {
    JsonWriter json;
    json.begin_array();
    for (const ModelPost* post : posts) {
      json.begin_object().key("id").text(post->id).key("created_at").text(format_utc(post->created_at));
      json.key("uri").text("https://model.example/" + post->id).key("visibility").text("public");
      json.key("content").text("<p>" + post->text + "</p>").key("account").begin_object();
      json.key("acct").text("amy").key("url").text("https://model.example/@amy").end_object().end_object();
    }
    return std::string{json.end_array().str()};
  }

  ModelHabits habits_;
  std::vector<ModelPost> posts_;
  std::mt19937 random_{7};
};

}  // namespace nhs::test
