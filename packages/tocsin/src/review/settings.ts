import { isObject, type Json, type JsonObject } from "../model/resource.ts";
import { type Draft, draft } from "./change.ts";
import { differences } from "./differences.ts";
import { count, valueText } from "./words.ts";

/** What changes in the stack file and the routes. What follows from it in single alerts is told with them. */
export function settingsChanges(stack: string, before: JsonObject | undefined, after: JsonObject | undefined): Draft[] {
  if (before === undefined || after === undefined) return [];
  return differences(before, after).flatMap(({ path, before: was, after: is }): Draft[] => {
    const paths = [`Pulumi.${stack}.yaml: ${path}`];
    const [section = "", name = ""] = path.split(".");
    if (path === "allowDrills") {
      const may = String(is) === "true";
      const text = may
        ? `Drills may fire the alerts of ${stack}.`
        : `Drills may no longer fire the alerts of ${stack}.`;
      return [
        may
          ? draft("security", text, paths, { danger: "a drill turns alerts of this stack round" })
          : draft("settings", text, paths),
      ];
    }
    if (section === "overrides") {
      const subject = path.endsWith(".reason")
        ? "gives another reason for its override of"
        : is === undefined
          ? "no longer overrides"
          : "overrides";
      const value = isObject(is)
        ? `: ${valueText(is)}`
        : path.endsWith(".reason")
          ? `: ${valueText(is)}`
          : ` (${path.split(".").at(-1)} ${valueText(is)})`;
      const proven = is === undefined ? "" : " What is overridden here has not been proven in staging.";
      return [draft("settings", `${stack} ${subject} ${name}${is === undefined ? "" : value}.${proven}`, paths)];
    }
    const watched = /^vercel\.monitors(?:\.definitions)?(?:\.(.+))?$/.exec(path);
    if (watched !== null && isWatcherChange(was, is)) return watcherChanges(watched[1], was, is, paths);
    return [draft("settings", `The stack file's ${path} is ${valueText(is)} instead of ${valueText(was)}.`, paths)];
  });
}

/** By definition: who watches it. */
const definitionsIn = (id: string | undefined, value: Json | undefined): Record<string, Json> => {
  if (id !== undefined) return value === undefined ? {} : { [id]: value };
  if (!isObject(value)) return {};
  return isObject(value.definitions) ? value.definitions : value;
};

const watchers: ReadonlySet<unknown> = new Set(["beside", "instead"]);

/** Whether a setting of Vercel's monitors says who watches, and not by what they notify. */
const isWatcherChange = (was: Json | undefined, is: Json | undefined): boolean =>
  [was, is].every((value) => value === undefined || watchers.has(value) || (isObject(value) && "definitions" in value));

/** Alerts that Datadog's monitors and Vercel's own hand to each other. */
function watcherChanges(id: string | undefined, was: Json | undefined, is: Json | undefined, paths: string[]): Draft[] {
  const [before, after] = [definitionsIn(id, was), definitionsIn(id, is)];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort().flatMap((one): Draft[] => {
    if (before[one] === after[one]) return [];
    if (after[one] === "beside")
      return [draft("settings", `${one} is watched by Vercel's own monitor as well.`, paths, { effect: "more" })];
    if (after[one] === undefined)
      return [
        draft("settings", `${one} is watched by Datadog's monitor again, and not by Vercel's.`, paths, {
          effect: "more",
        }),
      ];
    return [
      draft(
        "settings",
        `${one} is watched by Vercel's own monitor instead of Datadog's: one threshold, no mail, and no notification of a recovery.`,
        paths,
        { effect: "less" },
      ),
    ];
  });
}

interface NamedRoute {
  name: string;
  [key: string]: unknown;
}

/** Routes that come, go or change; who is told through them stands with the alerts. */
export function routeChanges(
  before: readonly NamedRoute[] | undefined,
  after: readonly NamedRoute[] | undefined,
): Draft[] {
  if (before === undefined || after === undefined) return [];
  const [old, now] = [byName(before), byName(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].sort().flatMap((name): Draft[] => {
    const [was, is] = [old[name], now[name]];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const paths = [`route ${name}`];
    const parts = (route: NamedRoute) =>
      ["slack", "mail", "pager"]
        .map((key) => count(Array.isArray(route[key]) ? route[key].length : 0, key, key))
        .join(", ");
    if (is === undefined) return [draft("rerouted", `The route ${name} is removed.`, paths, { effect: "other" })];
    if (was === undefined) {
      return [draft("rerouted", `There is a new route ${name} (${parts(is)}).`, paths, { effect: "other" })];
    }
    return [
      draft("rerouted", `The route ${name} changes: ${namesOf(is)} instead of ${namesOf(was)}.`, paths, {
        effect: "other",
      }),
    ];
  });
}

const byName = (routes: readonly NamedRoute[]): Record<string, NamedRoute> =>
  Object.fromEntries(routes.map((route) => [route.name, route]));

function namesOf(route: NamedRoute): string {
  const all = Object.entries(route).flatMap(([key, value]) =>
    key !== "name" && Array.isArray(value) && value.length > 0
      ? [`${key} ${value.map((one) => (typeof one === "string" ? one : JSON.stringify(one))).join(", ")}`]
      : [],
  );
  return all.length === 0 ? "nobody" : all.join("; ");
}
