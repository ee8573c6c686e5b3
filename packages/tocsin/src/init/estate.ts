import { nameFor } from "create-tocsin";
import { onlyOn } from "../import/sentry.ts";
import { rawIds, readVerbatim } from "../import/verbatim/verbatim.ts";
import { scheduleProblem } from "../model/cron.ts";
import { definitionIdSchema } from "../model/definition.ts";
import type { Raw } from "../model/raw.ts";
import { isObject, listAt, textAt, type VendorName } from "../model/resource.ts";
import type { StackConfig } from "../model/stack.ts";
import { kinds } from "../vendors/kinds.ts";
import type { LiveObject } from "../vendors/live.ts";
import type { DeployedCron } from "./definitions.ts";

/** What is live already, sorted into what is imported and what is not. Pure. */

interface ServiceCrons {
  service: string;
  projectId: string;
  crons: DeployedCron[];
}

/** A resource that is not imported, and why: a phrase that ends a sentence about it. */
interface Left {
  vendor: VendorName;
  label: string;
  vendorId: string;
  title: string;
  reason: string;
}

export interface Estate {
  /** With the vendor's id of each, and the ids of all that it becomes by the names of their resources. */
  raw: { raw: Raw; vendor: VendorName; vendorId: string; ids: ReadonlyMap<string, string> }[];
  /** By service: the crons that it has, and the id of its project. */
  crons: ServiceCrons[];
  left: Left[];
}

interface EstateContext {
  stack: StackConfig;
  /** Names of the project's other stacks, and of their Sentry environments: what says one of them is theirs. */
  others: ReadonlySet<string>;
  /** Vendors' ids of what is imported already, whatever the stack. */
  imported: ReadonlySet<string>;
  /** Ids of definitions that are taken. */
  taken: ReadonlySet<string>;
  /** Sentry's numbers of projects, by the name of the project in the stack file. */
  sentryProjects: ReadonlyMap<string, string>;
}

export function estateOf(live: readonly LiveObject[], known: EstateContext): Estate {
  const estate: Estate = { raw: [], crons: [], left: [] };
  const taken = new Set(known.taken);
  // A monitor of Sentry's comes before the alerts that notify of it.
  const joined = new Set<LiveObject>();
  const isOpen = (object: LiveObject) =>
    !known.imported.has(`${object.kind} ${object.vendorId}`) && !joined.has(object);
  const workflows = live.filter(({ kind }) => kind === "workflow");
  const isTheirs = (object: LiveObject) => environmentsOf(object).some((one) => known.others.has(one));
  for (const object of [...live].sort(byPlace)) {
    const { vendor, kind, vendorId, body } = object;
    if (!isOpen(object) || madeBySentry(object)) continue;
    const leave = (reason: string) =>
      estate.left.push({ vendor, label: kinds[kind].label, vendorId, title: titleOf(object), reason });
    if (object.identity !== null) {
      leave(`it is managed already: it is marked as ${object.identity.definition}`);
      continue;
    }
    const other = environmentsOf(object).find((one) => known.others.has(one));
    if (other !== undefined) {
      leave(`it says that it is of ${other}, which is another stack`);
      continue;
    }
    if (kind === "project-crons") {
      const crons = cronsOf(object, known.stack);
      if ("reason" in crons) leave(crons.reason);
      else estate.crons.push(crons);
      continue;
    }
    const project = kind === "detector" ? (known.sentryProjects.get(String(body.projectId)) ?? null) : null;
    const id = freeId(object, project, taken);
    const own = kind === "detector" ? onlyOn(vendorId, workflows) : [];
    const alerts = own.filter((one) => isOpen(one) && one.identity === null && !isTheirs(one));
    const whole = readVerbatim(object, id, project, known.stack, alerts);
    // An alert that cannot be imported keeps its monitor from nothing.
    const isWhole = "raw" in whole || alerts.length === 0;
    const raw = isWhole ? whole : readVerbatim(object, id, project, known.stack);
    if ("reasons" in raw) {
      leave(raw.reasons.join("; "));
      continue;
    }
    taken.add(id);
    for (const alert of isWhole ? alerts : []) joined.add(alert);
    estate.raw.push({ raw: raw.raw, vendor, vendorId, ids: rawIds(raw.raw, [object, ...(isWhole ? alerts : [])]) });
  }
  return estate;
}

/** Always in the same order, so that the same estate gives the same files. */
const byPlace = (a: LiveObject, b: LiveObject): number => {
  const [one, other] = [a, b].map(({ vendor, kind, vendorId }) => `${vendor} ${kind} ${vendorId.padStart(20, "0")}`);
  return (one ?? "") < (other ?? "") ? -1 : 1;
};

const titleOf = ({ kind, vendorId, body }: LiveObject): string => kinds[kind].title(body) || vendorId;

/** Whether it is something that a team has made: what Sentry makes by itself and a bare cron are no alerts. */
export const isMade = (object: LiveObject): boolean => object.kind !== "project-crons" && !madeBySentry(object);

/** Every project comes with monitors of Sentry's own. */
const madeBySentry = ({ kind, body }: LiveObject): boolean =>
  kind === "detector" && ["error", "issue_stream"].includes(textAt(body, "type"));

/** What an object says of the environment that it is for. */
function environmentsOf({ vendor, body }: LiveObject): string[] {
  if (vendor === "datadog") return tagged(body.tags, "env");
  if (vendor !== "sentry") return [];
  const [source] = Array.isArray(body.dataSources) ? body.dataSources : [];
  const places = [body, source, body.config];
  return places.flatMap((place) => textAt(place, "environment") || []);
}

function tagged(tags: unknown, key: string): string[] {
  return (Array.isArray(tags) ? tags : []).flatMap((tag) =>
    typeof tag === "string" && tag.startsWith(`${key}:`) ? [tag.slice(key.length + 1)] : [],
  );
}

function cronsOf({ vendorId, body, properties }: LiveObject, stack: StackConfig): ServiceCrons | { reason: string } {
  const service = Object.entries(stack.vercel.projects).find(([, { id }]) => id === vendorId)?.[0];
  if (service === undefined) return { reason: "its project is none of the chosen services" };
  const crons = listAt(properties, "definitions")
    .filter(isObject)
    .map((one) => ({ path: textAt(one, "path"), schedule: textAt(one, "schedule") }));
  if (crons.length === 0) return { reason: "no cron is deployed" };
  if (body.enabled !== true) return { reason: "its crons are switched off, and an update would switch them on" };
  for (const { path, schedule } of crons) {
    const is = `its cron ${path} at "${schedule}" is none that a definition can have`;
    if (!/^\/[^\s"]*$/.test(path)) return { reason: is };
    const wrong = scheduleProblem(schedule);
    if (wrong !== null) return { reason: `${is}: ${wrong.reason}` };
  }
  return { service, projectId: vendorId, crons };
}

const subjects: Partial<Record<LiveObject["kind"], string>> = { dashboard: "dashboards", slo: "objectives" };

/** `checkout/many-errors`: by its service or project, else by its vendor; with a number where that is taken. */
function freeId(object: LiveObject, project: string | null, taken: ReadonlySet<string>): Raw["id"] {
  const { vendor, kind, body } = object;
  const [service] = vendor === "datadog" ? tagged(body.tags, "service") : [];
  const subject = nameFor(subjects[kind] ?? service ?? project ?? vendor).slice(0, 24);
  const title =
    kind === "webhook-endpoint"
      ? textAt(body, "description") || textAt(body, "url").replace(/^https?:\/\//, "")
      : titleOf(object);
  const base = `${subject.replace(/-+$/, "")}/${slug(title)}`.slice(0, 56).replace(/-+$/, "");
  for (let n = 1; ; n++) {
    const id = definitionIdSchema.parse(n === 1 ? base : `${base}-${n}`);
    if (!taken.has(id)) return id;
  }
}

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "") || "unnamed";
