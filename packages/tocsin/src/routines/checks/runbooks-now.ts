import type { Definition } from "../../model/definition.ts";
import { plural, spanOf } from "../../shared/amounts.ts";
import { untilText } from "../../shared/times.ts";
import type { Check, Found } from "../../vendors/routine-check.ts";
import { type MutedNow, mutedLines } from "./muted.ts";

/** What a vendor says of an alert now. */
export interface StateNow {
  now: "alert" | "warning" | "no-data" | "ok" | "unknown";
  /** When it last began to fire, ISO 8601; null where the vendor does not say. */
  firedAt: string | null;
}

/** The states of the definitions, by id, and why others could not be read. */
export interface StatesNow {
  states: ReadonlyMap<string, StateNow>;
  /** Ids of those of which a part could not be read: that they do not fire is not known. */
  blind: ReadonlySet<string>;
  unread: readonly string[];
  muted: MutedNow;
  /** The vendors' own clock. */
  at: Date;
}

const states = ["alert", "warning", "no-data"] as const;
const severities = ["page", "ticket", "info"] as const;
const words = { alert: "firing", warning: "warning", "no-data": "without data" } as const;

interface Loud {
  definition: Definition;
  now: (typeof states)[number];
  firedAt: string | null;
}

/** Which runbook to open first: a line for each page, that of the worst alert before all others. */
export function runbooksNow(read: () => Promise<StatesNow>): Check {
  return {
    name: "runbooks",
    title: "What is firing now",
    about: () => false,
    look: async ({ definitions, stack }) => firingLines(definitions, stack.name, await read()),
  };
}

/** Its lines; what could not be read stands before them. Pure. */
export function firingLines(definitions: readonly Definition[], stack: string, known: StatesNow): Found[] {
  const pages = [...new Set(definitions.map(({ runbook }) => runbook))].sort().map((page) => {
    const own = definitions.filter(({ runbook }) => runbook === page);
    const loud = loudOf(own, known);
    const blind = own.filter(({ id }) => known.blind.has(id) && !loud.some(({ definition }) => definition.id === id));
    return { page, count: own.length, loud, blind: blind.length };
  });
  pages.sort((a, b) => rank(a.loud[0]) - rank(b.loud[0]) || Number(b.blind > 0) - Number(a.blind > 0));
  const unread = known.unread.map((value): Found => ({ title: "Not read", value, verdict: "unknown" }));
  return [...unread, ...mutedLines(known.muted), ...pages.map((one) => lineOf(one, { ...known, stack }))];
}

const rank = (one: Loud | undefined): number =>
  one === undefined
    ? states.length * severities.length
    : states.indexOf(one.now) * severities.length + severities.indexOf(one.definition.severity);

/** Whether no data is fine, by the definition's own policy. */
const mayBeSilent = ({ condition }: Definition): boolean =>
  condition.kind === "threshold" && (condition.noData === "ok" || condition.noData === "zero");

/** Those that fire, warn or have no data, the worst first, then the longest. */
function loudOf(own: readonly Definition[], { states: byId }: StatesNow): Loud[] {
  return own
    .flatMap((definition): Loud[] => {
      const { now, firedAt } = byId.get(definition.id) ?? { now: "unknown", firedAt: null };
      if (now === "ok" || now === "unknown" || (now === "no-data" && mayBeSilent(definition))) return [];
      return [{ definition, now, firedAt }];
    })
    .sort((a, b) => rank(a) - rank(b) || (a.firedAt ?? "9").localeCompare(b.firedAt ?? "9"));
}

/** The alerts of a page: how many, which of them are loud, and how many of the others could not be read. */
interface PageAlerts {
  page: string;
  count: number;
  loud: readonly Loud[];
  blind: number;
}

function lineOf(
  { page, count, loud, blind }: PageAlerts,
  { at, muted, stack }: Pick<StatesNow, "at" | "muted"> & { stack: string },
): Found {
  const counts = states.flatMap((state) => {
    const number = loud.filter(({ now }) => now === state).length;
    return number === 0 ? [] : [`${number} ${words[state]}`];
  });
  if (blind > 0) counts.push(`${blind} not read`);
  const [worst] = loud;
  if (worst === undefined) {
    const rest = blind === 0 ? "none firing" : blind < count ? "none of the others firing" : null;
    const value = [plural(count, "alert"), ...counts, ...(rest === null ? [] : [rest])].join(", ");
    return { title: page, value, verdict: blind === 0 ? "ok" : "unknown" };
  }
  return {
    title: page,
    value: `${plural(count, "alert")}, ${counts.join(", ")}`,
    verdict: worst.now === "alert" ? "critical" : "attention",
    details: [...loud.map((one) => sentence(one, { at, muted })), `next: tocsin check ${page} --stack ${stack}`],
    page,
  };
}

function sentence({ definition, now, firedAt }: Loud, { at, muted }: Pick<StatesNow, "at" | "muted">): string {
  const since = firedAt === null || now === "no-data" ? "" : ` for ${spanOf(at.getTime() - Date.parse(firedAt))}`;
  const until = muted.certain.get(definition.id);
  const silent = until === undefined ? "" : `, muted ${untilText(until)}`;
  return `${definition.severity.toUpperCase()} ${definition.title}: ${words[now]}${since}${silent}`;
}
