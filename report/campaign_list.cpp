#include "core/json.h"
#include "report/campaign_marks.h"
#include "report/campaign_view.h"
#include "report/table.h"

namespace nhs::report {

std::string campaign_list(const std::vector<Campaign>& campaigns, const Terminal& terminal) {
  if (campaigns.empty())
    return wrapped_lines(
        {"No campaign is in the configuration: write a [[campaign]] with a name and the days "
         "(docs/configuration.md)."},
        terminal);
  Table table;
  for (const char* heading : {"Name", "First day", "Last day", "Title"}) table.column(heading);
  for (const Campaign& each : campaigns)
    table.row({each.name, format_day(each.since),
               each.until ? format_day(*each.until - std::chrono::days{1}) : "no end yet",
               terminal_safe(title_of(each))});
  return table.text(terminal);
}

std::string campaign_list_json(const std::vector<Campaign>& campaigns) {
  JsonWriter json;
  json.begin_object().key("schema").text("nhsvalues.campaigns/1");
  write_campaigns(json, campaigns);
  json.end_object();
  return std::string{json.str()} + "\n";
}

}  // namespace nhs::report
