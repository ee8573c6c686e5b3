import type { JsonObject, VendorName } from "../model/resource.ts";
import type { LogSource, MetricSource } from "../model/signal.ts";
import type { SearchSignal } from "../model/signals/facts.ts";
import type { Cell } from "../model/sql-probe.ts";

/**
 * What a drill sends or changes so that an alert fires, as plain data: it can be matched against every other definition,
 * shown in a receipt, and written down before it happens.
 */

/** One log line as definitions see it; the source's own form of it is made when it is sent. */
export interface LogLine {
  source: LogSource;
  /** Which request of the injection it belongs to: one leaves several lines. */
  request: number;
  message: string;
  path: string | null;
  status: number | null;
  /** Written by the app's functions, not by the edge or a build. */
  functions: boolean;
  /** Numbers in the line, by attribute without its `@`. */
  numbers: Record<string, number>;
}

/** One physical time series: a metric, its tags, and the value of each point while the alert fires and afterwards. */
export interface SeriesValue {
  metric: string;
  tags: Record<string, string>;
  as: "rate" | "count" | null;
  bad: number;
  good: number;
}

/** Events of nobody in particular, which were caught. */
export const plainEvents = { users: false, crashes: false };

export type Injection =
  | {
      kind: "logs";
      lines: LogLine[];
      /** For shares, whose healthy part is not known: without an alert the same lines are sent again, twice as many. */
      grows: boolean;
      /** Id of the objective whose budget they use up. */
      spends?: string | undefined;
    }
  | {
      kind: "found";
      /** The line, as the intake takes it, and what finds it. */
      entry: JsonObject;
      find: SearchSignal["find"];
      /** The name of the group that is its own: `@pod:tocsin-drill`. */
      group: string[];
      /** So many of it fire. */
      count: number;
    }
  | {
      kind: "series";
      /** Decides the tag that puts them into the stack's scope. */
      source: MetricSource;
      /** The service whose database it is of, where there are several. */
      database?: string | undefined;
      series: SeriesValue[];
      groupBy: string[];
      /** Seconds: between two points, and from the first bad point to now. */
      interval: number;
      backfill: number;
      /** Id of the objective whose budget they use up. */
      spends?: string | undefined;
    }
  | {
      kind: "check-runs";
      check: string;
      /** Those of its scope and its signal, and of each group that it fires for, such as `host:tocsin-drill`. */
      tags: string[];
      group: string[];
      /** Runs that are critical, and then runs that are OK. */
      failures: number;
      passes: number;
    }
  | {
      kind: "events";
      project: string;
      /** The alternatives of a tag take turns. */
      tags: Record<string, string[]>;
      count: number;
      /** Each event is met by another user; nothing caught its error. */
      users: boolean;
      crashes: boolean;
      /** For what is compared with the past: one event every so many seconds, between two distances from now. */
      earlier: { every: number; from: number; to: number } | null;
      /** The alert is over when a person resolves the issue, not by itself. */
      byHand: boolean;
    }
  | {
      kind: "spans";
      project: string;
      transaction: string;
      durationMs: number;
      /** Of those that end the alert; null where it ends once the others have left the window. */
      goodMs: number | null;
      count: number;
      /** Their requests fail. */
      failed: boolean;
    }
  | {
      kind: "check-ins";
      project: string;
      /** The name of the job's monitor. */
      slug: string;
      /** Runs that fail, and then runs that pass. */
      failures: number;
      passes: number;
    }
  | {
      kind: "crons-off";
      service: string;
      /** The lines that no longer come. */
      stops: LogLine[];
      /** Metrics that the probe reports otherwise because of it. */
      moves: string[];
      /** Whether something crosses a limit because of it, or a metric no longer comes at all. */
      leaves: "alert" | "no-data";
    }
  | {
      kind: "trouble";
      trouble: Trouble;
      /** Metrics that the probe reports otherwise because of it, and the tags that all of them then have. */
      moves: string[];
      tags: Record<string, string>;
      /** A service some of whose crons do not run meanwhile, with the lines that no longer come; null: none. */
      silences: { service: string; stops: LogLine[] } | null;
      /** For people: `a service of Supabase that is not healthy`. */
      what: string;
      /** Why it is no more than points where the vendor is not emulated; null: it is made at a real one too. */
      onlyEmulated: string | null;
      /** What is sent where it cannot be made. */
      otherwise: Extract<Injection, { kind: "series" }> | null;
    }
  | {
      kind: "rows";
      /** The service whose database they go into. */
      database: string;
      /** By table, in the order in which they are inserted. */
      rows: Record<string, Record<string, Cell>[]>;
      /** Columns by which rows of the app name them, by table. */
      removes: Record<string, string>;
      /** Every metric that the probe would report otherwise because of them. */
      moves: string[];
      /** A service whose crons are off meanwhile, so that none takes the rows for work, and the lines that no longer come. */
      silences: { service: string; stops: LogLine[] } | null;
      /** For people: `jobs that wait`. */
      what: string;
      /** Where nobody may write into the database. */
      otherwise: Extract<Injection, { kind: "series" }> | null;
    }
  | {
      kind: "host";
      /** What is asked of a host: whether a port is open, how long a certificate is good, where a name leads. */
      method: "TCP" | "TLS" | "DNS";
      /** `host:port`, or the domain. */
      path: string;
      /** For people: `db.example:5432 is closed`. */
      what: string;
      /** Where the hosts are not emulated. */
      otherwise: Extract<Injection, { kind: "inverted" }>;
    }
  | { kind: "inverted"; what: "monitor" | "test" | "vercel-monitor"; why: string };

/**
 * What is made so at a vendor, for as long as an alert takes to fire. The deployed probe reads it there by the vendor's own
 * interface, as it would read it if it happened by itself.
 */
export type Trouble =
  /** The stack's webhook endpoint is disabled. */
  | { at: "stripe-endpoint" }
  /** Events have happened at Stripe. */
  | { at: "stripe-events"; type: string; count: number; ageSeconds: number; pendingWebhooks: number }
  /** A production deployment of a service: one whose build fails, or one that carries `crons` of its crons, or fewer. */
  | { at: "vercel-deployment"; service: string; crons: number | null }
  /** Supabase's platform is as the members say. */
  | { at: "supabase-platform"; state: JsonObject }
  /** A vendor answers 503 to calls of a path (a regular expression). */
  | { at: "answers"; vendor: "supabase"; path: string };

/** How much of the way from the app to the person was really gone. */
export type How = "real" | "synthetic" | "inverted";

/** What a vendor says about one alert. Times are the vendor's own. */
export interface Observed {
  state: "ok" | "warn" | "alert" | "no-data";
  /** When it last began to fire; null: never, or the vendor does not say. */
  triggeredAt: Date | null;
  /** The vendor's clock when it said so. */
  now: Date;
}

/** A change of a vendor's object as the request that undoes it: written to the journal before the change is made. */
export interface Restore {
  vendor: VendorName | "supabase" | "emulated";
  /** For people: `monitor 123 of cron/billing-missed`. */
  what: string;
  method: "POST" | "PUT" | "PATCH" | "DELETE";
  path: string;
  body: JsonObject;
}

/** The tag, attribute or tag key that marks everything that a drill sends or changes. */
export const drillMark = "tocsin_drill";
/** The branch that a drill's lines of Vercel name: metrics that Datadog counts from them keep no other mark. */
export const drillBranch = "tocsin-drill";
/** As a Datadog tag on an object that is inverted for now. */
export const drillTag = (run: string): string => `tocsin-drill:${run}`;
