import { seriesFiring } from "./datadog/firings.ts";
import { observeMonitor } from "./datadog/observe.ts";
import { type DrillRun, type Firing, type Injected, needed, plain, type Target } from "./firing.ts";

/** What is made so where the deployed probe reads, until it has reported it and the alert fires. */
export interface Made {
  /** For the receipt: what it is, and what is said of it once the probe has reported it. */
  what: string;
  notes: readonly string[];
  /** Why it must be left alone here; null: it may be made. */
  barred: string | null;
  /** What is sent in the probe's place; null: nothing is, and a refusal ends the drill. */
  otherwise: Injected<"series"> | null;
  /** What has no connection where it is barred and nothing can be sent: `Supabase`. */
  lacks: string;
  make(): Promise<void>;
  /** Whether the vendor did not take it. */
  refuses(error: unknown): error is Error;
  /** Leaves nothing of what was refused. */
  forget(): Promise<void>;
  restore(): Promise<void>;
}

/** Has the deployed probe report what is made; where it cannot be made, points are sent in the probe's place. */
export function probeFiring(drill: DrillRun, target: Target, made: Made): Firing {
  const points = (why: string): Firing => {
    const firing = seriesFiring(drill, target, needed(made.otherwise, made.lacks));
    return { ...firing, notes: [...firing.notes, `${why}: the probe was not exercised.`] };
  };
  if (made.barred !== null) return points(made.barred);
  let instead: Firing | null = null;
  return {
    ...plain,
    get how() {
      return instead?.how ?? "real";
    },
    get injected() {
      return instead?.injected ?? made.what;
    },
    get notes() {
      return instead?.notes ?? made.notes;
    },
    observe: (fresh) => observeMonitor(drill, target, fresh),
    begin: async () => {
      try {
        await made.make();
      } catch (error) {
        if (!made.refuses(error) || made.otherwise === null) throw error;
        await made.forget();
        instead = points(error.message.replace(/\.$/, ""));
        await instead.begin();
      }
    },
    again: async (observed) => instead?.again?.(observed),
    settle: async (observed) => instead?.settle?.(observed),
    end: made.restore,
  };
}
