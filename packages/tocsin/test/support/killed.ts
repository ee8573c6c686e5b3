import { vi } from "vitest";

/**
 * Does something until it has made so many calls, and then as a process that is killed: the last of them reaches the vendor, its answer
 * reaches nobody, and nothing more is done: no other call, no `finally`.
 * @returns whether it was killed; false when it came to its end with fewer calls
 */
export async function killedAtCall(calls: number, work: () => Promise<unknown>): Promise<boolean> {
  const really = fetch;
  const never = new Promise<never>(() => {});
  let made = 0;
  try {
    return await new Promise<boolean>((resolve, reject) => {
      vi.stubGlobal("fetch", async (...asked: Parameters<typeof fetch>) => {
        made += 1;
        const own = made;
        if (own > calls) return never;
        const answer = await really(...asked);
        if (own < calls) return answer;
        resolve(true);
        return never;
      });
      work().then(() => resolve(false), reject);
    });
  } finally {
    vi.unstubAllGlobals();
  }
}
