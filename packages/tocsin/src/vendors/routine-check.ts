import type { Definition } from "../model/definition.ts";
import type { Resource, VendorName } from "../model/resource.ts";
import type { SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";
import type { About } from "./about.ts";
import type { DrillTime } from "./drill-traces.ts";
import type { Method } from "./http/send.ts";
import type { VendorClients } from "./registry.ts";
import type { StatusPage } from "./status-page.ts";

/** What a check can ask: of the vendors those that the stack has anything at. */
export interface Sources extends Partial<VendorClients> {
  stack: StackConfig;
  definitions: readonly Definition[];
  sqlProbes: readonly SqlProbe[];
  resources: readonly Resource[];
  /** When alerts of the stack were drilled, as far as this working copy knows. */
  drills?: readonly DrillTime[];
  /** Calls an endpoint of a service as its health check does. */
  app: AppCalls;
  /** What the vendors say of themselves in public; none where that is not asked. */
  statusPages?: readonly StatusPage[];
}

/** One GET (or HEAD) of a service's endpoint. Status and body; throws when there is no answer in time. */
export type AppCalls = (request: {
  url: string;
  method: Method;
  headers: Record<string, string | { secret: string; prefix: string }>;
  timeoutMs: number;
}) => Promise<{ status: number; body: string }>;

/** What a check found: one line. */
export interface Found {
  /** What was looked at, for people: `CPU, average of 24 h`. */
  title: string;
  /** What was found, with its unit. For `unknown`: why it could not be told. */
  value: string;
  /** `attention`: beyond the routine's limit, look at it today. `critical`: go to the incident's runbook. */
  verdict: "ok" | "attention" | "critical" | "unknown";
  /** What it was held against; null where there is no limit. */
  limit?: string | null;
  /** Single things worth reading, the most urgent first; text of vendors among them. */
  details?: string[];
  /** Where to look further. */
  link?: string | null;
  /** Of `runbooks`, where it is not that of the check. */
  page?: string;
}

/** One item of a routine's list. It only reads. */
export interface Check {
  /** Stable name, as `--json` and its page know it. */
  name: string;
  /** What the line is called when the check fails as a whole. */
  title: string;
  /** The definitions on the same thing: what it finds leads to the page that they name. */
  about: About;
  /** Definitions whose page asks for this look first; those of `about` where it is left out. */
  helps?: About;
  /** Calls by clients of its own, by vendor; asked for once it has looked. */
  calls?(): Readonly<Record<string, number>>;
  /** One line a thing that was looked at. A vendor's failure may be thrown: it becomes a line `unknown`. */
  look(sources: Sources): Promise<Found[]>;
}

/** What a check can ask that needs clients of these vendors. */
export type SourcesAt<Name extends VendorName> = Sources & Pick<VendorClients, Name>;

/** A check that asks a vendor. A stack that has nothing there has nothing to look at, and no credential for it. */
export function at<Name extends VendorName>(
  vendor: Name,
  check: Omit<Check, "look"> & { look(sources: SourcesAt<Name>): Promise<Found[]> },
): Check {
  const isThere = (sources: Sources): sources is SourcesAt<Name> => sources[vendor] !== undefined;
  return { ...check, look: async (sources) => (isThere(sources) ? check.look(sources) : []) };
}

/** `above` says whether a value beyond `limit` is too high; equal is within it. */
export const beyond = (value: number, limit: number): "ok" | "attention" => (value > limit ? "attention" : "ok");
