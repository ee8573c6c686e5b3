import type { Resource } from "../model/resource.ts";
import type { Connections } from "../vendors/connections.ts";
import { VendorError, VendorRetired } from "../vendors/http-errors.ts";
import { kinds } from "../vendors/kinds.ts";
import type { LiveList, LiveObject } from "../vendors/live.ts";
import { compare } from "./compare.ts";
import { type Limits, type Reading, readings } from "./lists.ts";
import type { Finding, Report } from "./report.ts";

export interface VerifyInput {
  /** Every resource of the stack: refs among them are resolved. */
  resources: readonly Resource[];
  stack: string;
  connections: Connections;
  now: () => Date;
  limits?: Limits;
}

/**
 * Reads what is live by a few list calls a vendor, all vendors at once, and compares it with the code. A vendor that cannot
 * be read becomes findings and an incomplete report; the others are checked all the same. Errors that are no vendor's
 * (a bug of ours) are thrown.
 */
export async function verify({ resources, stack, connections, now, limits = {} }: VerifyInput): Promise<Report> {
  const checkedAt = now().toISOString();
  const plan = readings(resources, connections, limits);
  const outcomes = await Promise.all(plan.map(readVendor));
  const unread = new Set(outcomes.flatMap((outcome) => outcome.unread));
  const readable = resources.filter((resource) => !unread.has(resource));
  const live = outcomes.flatMap((outcome) => outcome.live);
  return {
    stack,
    checkedAt,
    complete: unread.size === 0,
    calls: Object.fromEntries(plan.map(({ vendor, source }) => [vendor, source?.http.calls ?? 0])),
    findings: [...outcomes.flatMap((outcome) => outcome.findings), ...compare(readable, live, stack)],
  };
}

interface Outcome {
  live: LiveObject[];
  unread: Resource[];
  findings: Finding[];
}

async function readVendor({ vendor, resources, source }: Reading): Promise<Outcome> {
  if (source === null) {
    const message = `No connection to ${vendor} is configured: ${counted(resources)} not checked.`;
    return { live: [], unread: resources, findings: [{ ...aboutVendor(vendor, null), class: "unreadable", message }] };
  }
  const parts = await Promise.all(source.lists.map(readList));
  const deprecations = source.http.deprecations.map(
    ({ message }): Finding => ({ ...aboutVendor(vendor, null), class: "retired-api", message }),
  );
  return {
    live: parts.flatMap((part) => part.live),
    unread: parts.flatMap((part) => part.unread),
    findings: [...parts.flatMap((part) => part.findings), ...deprecations],
  };
}

async function readList(list: LiveList): Promise<Outcome> {
  try {
    return { live: await list.read(), unread: [], findings: [] };
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    const message = `${error.message} ${counted(list.covers)} not checked.`;
    const named = error instanceof VendorRetired ? "retired-api" : "unreadable";
    const finding: Finding = { ...aboutVendor(list.vendor, list.kind), class: named, message };
    return { live: [], unread: list.covers, findings: [finding] };
  }
}

/** `3 monitors and 1 Slack channel were`, to go before "not checked". */
function counted(resources: readonly Resource[]): string {
  const counts = new Map<string, number>();
  for (const { kind } of resources) counts.set(kinds[kind].label, (counts.get(kinds[kind].label) ?? 0) + 1);
  const parts = [...counts].map(([label, count]) => `${count} ${label}${count === 1 ? "" : "s"}`);
  return `${parts.join(" and ")} ${resources.length === 1 ? "was" : "were"}`;
}

function aboutVendor(vendor: string, kind: string | null) {
  return { vendor, kind, vendorId: null, definition: null, path: null, expected: null, actual: null };
}
