import type { CheckRun } from "./model.ts";

/** More runs in a row than these no monitor asks for (specification: `count` of a service check query "is limited to 100"). */
const MOST_RUNS = 100;

/** All runs of one check that carry the same tags: to a monitor, one check (docs: Service Check monitors, Cluster Alert). */
export interface CheckTrack {
  tags: readonly string[];
  /** Seconds since the epoch. */
  firstSeen: number;
  /** Oldest first. */
  runs: readonly CheckRun[];
}

/** Runs of service checks, by check and by the tags that they carry; of each as many as a monitor can look at. */
export class CheckStore {
  readonly #tracks = new Map<string, Map<string, { tags: string[]; firstSeen: number; runs: CheckRun[] }>>();

  add(run: CheckRun): void {
    const ofCheck = this.#tracks.get(run.check) ?? new Map();
    this.#tracks.set(run.check, ofCheck);
    const tags = [...new Set(run.tags)].sort();
    const firstSeen = Math.floor(run.at.getTime() / 1_000);
    const track = ofCheck.get(tags.join()) ?? { tags, firstSeen, runs: [] };
    ofCheck.set(tags.join(), track);
    // Runs may come in another order than they were made in.
    const later = track.runs.findIndex(({ at }: CheckRun) => at > run.at);
    track.runs.splice(later === -1 ? track.runs.length : later, 0, run);
    if (track.runs.length > MOST_RUNS) track.runs.shift();
  }

  of(check: string): CheckTrack[] {
    return [...(this.#tracks.get(check)?.values() ?? [])];
  }

  /** How many runs are kept. */
  get length(): number {
    return [...this.#tracks.values()]
      .flatMap((each) => [...each.values()])
      .reduce((sum, { runs }) => sum + runs.length, 0);
  }
}
