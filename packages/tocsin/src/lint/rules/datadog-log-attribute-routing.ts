import { textAt } from "../../model/resource.ts";
import { rule } from "../rule.ts";

export const datadogLogAttributeRouting = rule({
  id: "datadog/log-attribute-routing",
  severity: "warning",
  title: "Who is notified depends on an attribute of a log line",
  looksAt: "resource",
  kinds: ["monitor"],
  check: ({ body }) => {
    const routed = [...textAt(body, "message").matchAll(/\{\{[#^]is_(?:exact_)?match\s+"(log\.[^"]+|@[^"]+)"/g)];
    return routed.map(([, attribute = ""]) => ({
      at: "route",
      path: "message",
      message: `it routes by ${attribute}, which a line may lack: then nobody is notified`,
      remedy: "Route by a tag that the query groups by, or make two definitions.",
    }));
  },
});
