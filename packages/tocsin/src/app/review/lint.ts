import { z } from "zod";
import { lint, merged, type UnplacedProblem } from "../../lint/lint.ts";
import type { CompiledStack } from "../../lint/rule.ts";
import { rules } from "../../lint/rules.ts";
import { applySuppressions } from "../../lint/suppressions.ts";
import { definitionSchema, routeSchema } from "../../model/definition.ts";
import { type Exception, exceptionsFile } from "../../model/exceptions.ts";
import type { Problem } from "../../model/problem.ts";
import type { Resource } from "../../model/resource.ts";
import type { CompiledState } from "../../review/state.ts";
import { jsonObject } from "../../vendors/json.ts";
import { kinds } from "../../vendors/kinds.ts";
import { readExceptions } from "../exceptions-file.ts";

const stateShape = z.object({
  definitions: z.array(definitionSchema),
  routes: z.array(routeSchema),
  settings: z.object({
    people: z.record(z.string(), z.object({ mail: z.string(), sentryUser: z.string() })),
    channels: z.record(z.string(), z.string()),
    scopes: z.record(z.string(), z.array(z.string())).default({}),
  }),
  resources: z.array(
    z.object({
      kind: z.custom<Resource["kind"]>((kind) => typeof kind === "string" && kind in kinds),
      vendor: z.custom<Resource["vendor"]>((vendor) => Object.values(kinds).some((kind) => kind.vendor === vendor)),
      name: z.string(),
      definition: z.string().nullable(),
      parent: jsonObject,
      body: jsonObject,
      refs: z.array(z.object({ path: z.string(), resource: z.string(), property: z.string() })),
    }),
  ),
});

/**
 * What lint says of two compiled states, offline, as `tocsin lint --stack` would: each with the exceptions that it carries, or else with
 * those of the project. Null when one of them is
 * of a version that this one cannot judge: to compare nothing is then more honest than to call all of it new.
 * @param runbooks names of the pages that the head has; null where they are not known
 */
export function lintOfBoth(
  root: string,
  base: CompiledState | null,
  head: CompiledState,
  runbooks: ReadonlySet<string> | null,
): { base: Problem[]; head: Problem[] } | null {
  const before = base === null ? [] : problemsOf(root, base, runbooks);
  const after = problemsOf(root, head, runbooks);
  return before === null || after === null ? null : { base: before, head: after };
}

function problemsOf(root: string, state: CompiledState, runbooks: ReadonlySet<string> | null): Problem[] | null {
  const parsed = stateShape.safeParse(state);
  if (!parsed.success) return null;
  const { definitions, routes, resources, settings } = parsed.data;
  const stack: CompiledStack = { config: { name: state.stack, ...settings }, definitions, resources };
  const written = { definitions, routes, dashboards: [], objectives: [], runbooks, documents: null, stacks: [] };
  const { findings } = applySuppressions(lint({ written, compiled: [stack] }), exceptionsOf(root, state), {
    today: new Date(),
    ran: (rule, of) => ranOn(rule) && (of === undefined || of === state.stack),
  });
  return merged(findings).map((finding) => problemOf(finding, state));
}

/** The entries as the state carries them; an older version's state carries none, and the project's own hold. */
function exceptionsOf(root: string, { exceptions }: CompiledState): Exception[] {
  if (exceptions === undefined) return readExceptions(root);
  return exceptions.map(({ id, at, stack, reason, until }, index) => {
    const entry = { id, reason, until, number: index + 1, line: 0 };
    return { ...entry, ...(at !== undefined && { at }), ...(stack !== undefined && { stack }) };
  });
}

/** Whether all that a rule looks at stands in a compiled state, so that an entry for it can be called unused. */
function ranOn(rule: string): boolean {
  const looksAt = rules.find(({ id }) => id === rule)?.looksAt;
  return looksAt === "definition" || looksAt === "resource" || looksAt === "stack";
}

function problemOf(
  { rule, severity, definition, in: where, message, remedy }: UnplacedProblem,
  state: CompiledState,
): Problem {
  const place = definition === null ? undefined : state.places?.[definition];
  const ofEntry = where !== null && where !== undefined && "file" in where && where.file === exceptionsFile;
  const { file, line } = place ?? { file: ofEntry ? exceptionsFile : null, line: null };
  return { rule, severity, file, line, definition, message, remedy };
}
