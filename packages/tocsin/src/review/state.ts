import { z } from "zod";
import type { Definition, Route } from "../model/definition.ts";
import type { Exception } from "../model/exceptions.ts";
import { ConfigurationError } from "../model/problem.ts";
import type { Project } from "../model/project.ts";
import { type Raw, rawSchema } from "../model/raw.ts";
import { isTooDeep } from "../model/resource.ts";
import { metricsOf, type SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";
import { messageOf } from "../shared/failure.mjs";
import { exceptions } from "./exceptions.ts";

const json = z.record(z.string(), z.json());

/** Names are printed and stand in annotations of workflows: on one line, without characters that drive a terminal. */
const name = z.string().regex(/^[^\p{Cc}\u2028\u2029]*$/u, "a name has no line breaks and no control characters");

/** Where a value is put: into what the body has, never into what every object inherits. */
const refPath = name.refine(
  (path) => path.split(".").every((key) => !["__proto__", "constructor", "prototype"].includes(key)),
  "a path names members of the body",
);

const compiledResource = z.object({
  vendor: z.string(),
  kind: z.string(),
  name,
  definition: name.nullable(),
  parent: json,
  body: json,
  refs: z.array(
    z.object({
      path: refPath,
      within: z.string().optional(),
      in: z.literal("parent").optional(),
      resource: name,
      property: name,
    }),
  ),
  aliases: z.array(name).optional(),
});

/**
 * The published shape of `tocsin compile --json`: what a review compares, and what a job can read that must not run the
 * branch's code. Kinds and fields of definitions are not judged here, because the one who reads may be an older or a newer
 * version than the one who wrote; what is optional, versions before this review did not write.
 */
export const compiledState = z.object({
  stack: z.string(),
  /** With the stack's overrides. */
  definitions: z.array(z.intersection(z.object({ id: z.string() }), json)),
  resources: z.array(compiledResource),
  routes: z.array(z.intersection(z.object({ name: z.string() }), json)).optional(),
  /** The stack file's plain values. */
  settings: json.optional(),
  /** Of each definition before the stack's overrides, by id: what evidence is about. */
  digests: z.record(z.string(), z.string()).optional(),
  /** What is imported verbatim, with the digest that it was imported with. */
  verbatim: z
    .array(z.object({ id: rawSchema.shape.id, kind: rawSchema.shape.kind, asImported: rawSchema.shape.asImported }))
    .optional(),
  /** What the probe asks of databases, with the metrics that come of it. */
  statements: z.array(z.object({ id: z.string(), sql: z.string(), metrics: z.array(z.string()) })).optional(),
  /** Where each definition begins, by id: the file from the project's root, and a 1-based line. */
  places: z.record(name, z.object({ file: name, line: z.number().int().positive() })).optional(),
  /** What exceptions.yaml lets pass. */
  exceptions: exceptions.optional(),
});

export type CompiledState = z.infer<typeof compiledState>;
export type CompiledResource = z.infer<typeof compiledResource>;

/** What a stack compiles to, in the published form. Pure: `undefined` members go, as they do in JSON. */
export function compiledFrom(compiled: {
  stack: StackConfig;
  definitions: readonly Definition[];
  resources: readonly { name: string }[];
  routes: readonly Route[];
  digests: Record<string, string>;
  raws?: readonly Raw[];
  sqlProbes?: readonly SqlProbe[];
  exceptions?: readonly Pick<Exception, "id" | "at" | "stack" | "reason" | "until">[];
  placeOf?: Project["placeOf"];
}): CompiledState {
  const { name, ...settings } = compiled.stack;
  const { definitions, resources, routes, digests, raws, sqlProbes = [], exceptions: passed, placeOf } = compiled;
  const places = placeOf && placesIn(definitions, placeOf);
  const statements = sqlProbes.map((probe) => ({ id: probe.id, sql: probe.sql, metrics: metricsOf(probe) }));
  const state = {
    stack: name,
    definitions,
    resources,
    routes,
    settings,
    digests,
    verbatim: raws?.map(({ id, kind, asImported }) => ({ id, kind, asImported })),
    statements,
    places,
    exceptions: passed,
  };
  return compiledState.parse(JSON.parse(JSON.stringify(state)));
}

const placesIn = (definitions: readonly Definition[], placeOf: NonNullable<Project["placeOf"]>) =>
  Object.fromEntries(
    definitions.flatMap(({ id }) => {
      const place = placeOf(id);
      return place === null ? [] : [[id, place]];
    }),
  );

/**
 * Reads `tocsin compile --json`.
 * @param from named in the error
 * @throws ConfigurationError when it is something else
 */
export function parseCompiled(text: string, from: string): CompiledState {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError(
      `${from} is not JSON (${messageOf(cause)}). It must hold what \`tocsin compile --json\` prints.`,
    );
  }
  if (isTooDeep(content)) {
    throw new ConfigurationError(`${from} is nested deeper than anything that \`tocsin compile --json\` prints.`);
  }
  const parsed = compiledState.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ConfigurationError(
    `${from} is not what \`tocsin compile --json\` prints: ${issue?.path.join(".") || "the whole"}: ${issue?.message}`,
  );
}

/** Which stack a state is of, and whether that is production. */
export const standingOf = ({ stack, settings }: CompiledState): { stack: string; production: boolean } => ({
  stack,
  production: settings?.allowDrills === false,
});

/** A stack without anything: what a base is compared as when there is none. */
export const emptyState = (stack: string): CompiledState => ({ stack, definitions: [], resources: [] });
