import type { ProbeDatabase } from "./database.ts";
import { failureOf, ProbeFailure } from "./failure.ts";
import type { Api } from "./http.ts";
import type { Metric } from "./metric.ts";
import type { StripeReader } from "./stripe.ts";

/** The database of a service. */
export interface WatchedDatabase {
  /** Of the service, as the stack file names it. */
  readonly service: string;
  client(): ProbeDatabase;
  /** Supabase's Management API, and the project that is asked about. */
  management(): { api: Api; ref: string };
}

/** Whom the parts ask. Each throws a ProbeFailure when the settings do not name it. */
export interface Sources {
  readonly databases: readonly WatchedDatabase[];
  stripe(): StripeReader;
  /** Vercel's REST interface; `query` names the team, `projects` are asked about, by service. */
  vercel(): { api: Api; query: string; projects: ReadonlyMap<string, string> };
  /** The value of the tag `env`, and of the metadata of what was provisioned for it. */
  readonly stack: string;
}

/** What a part found out, and what of its question stayed open. */
export interface Answer {
  metrics: Metric[];
  problems?: ProbeFailure[];
}

/** One question of the probe. It throws, or answers in part, as it can. */
export interface Part {
  /** The tag `part` of what the probe says of itself. */
  readonly name: string;
  ask(sources: Sources, signal: AbortSignal): Promise<Answer>;
}

/** How one part went. */
export interface Outcome {
  part: string;
  durationMs: number;
  metrics: Metric[];
  failures: ProbeFailure[];
}

/** Asks all questions at once. What one of them does (throw, hang) is told of it alone. */
export async function askAll(parts: readonly Part[], sources: Sources, timeoutMs: number): Promise<Outcome[]> {
  return Promise.all(parts.map((part) => askOne(part, sources, timeoutMs)));
}

async function askOne(part: Part, sources: Sources, timeoutMs: number): Promise<Outcome> {
  const begun = performance.now();
  const limit = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  // Raced, because not everything that a part calls heeds the signal.
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      // First, or what the abort makes of the part would be taken for its own failure.
      reject(new ProbeFailure("timeout", `${part.name} got no answer within ${timeoutMs / 1000} s.`));
      limit.abort();
    }, timeoutMs);
  });
  const outcome = (metrics: Metric[], failures: ProbeFailure[]): Outcome => ({
    part: part.name,
    durationMs: Math.round(performance.now() - begun),
    metrics,
    failures,
  });
  try {
    const asked = part.ask(sources, limit.signal);
    // What it throws after its time is over is nobody's.
    asked.catch(() => undefined);
    const { metrics, problems = [] } = await Promise.race([asked, overdue]);
    const odd = metrics.find(({ value }) => !Number.isFinite(value));
    if (odd !== undefined) throw new ProbeFailure("wrong-answer", `${odd.name} came out as ${odd.value}.`);
    return outcome(metrics, problems);
  } catch (error) {
    return outcome([], [failureOf(error)]);
  } finally {
    clearTimeout(timer);
  }
}
