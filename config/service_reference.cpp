#include "config/reference.h"
#include "config/service_file.h"

namespace nhs::config {
namespace {

constexpr std::string_view kServiceIntroduction =
    R"(# A source described in configuration

Most services that answer in JSON need no code, only a description: what to ask, and where in the answers the posts
are. A `[[source]]` of kind `json` names the file:

    [[source]]
    name = "youtube"
    kind = "json"
    every = "15m"
    service = "services/youtube.toml"
    credential = "/etc/nhsvalues/youtube.key"

Descriptions of YouTube, Reddit and Threads are installed in `share/nhsvalues/services`; each begins with what the
service needs, costs and forbids. Read the terms of any other before you ask it.

`nhsvalues sources test NAME --from-file BODY` shows the posts that a description finds in a saved answer, without
asking anybody: start with one answer, saved with `curl`, and write the description beside it. `nhsvalues
check-config` names its faults with their lines.

## An example

A server of an invented forum, which wants a key, pages by token, and keeps its writers in a table of their own:

```toml
name = "Invented forum"
network = "forum"

[request]
url = "{url}/v1/search?q=%23{tag}&limit=50[?&after={since}?][?&cursor={page}?]"
headers = ["X-Api-Key: {secret}"]

[items]
path = "/result/rows"

[map]
id = "/pk"
text = ["/body/html", "/body/text"]
text_format = ["html", "text"]
author = "writer:/nick"
author_prefix = "@"
created_at = "/at"
edited_at = "/edited"
time_format = "unix_ms"
tags = "/labels/*/n"

[[join]]
name = "writer"
list = "/result/people"
key = "/no"
ref = "/by"

[paging]
mode = "token"
next = "/result/more/cursor"

[catch_up]
mode = "since_time"
time_format = "unix_ms"

[errors]
pointers = "/errors/0/message"
```

## Templates

`request.url`, `request.headers` and `request.body` hold placeholders:

| placeholder | stands for |
|---|---|
| `{tag}` | the hashtag, without `#` (in an address write `%23{tag}` for one with it) |
| `{since}` | from when on, or from which id on; empty in the first walk |
| `{page}` | which page; empty for the first one but where pages have numbers |
| `{secret}` | what the source's `credential` names; a description never holds a secret itself |
| `{token}` | the access token that `[token]` fetched |
| `{url}` | the source's `url`, for software that runs on many servers; only at the start |

They are escaped as their place demands: in an address and a form as `%XX`, in a JSON body as within quotes. What
stands between `[?` and `?]` is left out when a placeholder in it is empty. A request with a secret in its address,
body or own headers follows no redirect, and a next page on another server is never asked.

## Pointers and conditions

A pointer is a JSON Pointer (RFC 6901): `/user/name` is the member `name` of the member `user`, `/0` the first element
of a list, `~1` a slash and `~0` a tilde within a name. A step `*` is every element. Where a list of pointers may
stand, the first with a value counts. A condition is a pointer, true where it has a value that is not false, 0 or
empty, or a pointer, `=` and a text, true where it has that text.

## How it is read

A run walks from the first page until it meets what it knows. When it is broken off, by a limit or a restart, or has
read its `max_pages`, it goes on in the next run from where it was, and reads the newest page again after that. What
the service does not lead to in several runs is a gap, which `coverage` shows. The first walk ends at `max_pages`.

A page of which no item can be read is a failure: the service may have renamed what the description names. Single items
that cannot be read are left out and counted. Of an error nothing is shown but its status and where it stood: a
service's own words may repeat a search, a post or a key.
)";

}  // namespace

std::string service_reference_markdown() {
  return std::string{kServiceIntroduction} + keys_markdown(service_option_table(), TakenOn::left_out);
}

}  // namespace nhs::config
