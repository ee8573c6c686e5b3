import type { Definition } from "../model/definition.ts";
import type { Resource } from "../model/resource.ts";
import type { SqlProbe } from "../model/sql-probe.ts";
import type { StackConfig } from "../model/stack.ts";
import type { DatadogClient } from "../vendors/datadog/client.ts";
import type { Method } from "../vendors/http/send.ts";
import type { SentryClient } from "../vendors/sentry/client.ts";
import type { StripeClient } from "../vendors/stripe/client.ts";
import type { VercelClient } from "../vendors/vercel/client.ts";
import type { About } from "./about.ts";
import type { DrillTime } from "./drills.ts";
import type { Line } from "./report.ts";

/** What a check can ask. */
export interface Sources {
  stack: StackConfig;
  definitions: readonly Definition[];
  sqlProbes: readonly SqlProbe[];
  resources: readonly Resource[];
  datadog: DatadogClient;
  sentry: SentryClient;
  vercel: VercelClient;
  stripe: StripeClient;
  /** When alerts of the stack were drilled, as far as this working copy knows. */
  drills?: readonly DrillTime[];
  /** Calls an endpoint of a service as its health check does. */
  app: AppCalls;
}

/** One GET (or HEAD) of a service's endpoint. Status and body; throws when there is no answer in time. */
export type AppCalls = (request: {
  url: string;
  method: Method;
  headers: Record<string, string | { secret: string; prefix: string }>;
  timeoutMs: number;
}) => Promise<{ status: number; body: string }>;

/** What a check found; `check` and `runbook` are filled in. `page`: of `runbooks`, where it is not that of the check. */
export type Found = Pick<Line, "title" | "value" | "verdict"> &
  Partial<Pick<Line, "limit" | "details" | "link">> & { page?: string };

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

/** `above` says whether a value beyond `limit` is too high; equal is within it. */
export const beyond = (value: number, limit: number): "ok" | "attention" => (value > limit ? "attention" : "ok");
