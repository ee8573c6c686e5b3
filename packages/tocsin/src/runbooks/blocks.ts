import type { Definition, Route } from "../model/definition.ts";
import { wakes } from "../model/destination.ts";
import { declaresCrons, type HttpRequest, isHttpCheck } from "../model/signals/facts.ts";
import type { StackConfig } from "../model/stack.ts";
import { definitionLinks, type Link, sqlEditor } from "../vendors/links.ts";
import { limitText, runbookAnchor } from "../vendors/message.ts";

/** What the written parts of a runbook are made from. */
export interface Source {
  stack: StackConfig;
  /** Of the page: those whose `runbook` names it. */
  definitions: readonly Definition[];
  routes: readonly Route[];
}

/** Every page has these; `calls` stands where a page asks for it. */
export const required = ["head", "escalation", "alerts"] as const;

/**
 * The written parts of a page, by name, as Markdown: which alerts lead here and where to look (`head`), the calls that its
 * crons and health checks are made by (`calls`), whom its alerts tell (`escalation`), and each alert with its own heading,
 * which is what a message links to (`alerts`).
 */
export function blocksOf(page: string, text: string, source: Source): Record<string, string> {
  return {
    head: head(page, text, source),
    calls: calls(source),
    escalation: escalation(source),
    alerts: byUrgency(source.definitions)
      .map((definition) => alertPart(definition, source.stack))
      .join("\n\n"),
  };
}

function head(page: string, text: string, { stack, definitions }: Source): string {
  const named = byUrgency(definitions).map(({ id }) => `[\`${id}\`](#${runbookAnchor(id)})`);
  const sql = text.includes("```sql") ? sqlEditor(stack) : [];
  const found = definitions.flatMap((one) => definitionLinks(one, stack).map((link) => ({ ...link, of: one.id })));
  const links = unique([...found, ...sql]);
  const places = links.map(({ title, url }) => {
    // Several of one name: which alert each belongs to.
    const several = links.filter((other) => other.title === title).length > 1;
    const of = found.filter((link) => link.url === url).map(({ of: id }) => `\`${id}\``);
    return `- [${markdown(title)}](${address(url)})${several ? ` (${of.join(", ")})` : ""}`;
  });
  return [
    `Alerts: ${named.join(", ")}`,
    "Their numbers now, and the first checks that can be read; it changes nothing:",
    `    npx tocsin check ${page} --stack ${stack.name}`,
    ...(places.length === 0 ? [] : ["Where to look:", places.join("\n")]),
  ].join("\n\n");
}

function calls({ stack, definitions }: Source): string {
  const url = (service: string, path: string) => {
    const base = stack.vercel.projects[service]?.url;
    return base === undefined ? null : new URL(path, base).href;
  };
  const lines = definitions.flatMap(({ signal }): string[] => {
    if (isHttpCheck(signal)) {
      const target = url(signal.service, signal.path);
      return target === null ? [] : [curl(target, headersOf(signal), signal.method)];
    }
    if (!declaresCrons(signal)) return [];
    return signal.crons.flatMap(({ path }) => {
      const target = url(signal.service, path);
      return target === null ? [] : [curl(target, ["Authorization: Bearer $CRON_SECRET"])];
    });
  });
  return `\`\`\`sh\n${[...new Set(lines)].join("\n")}\n\`\`\``;
}

const curl = (url: string, headers: readonly string[], method = "GET"): string =>
  [
    "curl --silent --show-error --include",
    ...(method === "GET" ? [] : [`--request ${method}`]),
    ...headers.map((header) => `--header "${header}"`),
    url,
  ].join(" ");

/** A secret is named as the variable that holds it, never filled in. */
const headersOf = ({ headers }: HttpRequest): string[] =>
  Object.entries(headers).map(([name, value]) =>
    typeof value === "string" ? `${name}: ${value}` : `${name}: ${value.prefix}$TOCSIN_SECRET_${value.secret}`,
  );

function escalation({ stack, definitions, routes }: Source): string {
  const rows = [...new Set(definitions.map(({ route }) => route))].sort().map((name) => {
    const own = definitions.filter((definition) => definition.route === name);
    const { mail = [], slack = [], pager = [], notify = [] } = routes.find((one) => one.name === name) ?? {};
    const told = [
      ...pager.map((handle) => `\`@${handle}\` (wakes)`),
      ...notify.map((destination) => {
        const bound = stack.destinations[destination];
        return `\`${destination}\`${bound !== undefined && wakes(bound) ? " (wakes)" : ""}`;
      }),
      ...mail.map((person) =>
        `${markdown(person)} ${stack.people[person] ? `<${stack.people[person].mail}>` : ""}`.trim(),
      ),
      ...slack.map((channel) => `\`${stack.channels[channel] ?? channel}\` in Slack`),
    ];
    const owners = [...new Set(own.map(({ owner }) => owner))].sort();
    const urgent = own.filter(({ severity }) => severity === "page").length;
    const cells = [
      `\`${name}\``,
      told.join(", ") || "nobody",
      `${own.length} (${urgent} page)`,
      owners.map(markdown).join(", "),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return ["| Route | Notifies | Alerts | Owner |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function alertPart(definition: Definition, stack: StackConfig): string {
  const { id, title, service, severity, why, causes, firstChecks, recovered } = definition;
  const places = definitionLinks(definition, stack).map((link) => `[${markdown(link.title)}](${address(link.url)})`);
  return [
    `### ${id}`,
    `**${markdown(title)}** (${severity}, ${service}): ${markdown(limitText(definition))}. ${markdown(why)}`,
    firstChecks.map((check, index) => `${index + 1}. ${markdown(check)}`).join("\n"),
    `Usual causes: ${causes.map(markdown).join("; ")}.`,
    `Recovered: ${markdown(recovered)}`,
    ...(places.length === 0 ? [] : [`Look: ${places.join(", ")}`]),
  ].join("\n\n");
}

const urgency = { page: 0, ticket: 1, info: 2 } as const;

/** What wakes somebody comes first. */
export const byUrgency = (definitions: readonly Definition[]): Definition[] =>
  definitions.toSorted((a, b) => urgency[a.severity] - urgency[b.severity] || (a.id < b.id ? -1 : 1));

const unique = (links: readonly Link[]): Link[] => [...new Map(links.map((link) => [link.url, link])).values()];

/** Text of a definition holds stars, brackets and angle brackets that Markdown would take for its own. */
const markdown = (text: string): string => text.replace(/\s+/g, " ").replace(/[\\`*_[\]<>|]/g, "\\$&");

/** An address in the brackets of a link: its own brackets would end it. */
const address = (url: string): string => url.replace(/\(/g, "%28").replace(/\)/g, "%29").replace(/ /g, "%20");
