#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/time.h"
#include "report/terminal.h"
#include "store/forgetting.h"

namespace nhs::report {

/// What `forget` and `object` say. Never whom it is about, and no text of a post.

/// Whether it would be done, or was.
enum class Stage : std::uint8_t { asked, done };

/// The names by which no post is held, by their places in what was given, from 1 on; and of how many. They
/// may be misspelt, and which names they are like is nobody's to learn here.
struct WithoutPosts {
  std::vector<std::int64_t> places;
  std::size_t named = 1;
};

std::string forgotten_text(const store::Forgotten& forgotten, const WithoutPosts& without, Stage stage,
                           const Terminal& terminal);
std::string forgotten_json(const store::Forgotten& forgotten, const WithoutPosts& without, Stage stage);

/// What a request by names cannot find, and how it is asked for: posts that nothing ties to their author.
std::string not_found_by_names_text(const Terminal& terminal);

/// "No post is held by this name. Is it spelt right?", or of which of several; empty where posts are held by
/// all.
std::string without_posts_in_words(const WithoutPosts& without);

/// Whether what was erased is gone from the bytes of the file, and what to do where it is not.
///
/// beside_daemon: one has the database, and finishes it.
std::string erasing_text(store::Erasing erasing, bool beside_daemon, const Terminal& terminal);

std::string objection_text(const store::Objection& objection, const WithoutPosts& without, bool objects,
                           Stage stage, const Terminal& terminal);
std::string objection_json(const store::Objection& objection, const WithoutPosts& without, bool objects,
                           Stage stage);

std::string forget_list_text(const store::ForgetList& list, const TimeZone& zone, const Terminal& terminal);
std::string forget_list_json(const store::ForgetList& list);

}  // namespace nhs::report
