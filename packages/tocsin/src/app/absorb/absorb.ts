import path from "node:path";
import type { Parser } from "../../absorb/edit.ts";
import { isSecretPlace, keyOf, type LiveBodies } from "../../absorb/gaps.ts";
import { type Change, type Inferred, infer } from "../../absorb/infer.ts";
import { dotted } from "../../absorb/leaves.ts";
import type { Absorption } from "../../absorb/outcome.ts";
import type { Definition, Route } from "../../model/definition.ts";
import { ConfigurationError } from "../../model/problem.ts";
import type { Project } from "../../model/project.ts";
import type { JsonObject, Resource } from "../../model/resource.ts";
import { declaresCrons, isComposite } from "../../model/signals/facts.ts";
import { type Loaded, loadDefinitions } from "../../project/definitions.ts";
import { readText } from "../../shared/text-file.ts";
import { compile } from "../../vendors/compile.ts";
import type { Finding } from "../../vendors/finding.ts";
import type { LiveObject } from "../../vendors/live.ts";
import type { Match } from "../../verify/match.ts";
import { resolve } from "../../verify/refs.ts";
import type { Report } from "../../verify/report.ts";
import { writeAll } from "../files/write-all.ts";
import { absorbRecipients, type Recipients } from "./recipients.ts";
import { writeChanges } from "./write.ts";

/** What was found at the vendors: the report, and which live object is which resource. */
export interface Found {
  report: Report;
  pairs: Match["pairs"];
}

/** Edited definition files, not yet written; paths are relative to the project. */
export interface EditedFile {
  file: string;
  before: string;
  after: string;
}

/**
 * What the definitions would have to say for every finding of class `changed` to be gone, and the files that say it. Nothing is written.
 * @throws ConfigurationError when the definitions cannot be loaded
 */
export async function absorb(
  root: string,
  project: Pick<Project, "stack" | "definitions" | "resources" | "routes" | "sqlProbes">,
  { report, pairs }: Found,
  parser: Parser,
): Promise<{ outcome: Absorption; files: EditedFile[] }> {
  const loaded = await loadDefinitions(root);
  if (loaded.problems.length > 0) throw new ConfigurationError("The definitions cannot be used:", loaded.problems);
  const looks = looksOf(project, loaded, { report, pairs });
  const byFields = looks(loaded.routes);
  const recipients = await absorbRecipients(
    { root, parser },
    { texts: new Map(), loaded },
    {
      ...{ definitions: project.definitions, routes: loaded.routes, stack: project.stack },
      left: new Set([...byFields].flatMap(([id, { refused }]) => (refused.length > 0 ? [id] : []))),
      liveOf: (id) => liveOf(ownPairs(id, pairs)),
      compileWith: (routes) => compiler({ ...project, routes: [...routes] }, loaded, pairs),
    },
  );
  // With other recipients the fields of the same alerts may have to be others than without.
  const inferences = recipients.changes.length === 0 ? byFields : looks(recipients.routes);
  let { written } = recipients;
  const outcome: Absorption = { changes: [...recipients.changes], refused: [], follows: [], pullRequest: null };
  for (const [id, findings] of grouped(report.findings.filter((finding) => finding.class === "changed"))) {
    const definition = project.definitions.find((one) => one.id === id);
    if (id === null || definition === undefined) {
      outcome.refused.push(...findings.map((one) => refusal(one, "it belongs to no alert")));
      continue;
    }
    const own = ownPairs(id, pairs);
    const inferred = inferences.get(id) ?? { changes: [], refused: [], follows: [] };
    const changes = [...inferred.changes, ...findings.flatMap((one) => scheduleOf(definition, one))];
    const overridden = overriddenBy(project, id, changes);
    const result =
      overridden !== null ? { reason: overridden } : await writeChanges({ root, parser }, written, id, changes);
    const failed = "reason" in result ? result.reason : null;
    for (const finding of findings) {
      const reason = reasonFor(finding, inferred, { own, failed, recipients });
      if (reason !== null) outcome.refused.push(refusal(finding, reason));
    }
    if ("reason" in result) continue;
    written = result.written;
    outcome.changes.push(...result.places);
    outcome.follows.push(...inferred.follows.map((one) => followed(id, one, own)));
  }
  const files = [...written.texts].map(([file, after]) => ({
    file: path.relative(root, file).split(path.sep).join("/"),
    before: readText(file, { marked: true }),
    after,
  }));
  return { outcome, files };
}

/** What is inferred of each alert with findings, by its id, with these routes. */
function looksOf(project: Parameters<typeof absorb>[1], loaded: Loaded, { report, pairs }: Found) {
  const ids = new Set(grouped(report.findings.filter((finding) => finding.class === "changed")).keys());
  const drifted = project.definitions.filter(({ id }) => ids.has(id));
  return (routes: readonly Route[]): Map<string, Inferred> =>
    new Map(
      drifted.map((definition) => [
        definition.id,
        infer({
          definition,
          live: liveOf(ownPairs(definition.id, pairs)),
          compile: compiler({ ...project, routes: [...routes] }, loaded, pairs),
          routes: routes.map(({ name }) => name),
        }),
      ]),
    );
}

const liveOf = (own: readonly [Resource, LiveObject][]): LiveBodies =>
  new Map(own.map(([{ name, kind }, { body }]) => [name, { kind, body }]));

/** Writes edited files, all or none. */
export function writeFiles(root: string, files: readonly EditedFile[]): void {
  writeAll(
    root,
    files.map(({ file, after }) => ({ path: file, content: after })),
  );
}

function grouped(findings: readonly Finding[]): Map<string | null, Finding[]> {
  const groups = new Map<string | null, Finding[]>();
  for (const finding of findings) groups.set(finding.definition, [...(groups.get(finding.definition) ?? []), finding]);
  return groups;
}

/** Kinds that follow from a definition as a whole: what a deployment consists of, a secret. */
const whole: readonly Resource["kind"][] = ["deployment", "environment-variable", "project"];

const ownPairs = (id: string | null, pairs: Match["pairs"]): [Resource, LiveObject][] =>
  [...pairs].filter(([{ definition, kind }]) => definition === id && !whole.includes(kind));

/** Compiles one definition alone, with the ids of what is live. */
function compiler(
  { stack, definitions, routes, sqlProbes }: Parameters<typeof absorb>[1],
  loaded: Loaded,
  pairs: Match["pairs"],
) {
  const byName = new Map([...pairs].map(([{ name }, live]) => [name, live]));
  return (definition: Definition): ReadonlyMap<string, JsonObject> | null => {
    // Only these are made of other definitions; all others compile alone, hundreds of times in a moment.
    const needsOthers = isComposite(definition.signal) || definition.signal.kind === "burn-rate";
    const others = needsOthers ? definitions.filter(({ id }) => id !== definition.id) : [];
    const objectives = needsOthers ? loaded.objectives : [];
    try {
      return new Map(
        compile([...others, definition], routes, stack, [], { dashboards: [], objectives, sqlProbes })
          .filter((resource) => resource.definition === definition.id)
          .map((resource) => [resource.name, resolve(resource, (name) => byName.get(name)).body]),
      );
    } catch {
      // A value that is only tried may be one that no compiler expects.
      return null;
    }
  };
}

/** A cron that was deployed with another schedule: no resource of ours carries it. */
function scheduleOf({ signal }: Definition, { kind, path: place, actual }: Finding): Change[] {
  const cronPath = /^crons\.definitions\[(.*)\]\.schedule$/.exec(place ?? "")?.[1];
  if (kind !== "cron" || !declaresCrons(signal) || typeof actual !== "string") return [];
  return signal.crons.flatMap((cron, index) =>
    cron.path === cronPath ? [{ path: ["signal", "crons", index, "schedule"], from: cron.schedule, to: actual }] : [],
  );
}

function overriddenBy(
  { stack }: Parameters<typeof absorb>[1],
  id: string | null,
  changes: readonly Change[],
): string | null {
  const override = stack.overrides[id ?? ""];
  const found = changes.find(({ path: place }) => {
    const field = place.at(-1);
    return override !== undefined && typeof field === "string" && Reflect.get(override, field) !== undefined;
  });
  if (found === undefined) return null;
  return `${dotted(found.path)} is set under tocsin:overrides in Pulumi.${stack.name}.yaml: change it there`;
}

/** Why a finding is not absorbed; null when it is. */
function reasonFor(
  finding: Finding,
  inferred: Inferred,
  { own, failed, recipients }: { own: [Resource, LiveObject][]; failed: string | null; recipients: Recipients },
) {
  const { kind, path: place, vendorId } = finding;
  if (kind === "cron") return failed;
  const [resource] = own.find(([one, live]) => one.kind === kind && live.vendorId === vendorId) ?? [];
  if (resource === undefined || place === null) return "it is no part of what the definition compiles to";
  if (isSecretPlace(resource.kind, place)) return "it may be a secret, and is written into no file";
  const refused = inferred.refused.find((one) => one.resource === resource.name && one.path === place);
  if (refused !== undefined) return recipients.reasons.get(keyOf(refused)) ?? refused.reason;
  if (recipients.explained.has(keyOf({ resource: resource.name, path: place }))) return null;
  return inferred.changes.length === 0 ? "it is no part of what the definition compiles to" : failed;
}

const refusal = ({ definition, vendor, kind, path: place }: Finding, reason: string) => ({
  ...{ definition, vendor, kind, path: place },
  reason,
});

function followed(
  definition: string | null,
  { resource, path: place }: Inferred["follows"][number],
  own: [Resource, LiveObject][],
) {
  const [found] = own.find(([{ name }]) => name === resource) ?? [];
  return { definition, vendor: found?.vendor ?? "", kind: found?.kind ?? null, path: place };
}
