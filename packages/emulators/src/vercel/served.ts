import { Alike } from "../alike.ts";
import type { LocalContext } from "../context.ts";

/** A request that a production deployment served: by one of its functions, or a file that lies at the edge. */
export interface ServedRequest {
  project: { id: string; name: string };
  by: "function" | "file";
  method: string;
  path: string;
  statusCode: number;
  requestId: string;
  /** How long the function ran, in milliseconds. */
  durationMs: number;
  /** Emulated time. */
  at: Date;
}

/** Longer than the longest window of a monitor, by an hour. */
const keptMs = 25 * 3_600_000;

/** What monitors judge of a request. */
export type Served = Omit<ServedRequest, "requestId" | "at">;

/** What the platform itself knows of the requests that deployments served, whatever their logs say. */
export class ServedRequests {
  /** Oldest first, as they were served: what each was, and when, in milliseconds since the epoch. */
  readonly #served: Served[] = [];
  readonly #times: number[] = [];
  /** Most are like one before. */
  readonly #alike = new Alike<Served>();
  #last = "";

  /** The requests behind some lines, each once: its lines come together. */
  add(lines: readonly { request: ServedRequest }[]): void {
    for (const { request } of lines) {
      const { requestId, at, ...served } = request;
      if (requestId === this.#last) continue;
      this.#last = requestId;
      this.#served.push(this.#alike.of(served));
      this.#times.push(at.getTime());
    }
    const newest = this.#times.at(-1) ?? 0;
    const first = this.#times.findIndex((at) => at > newest - keptMs);
    // Now and then: what is too old is looked over anyway.
    if (first <= 10_000) return;
    this.#served.splice(0, first);
    this.#times.splice(0, first);
  }

  /** Requests of a project from a time on, and before another. */
  between(projectId: string, from: Date, to: Date): Served[] {
    const found: Served[] = [];
    for (let index = this.#times.length - 1; index >= 0; index -= 1) {
      const [served, at] = [this.#served[index], this.#times[index]];
      // Some minutes beyond: a cron's run is told later than it began.
      if (served === undefined || at === undefined || at < from.getTime() - 600_000) break;
      if (served.project.id === projectId && at >= from.getTime() && at < to.getTime()) found.push(served);
    }
    return found;
  }
}

/** Of one emulated world. */
const known = new WeakMap<LocalContext, ServedRequests>();

export function servedIn(context: LocalContext): ServedRequests {
  const served = known.get(context) ?? new ServedRequests();
  known.set(context, served);
  return served;
}
