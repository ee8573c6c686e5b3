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

/** What the platform itself knows of the requests that deployments served, whatever their logs say. */
export class ServedRequests {
  /** Oldest first, as they were served. */
  readonly #kept: ServedRequest[] = [];
  #last = "";

  /** The requests behind some lines, each once: its lines come together. */
  add(lines: readonly { request: ServedRequest }[]): void {
    for (const { request } of lines) {
      if (request.requestId === this.#last) continue;
      this.#last = request.requestId;
      this.#kept.push(request);
    }
    const newest = this.#kept.at(-1)?.at.getTime() ?? 0;
    const first = this.#kept.findIndex(({ at }) => at.getTime() > newest - keptMs);
    // Now and then: what is too old is looked over anyway.
    if (first > 10_000) this.#kept.splice(0, first);
  }

  /** Requests of a project from a time on, and before another. */
  between(projectId: string, from: Date, to: Date): ServedRequest[] {
    const found: ServedRequest[] = [];
    for (let index = this.#kept.length - 1; index >= 0; index -= 1) {
      const request = this.#kept[index];
      // Some minutes beyond: a cron's run is told later than it began.
      if (request === undefined || request.at.getTime() < from.getTime() - 600_000) break;
      if (request.project.id === projectId && request.at >= from && request.at < to) found.push(request);
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
