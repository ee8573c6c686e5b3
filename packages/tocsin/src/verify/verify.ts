import { withArticle } from "../model/article.ts";
import type { Broken } from "../model/broken.ts";
import type { Exception } from "../model/exceptions.ts";
import type { Resource } from "../model/resource.ts";
import type { Check, ProjectFacts, StackFacts, Verdict } from "../vendors/check.ts";
import { checksFor, judgeLists, notChecked } from "../vendors/checks.ts";
import { type Clients, clientsFor } from "../vendors/clients.ts";
import type { Connections } from "../vendors/connections.ts";
import type { Finding } from "../vendors/finding.ts";
import { VendorAbsent, VendorError, VendorRetired } from "../vendors/http/errors.ts";
import { notCheckedText, type Outage, together, type Unread } from "../vendors/http/failures.ts";
import type { Limits, VendorHttp } from "../vendors/http/read.ts";
import { kinds } from "../vendors/kinds.ts";
import { type ListOptions, type LiveList, type LiveObject, readEachOnce } from "../vendors/live.ts";
import { compare } from "./compare.ts";
import { applyAccepted } from "./exceptions.ts";
import { type Reading, readings } from "./lists.ts";
import { type Match, match } from "./match.ts";
import type { Report } from "./report.ts";
import { unmanaged } from "./unmanaged.ts";

export interface VerifyInput {
  /** Every resource of the stack: refs among them are resolved. */
  resources: readonly Resource[];
  stack: string;
  /** The stack's settings and definitions. Null: only the objects themselves are compared. */
  project: ProjectFacts | null;
  /** Entries of exceptions.yaml. */
  exceptions?: readonly Exception[];
  /** What runs behind broken glass, or why that could not be told; left out for a stack without a gate. */
  breakGlass?: readonly Broken[] | { unknown: string };
  connections: Connections;
  now: () => Date;
  limits?: Limits;
  /** Dashboards that an earlier run read; without it each of ours is read. */
  memory?: ListOptions["memory"];
  /** Is told which live object is which resource, for whoever needs more than what differs. */
  matched?: (pairs: Match["pairs"]) => void;
}

/**
 * Reads what is live by a few list calls a vendor, all vendors at once, and compares it with the code. What cannot be read
 * becomes a finding and an incomplete report; everything else is checked all the same. Errors that are no vendor's (a bug of
 * ours) are thrown.
 */
export async function verify(input: VerifyInput): Promise<Report> {
  const { resources, stack, project, exceptions = [], breakGlass = [], connections, now, limits = {} } = input;
  const checkedAt = now();
  const clients = clientsFor(connections, limits, project?.config);
  const plan = readings(resources, clients, { everything: project !== null, memory: input.memory });
  const reads = plan.map((one) => ({ vendor: one.vendor, outcome: readVendor(one) }));
  // A check waits for its own vendor's lists only: a slow vendor must not use up the time of another.
  const objectsOf = async (vendor: string) => {
    const own = await Promise.all(reads.filter((one) => one.vendor === vendor).map(({ outcome }) => outcome));
    return own.flatMap(({ live }) => live);
  };
  const used = plan.map(({ vendor }) => vendor);
  const facts = project && { ...project, ...notEvaluatedAt(connections) };
  const checks = facts === null ? [] : checksFor(used, clients, facts, resources);
  const [outcomes, looks] = await Promise.all([
    Promise.all(reads.map(({ outcome }) => outcome)),
    Promise.all(checks.map((check) => runCheck(check, objectsOf(check.vendor)))),
  ]);

  const unread = new Set(outcomes.flatMap((outcome) => outcome.unread));
  const readable = resources.filter((resource) => !unread.has(resource));
  const live = outcomes.flatMap((outcome) => outcome.live);
  const matched = match(readable, live, kinds);
  input.matched?.(matched.pairs);
  const verdicts: Verdict[] = [{ findings: compare(readable, live, stack, matched) }];
  if (project !== null) {
    const claimed = new Set([
      ...matched.pairs.values(),
      ...matched.duplicates.map((one) => one.live),
      ...matched.missing.flatMap(({ elsewhere }) => elsewhere),
    ]);
    const timeOf = clock(clients, checkedAt);
    const { pairs } = matched;
    const acting = resources.map((one) => ({ ...one, body: pairs.get(one)?.body ?? one.body }));
    const known: StackFacts = { ...project, resources: readable, pairs, acting, live, claimed, timeOf };
    verdicts.push({ findings: unmanaged(known) }, ...judgeLists(used, known));
    verdicts.push(...looks.map(({ judge }) => judge(known)));
  }
  const failed = [...outcomes, ...looks];
  const unreadable = together(failed.flatMap(({ failures }) => failures)).map(unreadableFinding);
  const found = [
    ...failed.flatMap(({ findings }) => findings),
    ...unreadable,
    ...verdicts.flatMap(({ findings = [] }) => findings),
  ];
  found.push(...deprecations(clients));
  const complete = failed.every((one) => one.complete);
  const sorted = applyAccepted(found, exceptions, { stack, today: checkedAt, complete });
  const sent = connectionsOf(clients).map(([vendor, https]) => ({ vendor, ...callsOf(https) }));
  const read = sent.filter((one) => one.calls + one.signalCalls > 0 || used.some((vendor) => vendor === one.vendor));
  return {
    stack,
    checkedAt: checkedAt.toISOString(),
    complete,
    resources: readable.length,
    calls: Object.fromEntries(read.map((one) => [one.vendor, one.calls])),
    signalCalls: Object.fromEntries(read.map((one) => [one.vendor, one.signalCalls])),
    singleCalls: Object.fromEntries(read.map((one) => [one.vendor, one.singleCalls])),
    ...sorted,
    mutes: verdicts.flatMap(({ mutes = [] }) => mutes),
    pending: verdicts.flatMap(({ pending = [] }) => pending),
    breakGlass: "unknown" in breakGlass ? [] : [...breakGlass],
    notChecked: [
      ...("unknown" in breakGlass ? [breakGlass.unknown] : []),
      ...(project === null ? [] : notChecked(clients, project, resources)),
      ...verdicts.flatMap(({ notChecked = [] }) => notChecked),
    ],
  };
}

/** Only emulated vendors say so. */
function notEvaluatedAt({ emulated }: Connections): Pick<ProjectFacts, "notEvaluated"> {
  if (emulated === undefined) return {};
  return {
    notEvaluated: async () => {
      const { EmulatedFire } = await import("../vendors/emulated/fire.ts");
      return new EmulatedFire(emulated).notEvaluated();
    },
  };
}

interface Outcome {
  live: LiveObject[];
  /** Resources about which nothing is known. */
  unread: Resource[];
  failures: UnreadList[];
  findings: Finding[];
  complete: boolean;
}

interface UnreadList extends Unread {
  vendor: string;
  kind: string | null;
}

async function readVendor({ vendor, resources, lists }: Reading): Promise<Outcome> {
  if (lists === null) {
    const message = `No connection to ${vendor} is configured: ${counted(resources)} not checked.`;
    const finding: Finding = { ...aboutVendor(vendor, null), class: "unreadable", message };
    return { live: [], unread: resources, failures: [], findings: [finding], complete: false };
  }
  const parts = await Promise.all(lists.map(readList));
  return {
    live: parts.flatMap((part) => part.live),
    unread: parts.flatMap((part) => part.unread),
    failures: parts.flatMap((part) => part.failures),
    findings: parts.flatMap((part) => part.findings),
    complete: parts.every((part) => part.complete),
  };
}

async function readList(list: LiveList): Promise<Outcome> {
  const { vendor, kind, covers, absent } = list;
  try {
    return { live: await readEachOnce(list), unread: [], failures: [], findings: [], complete: true };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    const outcome = { live: [], unread: covers, failures: [] };
    if (error instanceof VendorAbsent && absent !== undefined) {
      const finding: Finding = { ...aboutVendor(vendor, kind), class: "broken-route", message: absent };
      return { ...outcome, findings: [finding], complete: true };
    }
    const whom =
      covers.length === 0
        ? `Whether ${withArticle(kinds[kind].label)} was created outside of code was`
        : counted(covers);
    return { ...outcome, failures: [{ error, vendor, kind, covers: whom }], findings: [], complete: false };
  }
}

async function runCheck({ vendor, kind, covers, look }: Check, live: Promise<readonly LiveObject[]>) {
  try {
    return { judge: await look(live), failures: [], findings: [], complete: true };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    const failures: UnreadList[] = [{ error, vendor, kind, covers }];
    return { judge: (): Verdict => ({}), failures, findings: [], complete: false };
  }
}

function unreadableFinding(outage: Outage<UnreadList>): Finding {
  const [first, ...more] = outage.failures;
  const named = first?.error instanceof VendorRetired ? "retired-api" : "unreadable";
  const about = aboutVendor(first?.vendor ?? "", more.length === 0 ? (first?.kind ?? null) : null);
  return { ...about, class: named, message: notCheckedText(outage) };
}

/** What a run has open: to a vendor once, to databases one each. */
function connectionsOf(clients: Clients): [string, VendorHttp[]][] {
  const all: [string, Clients[keyof Clients] & object][] = Object.entries(clients);
  return all.map(([vendor, { http }]) => [vendor, [http].flat()]);
}

function callsOf(https: readonly VendorHttp[]) {
  const sum = (count: (http: VendorHttp) => number) => https.reduce((total, http) => total + count(http), 0);
  return {
    calls: sum(({ calls }) => calls),
    signalCalls: sum(({ signalCalls }) => signalCalls),
    singleCalls: sum(({ singleCalls }) => singleCalls),
  };
}

/** Interfaces that still answer but announce their end. */
function deprecations(clients: Clients): Finding[] {
  return connectionsOf(clients).flatMap(([vendor, https]) =>
    https
      .flatMap(({ deprecations: told }) => told)
      .map(({ message }): Finding => ({ ...aboutVendor(vendor, null), class: "retired-api", message })),
  );
}

/** A vendor's own clock; ours where it told no time. */
function clock(clients: Clients, fallback: Date): StackFacts["timeOf"] {
  const times = new Map(connectionsOf(clients).map(([vendor, [first]]) => [vendor, first?.vendorTime]));
  return (vendor) => times.get(vendor) ?? fallback;
}

/** `3 monitors and 1 Slack channel were`, to go before "not checked". */
function counted(resources: readonly Resource[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of resources) counts.set(kinds[kind].label, (counts.get(kinds[kind].label) ?? 0) + 1);
  const parts = [...counts].map(([label, count]) => `${count} ${count === 1 ? label : plural(label)}`);
  return `${parts.join(" and ")} ${resources.length === 1 ? "was" : "were"}`;
}

const plural = (label: string): string => (/(s|x|ch|sh)$/.test(label) ? `${label}es` : `${label}s`);

function aboutVendor(vendor: string, kind: string | null) {
  return { vendor, kind, vendorId: null, definition: null, path: null, expected: null, actual: null };
}
