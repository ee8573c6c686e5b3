import { digestsOf } from "../../src/gate/digest.ts";
import { type Definition, type Route, routeSchema } from "../../src/model/definition.ts";
import { type Objective, type ObjectiveInput, objectiveSchema } from "../../src/model/objective.ts";
import { rawSchema } from "../../src/model/raw.ts";
import type { JsonObject, Resource } from "../../src/model/resource.ts";
import type { SqlProbe } from "../../src/model/sql-probe.ts";
import type { StackConfig } from "../../src/model/stack.ts";
import type { Review } from "../../src/review/report.ts";
import { reviewOf } from "../../src/review/review.ts";
import { type CompiledState, compiledFrom } from "../../src/review/state.ts";
import { compile } from "../../src/vendors/compile.ts";
import { covered, stack as staging } from "../support/definitions.ts";

/** One of the two states of a scenario. What is left out is as in `prod`. */
interface State {
  definitions: Definition[];
  routes?: Route[];
  stack?: Partial<StackConfig>;
  views?: Parameters<typeof compile>[4];
  /** What exceptions.yaml lets pass. */
  exceptions?: readonly { id: string; at?: string; stack?: string; reason: string; until: string }[];
  /** What the probe asks of databases. */
  sqlProbes?: SqlProbe[];
  /** What another version of the tool would compile. */
  compiled?: (resource: Resource) => Resource;
}

/** One change and the exact words that a review has for it. */
export interface Scenario {
  /** What somebody does. */
  title: string;
  before: State;
  after: State;
  /** `DANGEROUS shop/errors loosened: text`, in the order of the review. */
  says: string[];
  /** What the engine does, `update datadog monitor shop/errors/monitor`; only where it matters. */
  does?: string[];
}

/** The stack that scenarios are about. */
export const prod: StackConfig = {
  ...staging,
  name: "prod",
  allowDrills: false,
  sentry: { ...staging.sentry, environment: "production" },
  people: {
    founder: { mail: "founder@example.com", sentryUser: "7" },
    second: { mail: "second@example.com", sentryUser: "8" },
  },
  channels: { alerts: "#alerts", staging: "#alerts-staging" },
};

/** What the shop promises. */
export const objectiveOf = (overrides: Partial<ObjectiveInput>): Objective =>
  objectiveSchema.parse({
    id: "objectives/shop",
    source: ["monitoring 3.1"],
    title: "The shop works",
    service: "shop",
    owner: "founder",
    indicator: { kind: "uptime", definitions: ["shop/errors"] },
    target: 99.9,
    warning: 99.95,
    window: 30,
    why: "People buy.",
    ...overrides,
  });

export const route = (name: string, to: { mail?: string[]; slack?: string[]; pager?: string[] }): Route =>
  routeSchema.parse({ name, ...to });

const routes = [
  route("everybody", { mail: ["founder"], slack: ["alerts"] }),
  route("on-call", { mail: ["founder"], slack: ["alerts"], pager: ["webhook-pager"] }),
  route("also-everybody", { mail: ["founder"], slack: ["alerts"] }),
  route("slack-only", { slack: ["alerts"] }),
  route("trial", { mail: ["founder"], slack: ["staging"] }),
];

/** The usual routes with one of them as it is given. */
export const routesWith = (other: Route): Route[] => routes.map((usual) => (usual.name === other.name ? other : usual));

export const withBody = (resource: Resource, body: JsonObject): Resource => ({
  ...resource,
  body: { ...resource.body, ...body },
});

export const withOptions = (resource: Resource, options: JsonObject): Resource =>
  resource.kind === "monitor"
    ? withBody(resource, { options: { ...Object(resource.body.options), ...options } })
    : resource;

function stateOf(state: State): CompiledState {
  const {
    definitions,
    routes: own = routes,
    stack = {},
    compiled = (r) => r,
    views,
    exceptions = [],
    sqlProbes = [],
  } = state;
  const config = { ...prod, ...stack };
  const resources = compile(definitions, own, config, [], views).map(compiled);
  const digests = digestsOf(covered(definitions, own));
  return compiledFrom({ stack: config, definitions, resources, routes: own, digests, exceptions, sqlProbes });
}

export function reviewed({ before, after }: Pick<Scenario, "before" | "after">): Review {
  return reviewOf({
    base: { name: "main", commit: null, state: stateOf(before) },
    head: { name: "branch", commit: null, state: stateOf(after) },
    unknown: [],
    notes: [],
    lint: null,
  });
}

export const said = ({ changes }: Review): string[] =>
  changes.map(({ weight, definition, kind, text }) => {
    const loud = weight === "dangerous" ? "DANGEROUS" : weight;
    return `${loud} ${definition ?? "(shared)"} ${kind}: ${text}`;
  });

export const done = ({ objects }: Review): string[] =>
  objects.map(({ action, vendor, kind, name }) => `${action} ${vendor} ${kind} ${name}`);

/** One monitor that was imported verbatim. */
export const verbatim = (query: string, message: string): State["views"] => ({
  dashboards: [],
  objectives: [],
  raw: [
    rawSchema.parse({
      ...{ id: "shop/by-hand", stack: "prod", kind: "monitor" },
      body: {
        ...{ name: "Load", type: "query alert", query, message, tags: [] },
        options: { thresholds: { critical: Number(query.split(" ").at(-1)) }, renotify_interval: 30 },
      },
    }),
  ],
});
