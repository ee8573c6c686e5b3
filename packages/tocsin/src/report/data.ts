import { z } from "zod";
import { level } from "../drill/levels.ts";
import { qualityReport } from "../quality/report.ts";
import { report as verifyReport } from "../verify/report.ts";

const time = z.iso.datetime();

/** What an alert's vendor says of it now. `unknown`: nobody could tell, or its kind has no state. */
const state = z.strictObject({
  now: z.enum(["ok", "warning", "alert", "no-data", "unknown"]),
  /** When it last fired and recovered; null where the vendor does not say. */
  firedAt: time.nullable(),
  recoveredAt: time.nullable(),
});

/** When an alert was last proven: the newest receipt of a drill. */
const proven = z.strictObject({
  level,
  /** The highest level that its kind can reach. */
  highest: level,
  reason: z.string(),
  startedAt: time.nullable(),
  firedAt: time.nullable(),
  deliveredAt: time.nullable(),
  recoveredAt: time.nullable(),
  /** Channels and mailboxes where its message was read. */
  places: z.array(z.string()),
  /** Whether it was made to fire by its own signal. */
  how: z.enum(["real", "synthetic", "inverted"]).nullable(),
  /** Whether the definition has changed since; null where that cannot be told. */
  changedSince: z.boolean().nullable(),
});

/** What a vendor holds of an alert; without an id it is not there. */
const object = z.strictObject({
  vendor: z.string(),
  kind: z.string(),
  id: z.string().nullable(),
  link: z.string().nullable(),
});

/** An object that stays as a hand has made it: all that is known of it is its vendor's. */
const rawResource = z.strictObject({ id: z.string(), title: z.string(), object, state });

const point = z.tuple([z.number(), z.number()]);

const alert = z.strictObject({
  id: z.string(),
  title: z.string(),
  service: z.string(),
  severity: z.enum(["page", "ticket", "info"]),
  owner: z.string(),
  source: z.array(z.string()),
  /** The condition in words. */
  limit: z.string(),
  /** Numbers of the condition, for the plot; null where it has none. */
  thresholds: z
    .strictObject({
      comparison: z.enum(["above", "below"]),
      critical: z.number(),
      warning: z.number().nullable(),
      recovery: z.number().nullable(),
      unit: z.string(),
    })
    .nullable(),
  why: z.string(),
  causes: z.array(z.string()),
  firstChecks: z.array(z.string()),
  recovered: z.string(),
  runbook: z.string(),
  /** Who is told, as addresses and channels. */
  places: z.array(z.string()),
  objects: z.array(object),
  state,
  proven: proven.nullable(),
  /** What it watches now, with its unit, where it fires and that could be read: `46.2 %`. */
  value: z.string().nullable(),
  /** Points of what it watches, [milliseconds, value], oldest first; empty where none were read. */
  history: z.array(point),
});

/** The published shape of `tocsin report --json`, and all that the page shows. */
export const reportData = z.strictObject({
  stack: z.string(),
  madeAt: time,
  /** What the report does not know, each with the reason. */
  unknown: z.array(z.string()),
  verify: verifyReport,
  alerts: z.array(alert),
  /** Alerting resources without a definition: imported verbatim. */
  raw: z.array(rawResource),
  drill: z.strictObject({ startedAt: time, endedAt: time, run: z.string() }).nullable(),
  /** How good the alerts were over a time; null where nobody asked. */
  quality: qualityReport.nullable(),
});

export type ReportData = z.infer<typeof reportData>;
export type ReportAlert = z.infer<typeof alert>;
export type RawResource = z.infer<typeof rawResource>;
export type AlertState = z.infer<typeof state>;
