import { z } from "zod";
import { type Finding, lint, merged } from "../../lint/lint.ts";
import type { CompiledStack } from "../../lint/rule.ts";
import { applySuppressions } from "../../lint/suppressions.ts";
import { definitionSchema, routeSchema } from "../../model/definition.ts";
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
 * What lint says of two compiled states, offline, but for what exceptions.yaml of the project suppresses. Null when one of them is
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
  const { findings } = applySuppressions(lint({ written, compiled: [stack] }), readExceptions(root), {
    today: new Date(),
    // Whether an entry is needed is not for a review to say: it does not see the whole project.
    ran: () => false,
  });
  return merged(findings).map(problemOf);
}

/** Without a line: a review shows two states, and the lines of only one are there. */
const problemOf = ({ rule, severity, definition, message, remedy }: Finding): Problem => ({
  rule,
  severity,
  file: null,
  line: null,
  definition,
  message,
  remedy,
});
