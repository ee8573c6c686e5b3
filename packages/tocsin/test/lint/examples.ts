import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { playbooksSchema } from "../../src/coverage/facts.ts";
import { lint, type UnplacedProblem } from "../../src/lint/lint.ts";
import type { Live } from "../../src/lint/live.ts";
import type { CompiledStack, StackOutline } from "../../src/lint/rule.ts";
import { applySuppressions, suppressibleRules } from "../../src/lint/suppressions.ts";
import { dashboardSchema } from "../../src/model/dashboard.ts";
import { type Definition, definitionSchema, type Route, routeSchema } from "../../src/model/definition.ts";
import { destinationSchema } from "../../src/model/destination.ts";
import { parseExceptions } from "../../src/model/exceptions.ts";
import * as language from "../../src/model/language.ts";
import { objectiveSchema } from "../../src/model/objective.ts";
import type { Json, JsonObject, Resource, ResourceKind } from "../../src/model/resource.ts";
import type { StackConfig } from "../../src/model/stack.ts";
import { compile } from "../../src/vendors/compile.ts";
import { jsonObject } from "../../src/vendors/json.ts";
import { definition, everybody, stack, threshold } from "../support/definitions.ts";

/** One fenced block of a page: `json monitor` is language and kind. */
interface Block {
  kind: string;
  text: string;
}

/** The blocks below a heading of a page. */
export function blocksOf(page: string, heading: string): Block[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  return [...section.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, kind = "", text = ""]) => ({ kind, text }));
}

const httpCheck = { kind: "http-check", service: "shop", path: "/readyz", every: 60, expect: { status: 200 } };
const sentryErrors = { kind: "sentry-errors", project: "web", tags: { service: ["shop"] } };

/** Sound bodies; a page says only what is different. */
const sound = compile(
  [
    definition(),
    definition({ id: "shop/check", signal: httpCheck, condition: { kind: "consecutive-failures", failures: 2 } }),
    definition({ id: "shop/sentry", signal: sentryErrors, condition: threshold({ noData: undefined }) }),
  ],
  [everybody],
  stack,
);

function soundBody(kind: ResourceKind): Resource {
  const found = sound.find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`there is no sound ${kind}`);
  return { ...found, definition: "shop/errors" };
}

/** Objects are merged, everything else is replaced, null takes away. */
function over(base: JsonObject, changes: JsonObject): JsonObject {
  const result: JsonObject = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const before: Json | undefined = result[key];
    if (value === null) delete result[key];
    else if (jsonObject.safeParse(value).success && jsonObject.safeParse(before).success)
      result[key] = over(jsonObject.parse(before), jsonObject.parse(value));
    else result[key] = value;
  }
  return result;
}

/** A definition or a route as a page writes it: fields only, with the words of definition files. */
function written(text: string): Record<string, unknown> {
  const names = Object.keys(language);
  const make: unknown = new Function(...names, `return {${text}};`)(...Object.values(language));
  return z.record(z.string(), z.unknown()).parse(make);
}

const kinds: readonly ResourceKind[] = ["monitor", "synthetics-test", "detector", "workflow"];

const outline = z.object({
  config: z.object({ "tocsin:allowDrills": z.boolean(), "tocsin:channels": z.record(z.string(), z.string()) }),
});

const liveShape = z.strictObject({
  handles: z.array(z.string()).optional(),
  channels: z.record(z.string(), z.object({ archived: z.boolean(), member: z.boolean() })).optional(),
  sentry: z
    .object({ users: z.array(z.string()), integrations: z.array(z.string()), teams: z.array(z.string()).optional() })
    .optional(),
  links: z.record(z.string(), z.number()).optional(),
  unseen: z.array(z.object({ what: z.string(), days: z.number(), definitions: z.array(z.string()) })).optional(),
  invalid: z.array(z.array(z.string())).optional(),
  monitors: z
    .array(
      z.object({
        id: z.string(),
        name: z.string(),
        definition: z.string().nullable(),
        mutedDays: z.number().nullable(),
        alertingDays: z.number().nullable(),
        missingParts: z.array(z.string()),
      }),
    )
    .optional(),
});

function answers(text: string): Live {
  const given = liveShape.parse(JSON.parse(text));
  const { handles, channels, sentry, links, unseen, invalid, monitors } = given;
  return {
    handles: handles === undefined ? null : new Set(handles),
    channels: channels === undefined ? null : new Map(Object.entries(channels)),
    sentry:
      sentry === undefined
        ? null
        : {
            users: new Set(sentry.users),
            integrations: new Set(sentry.integrations),
            teams: sentry.teams === undefined ? null : new Set(sentry.teams),
          },
    links: links === undefined ? null : new Map(Object.entries(links)),
    unseen: unseen ?? null,
    invalid: invalid?.map((errors) => ({ resource: soundBody("monitor"), errors })) ?? null,
    monitors: monitors ?? null,
  };
}

const parseVercelMonitors = (text: string): StackConfig["vercel"]["monitors"] => ({
  ...{ definitions: {}, slackInstallation: "icfg_1", channels: { alerts: "C0123456789" }, webhooks: {} },
  ...z.strictObject({ definitions: z.record(z.string(), z.enum(["beside", "instead"])) }).parse(parseYaml(text)),
});

/** What lint says of the blocks of an example, and of those beside the entries of a `exceptions.yaml` given. */
export function judged(blocks: readonly Block[], entries = ""): UnplacedProblem[] {
  const of = (kind: string) => blocks.filter((block) => block.kind === kind).map(({ text }) => text);
  const definitions: Definition[] = of("alert").map((text) =>
    definitionSchema.parse({ ...definition(), ...written(text) }),
  );
  const objectives = of("objective").map((text) =>
    objectiveSchema.parse({
      id: "shop/promise",
      source: ["monitoring 3.1"],
      title: "The shop is open",
      service: "shop",
      owner: "founder",
      indicator: { kind: "uptime", definitions: ["shop/errors"] },
      target: 99,
      window: 30,
      why: "It is a shop.",
      ...written(text),
    }),
  );
  const dashboards = of("dashboard").map((text) =>
    dashboardSchema.parse({
      id: "shop/board",
      source: ["monitoring 2.1"],
      title: "Shop",
      about: "The shop.",
      rank: 1,
      ...written(text),
    }),
  );
  const own: Route[] = of("route").map((text) => routeSchema.parse(written(text)));
  const routes = own.length > 0 ? own : [everybody];
  const bodies = kinds.flatMap((kind) =>
    of(kind).map((text): Resource => {
      const base = soundBody(kind);
      return { ...base, body: over(base.body, jsonObject.parse(JSON.parse(text))) };
    }),
  );
  const [bound] = of("destinations").map((text) => z.record(z.string(), destinationSchema).parse(parseYaml(text)));
  // Vercel's own monitors, as a stack file asks for them.
  const [monitors] = of("monitors").map((text) => parseVercelMonitors(text));
  const vercel = { ...stack.vercel, ...(monitors && { monitors }) };
  // A route's pager is in no message of a stack that drills.
  const production = { ...stack, vercel, allowDrills: false, ...(bound === undefined ? {} : { destinations: bound }) };
  const compiled: CompiledStack = {
    config: bound === undefined ? stack : production,
    ...{ definitions, routes },
    resources: [...compile(definitions, routes, production), ...bodies],
  };
  const live = of("live").map(answers)[0];
  const [fires] = of("history").map((text) => z.record(z.string(), z.number()).parse(JSON.parse(text)));
  const stacks = blocks.flatMap(({ kind, text }): StackOutline[] => {
    const name = /^Pulumi\.(\w+)\.yaml$/.exec(kind)?.[1];
    if (name === undefined) return [];
    const { config } = outline.parse(parseYaml(text));
    return [{ name, allowDrills: config["tocsin:allowDrills"], channels: config["tocsin:channels"] }];
  });
  const [facts] = of("test/playbooks.yaml").map((text) => playbooksSchema.parse(parseYaml(text)));
  const documents = facts === undefined ? null : new Set(facts.documents);
  const found = lint({
    written: { definitions, routes, dashboards, objectives, runbooks: new Set(["shop"]), documents, stacks },
    compiled: [compiled],
    ...(fires === undefined ? {} : { firesPerWeek: new Map(Object.entries(fires)) }),
    ...(live === undefined ? {} : { live: { answers: live, stack: withUsers(compiled) } }),
  });
  const text = [...of("exceptions.yaml"), entries].join("\n");
  const suppressions = parseExceptions(text, new Set(suppressibleRules), new Date("2026-11-25"));
  return applySuppressions(found, suppressions, { today: new Date("2026-11-25"), ran: () => true }).findings;
}

/** A stack without definitions has nobody who links to a page: the sound objects stand in. */
const withUsers = (compiled: CompiledStack): CompiledStack =>
  compiled.definitions.length > 0 ? compiled : { ...compiled, resources: [soundBody("monitor")] };
