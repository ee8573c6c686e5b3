import type { z } from "zod";
import { faultsOf } from "../../model/check.ts";
import { type Dashboard, dashboardSchema } from "../../model/dashboard.ts";
import { type Definition, definitionSchema, type Route, routeSchema } from "../../model/definition.ts";
import type { Fault, FaultOf } from "../../model/fault.ts";
import { type Maintenance, maintenanceFaults, maintenanceSchema } from "../../model/maintenance.ts";
import { type Objective, objectiveSchema } from "../../model/objective.ts";
import { type OnCall, onCallFaults, onCallSchema } from "../../model/on-call.ts";
import { placeholders } from "../../model/placeholder.ts";
import { type Problem, sortProblems } from "../../model/problem.ts";
import { type Raw, rawSchema } from "../../model/raw.ts";
import { type SqlProbe, sqlProbeFaults, sqlProbeSchema } from "../../model/sql-probe.ts";
import { clashes, repeatedDestinations } from "../../model/unique.ts";
import { dashboardFaults, objectiveFaults, referenceFaults } from "../../model/views.ts";
import type { Bundle } from "./bundle.ts";
import { exportsOf, idOf, notExported, writtenOf } from "./exported.ts";
import { fieldPlace, type Place, problemAt } from "./place.ts";

/** Everything that the definition files say. With problems, `definitions` holds those that have none of their own. */
export interface Loaded {
  definitions: Definition[];
  routes: Route[];
  dashboards: Dashboard[];
  objectives: Objective[];
  maintenances: Maintenance[];
  onCalls: OnCall[];
  raw: Raw[];
  sqlProbes: SqlProbe[];
  problems: Problem[];
  /** Where each definition begins, by id; found only when asked for. */
  places: Map<string, Where>;
  /** The same for routes, by name. */
  routePlaces: Map<string, Where>;
}

/** Finds a place when it is first asked for: only problems need one. */
type Where = () => Place | null;
type FieldPlace = (where: Where, path: string) => Place | null;

function once(find: Where): Where {
  let found: Place | null | undefined;
  return () => {
    if (found === undefined) found = find();
    return found;
  };
}

const beside = {
  dashboard: dashboardSchema,
  objective: objectiveSchema,
  maintenance: maintenanceSchema,
  "on-call": onCallSchema,
  raw: rawSchema,
  "sql-probe": sqlProbeSchema,
};

/**
 * Holds everything exported against the schemas; every problem is collected with its place.
 * @param made all that was made while the files ran: what of it is not exported is a problem
 */
export function judge(
  modules: Record<string, unknown>,
  locate: Bundle["locate"],
  root: string,
  made: readonly unknown[] = [],
): Loaded {
  const problems: Problem[] = [];
  const definitions: Definition[] = [];
  const routes: Route[] = [];
  const dashboards: Dashboard[] = [];
  const objectives: Objective[] = [];
  const maintenances: Maintenance[] = [];
  const onCalls: OnCall[] = [];
  const raw: Raw[] = [];
  const sqlProbes: SqlProbe[] = [];
  const places = new Map<string, Where>();
  const routePlaces = new Map<string, Where>();
  const sources = new Map<string, string[]>();
  const seen = new Map<string, Where>();
  const at: FieldPlace = (where, path) => {
    const place = where();
    return place && fieldPlace(place, path, root, sources);
  };

  problems.push(...notExported(modules, made, locate));
  for (const [value, name] of exportsOf(modules)) {
    const written = writtenOf(value);
    if (written === null) {
      problems.push(
        problemAt(
          null,
          "load/not-a-definition",
          null,
          `the export "${name}" is none of definition, route, dashboard, objective, maintenance window, on-call definition, statement and raw resource`,
          "Make it with alert({...}), route({...}), dashboard({...}), objective({...}), maintenance({...}), onCall({...}), sqlProbe({...}) or raw({...}), or do not export it.",
        ),
      );
      continue;
    }
    const where = once(() => locate(written.at.stack ?? ""));
    const id = idOf(value);
    if (written.kind === "route") {
      const route = routeSchema.safeParse(value);
      if (route.success) {
        const { name } = route.data;
        const first = routePlaces.get(name);
        if (first !== undefined) {
          const message = `the route "${name}" is defined twice${placeText(first())}`;
          const remedy = "Give one of the two another name, or keep one.";
          problems.push(problemAt(at(where, "name"), "model/duplicate-route", null, message, remedy));
          continue;
        }
        for (const { path, what } of repeatedDestinations(route.data)) {
          problems.push(problemAt(at(where, path), "model/duplicate-destination", null, what, "Name each once."));
        }
        routes.push(route.data);
        routePlaces.set(name, where);
      } else problems.push(...issues(route.error, where, null, at));
      continue;
    }
    if (id !== null && seen.has(id)) {
      const first = seen.get(id) ?? (() => null);
      problems.push(
        problemAt(
          at(where, "id"),
          "model/duplicate-id",
          id,
          `the id is used twice${placeText(first())}`,
          "Give one of the two another id.",
        ),
      );
      continue;
    }
    if (id !== null) seen.set(id, where);
    const open = unfilled(value);
    problems.push(...open.map((path) => placeholderProblem(at(where, path), id, path)));
    if (written.kind !== "definition") {
      const view = beside[written.kind].safeParse(value);
      if (!view.success) problems.push(...issues(view.error, where, id, at, open));
      else if (open.length === 0) {
        places.set(view.data.id, where);
        if ("sql" in view.data) sqlProbes.push(view.data);
        else if ("body" in view.data) raw.push(view.data);
        else if ("silences" in view.data) maintenances.push(view.data);
        else if ("steps" in view.data) onCalls.push(view.data);
        else if ("indicator" in view.data) objectives.push(view.data);
        else dashboards.push(view.data);
      }
      continue;
    }
    const definition = definitionSchema.safeParse(value);
    if (!definition.success) {
      const faulty = issues(definition.error, where, id, at, open);
      problems.push(...faulty);
      continue;
    }
    if (open.length > 0) continue;
    places.set(definition.data.id, where);
    const faults = faultsOf(definition.data);
    problems.push(
      ...faults.map((f: Fault) => problemAt(at(where, f.path), f.rule, definition.data.id, f.message, f.remedy)),
    );
    if (faults.length === 0) definitions.push(definition.data);
  }
  problems.push(...unknownRoutes(definitions, routes, places, at));
  for (const { rule, of, path, first, firstPath, what, remedy } of clashes(definitions, objectives, [...seen.keys()])) {
    const placeOf = (id: string, field: string) => at(places.get(id) ?? seen.get(id) ?? (() => null), field);
    const message = `${what}${placeText(placeOf(first, firstPath))}`;
    problems.push(problemAt(placeOf(of, path), rule, of, message, remedy));
  }
  const blame = ({ of, path, rule, message, remedy }: FaultOf) =>
    problems.push(problemAt(at(places.get(of) ?? (() => null), path), rule, of, message, remedy));
  sqlProbeFaults(sqlProbes).forEach(blame);
  // What is wrong in a definition is told there: an objective over it is not wrong for that.
  if (problems.length === 0) {
    [
      ...dashboardFaults(dashboards),
      ...objectives.flatMap((one) => objectiveFaults(one, definitions)),
      ...maintenances.flatMap((one) => maintenanceFaults(one, definitions)),
      ...onCalls.flatMap((one) => onCallFaults(one, onCalls, routes, definitions)),
      ...definitions.flatMap((one) => referenceFaults(one, definitions, objectives)),
    ].forEach(blame);
  }
  return {
    definitions,
    routes,
    dashboards,
    objectives,
    maintenances,
    onCalls,
    raw,
    sqlProbes,
    places,
    routePlaces,
    problems: sortProblems(problems),
  };
}

/** Where the first of two stands. */
const placeText = (place: Place | null): string => (place === null ? "" : `, first in ${place.file}:${place.line}`);

function unknownRoutes(
  definitions: readonly Definition[],
  routes: readonly Route[],
  places: Map<string, Where>,
  at: FieldPlace,
): Problem[] {
  const names = new Set(routes.map((r) => r.name));
  const known = `Use one of ${[...names].sort().join(", ") || "the routes you define"}.`;
  const named = ({ id, route, routeByGroup }: Definition) => [
    { id, route, path: "route" },
    ...Object.entries(routeByGroup?.routes ?? {}).map(([value, name]) => ({
      id,
      route: name,
      path: `routeByGroup.routes.${value}`,
    })),
  ];
  return definitions
    .flatMap(named)
    .filter(({ route }) => !names.has(route))
    .map(({ id, route, path }) =>
      problemAt(
        at(places.get(id) ?? (() => null), path),
        "model/unknown-route",
        id,
        `there is no route "${route}"`,
        known,
      ),
    );
}

/** Text of a definition that is not ours to choose, and may look like a placeholder. */
const verbatim = new Set(["phrases", "parse", "searches", "body", "sql"]);

/** Dotted paths of what `tocsin import` could not know and nobody has filled in yet. */
function unfilled(value: unknown): string[] {
  return placeholders(value)
    .filter((path) => !path.some((key) => verbatim.has(key)))
    .map((path) => path.join("."));
}

function placeholderProblem(place: Place | null, definition: string | null, path: string): Problem {
  const message = `${path} still holds a placeholder`;
  return problemAt(place, "model/placeholder", definition, message, "Write what belongs there.");
}

/** `told`: paths that need no second word. */
function issues(
  error: z.ZodError,
  where: Where,
  definition: string | null,
  at: FieldPlace,
  told: readonly string[] = [],
): Problem[] {
  const fresh = error.issues.filter(({ path }) => !told.includes(path.map(String).join(".")));
  return fresh.map((issue) => {
    const path = issue.path.map(String).join(".");
    const keys = issue.code === "unrecognized_keys" ? ` (${issue.keys.join(", ")})` : "";
    return problemAt(
      at(where, path || (issue.code === "unrecognized_keys" ? (issue.keys[0] ?? "") : "")),
      "model/schema",
      definition,
      `${path || "the definition"}: ${issue.message}${keys}`,
      "Correct the value; docs/reference/definitions.md lists what each field takes.",
    );
  });
}
