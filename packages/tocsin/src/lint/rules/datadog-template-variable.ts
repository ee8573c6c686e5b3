import type { Resource } from "../../model/resource.ts";
import { listAt, textAt, valueAt } from "../../model/resource.ts";
import { queryOf } from "../bodies.ts";
import { rule } from "../rule.ts";

/** Variables that every monitor has (docs.datadoghq.com/monitors/notify/variables). */
const always = new Set(
  (
    "value threshold warn_threshold alert_threshold ok_threshold warn_recovery_threshold alert_recovery_threshold comparator " +
    "first_triggered_at first_triggered_at_epoch last_triggered_at last_triggered_at_epoch triggered_duration_sec " +
    "priority executed_at else"
  ).split(" "),
);

/** Namespaces whose fields depend on the kind of monitor, and are filled in by Datadog. */
const namespaces = /^(log|event|check|synthetics|issue|audit|span|local_time|override_priority|is_\w+|a|b|c)\b/;

export const datadogTemplateVariable = rule({
  id: "datadog/template-variable",
  severity: "error",
  title: "The message uses a variable that stays empty",
  looksAt: "resource",
  kinds: ["monitor"],
  verbatim: true,
  check: (resource) => {
    const groups = groupsOf(resource);
    // What the check itself said ("Check monitor variables").
    const isCheck = resource.body.type === "service check";
    const used = [...textAt(resource.body, "message").matchAll(/\{\{\{?\s*([^#^/}][^}]*?)\s*\}?\}\}/g)];
    const empty = used
      .flatMap(([, text = ""]) => namesIn(text))
      .flatMap((name) => {
        // A key with periods stands in brackets: {{[@error.kind].name}}.
        const tag = /^(.+)\.name$/.exec(name)?.[1]?.replace(/^\[|\]$/g, "") ?? null;
        const everywhere = always.has(name) || namespaces.test(name) || (name === "check_message" && isCheck);
        const known = tag === null ? everywhere : groups.has(tag.replace(/^@/, ""));
        return known ? [] : [name];
      });
    return [...new Set(empty)].map((name) => ({
      at: "signal.groupBy",
      path: "message",
      message: `{{${name}}} is empty: the query does not group by ${name.replace(/\.name$/, "")}`,
      remedy: "Group by it, or take it out of the message.",
    }));
  },
});

/** What a variable's braces name: `eval "..."` every name of its expression but the functions, `local_time 'x' 'zone'` the time. */
function namesIn(text: string): string[] {
  const [name = "", quoted = ""] = /^(\S+)(?:\s+["']([^"']*)["'])?/.exec(text)?.slice(1) ?? [];
  if (name === "local_time") return [quoted];
  if (name !== "eval") return [name];
  return quoted.match(/[A-Za-z_][\w.]*(?![\w.]*\()/g) ?? [];
}

/** What the query groups by, the parts of a formula included. */
function groupsOf({ body }: Resource): Set<string> {
  const left = queryOf(body)?.left ?? textAt(body, "query");
  const listed = [...left.matchAll(/\bby\s*(?:\{([^}]*)\}|\("([^)]*)"\))/g)].flatMap(([, tags, facets]) =>
    (tags ?? facets ?? "").split(",").map((one) => one.replace(/["@\s]/g, "")),
  );
  const facets = listAt(body, "options.variables").flatMap((one) => {
    const by = valueAt(one, "group_by");
    return Array.isArray(by) ? by.map((group) => String(valueAt(group, "facet") ?? "").replace(/^@/, "")) : [];
  });
  return new Set([...listed, ...facets]);
}
