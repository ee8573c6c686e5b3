import { vi } from "vitest";

/**
 * Does something until it has made so many calls, and then as a process that is killed: the last of them reaches the vendor, its answer
 * reaches nobody, and nothing more is done: no other call, no `finally`.
 * @param counts whether a call is one of those that are counted; all of them unless given
 * @returns whether it was killed; false when it came to its end with fewer calls
 */
export async function killedAtCall(
  calls: number,
  work: () => Promise<unknown>,
  counts: (...asked: Parameters<typeof fetch>) => boolean = () => true,
): Promise<boolean> {
  const really = fetch;
  const never = new Promise<never>(() => {});
  let made = 0;
  let isKilled = false;
  try {
    return await new Promise<boolean>((resolve, reject) => {
      vi.stubGlobal("fetch", async (...asked: Parameters<typeof fetch>) => {
        if (made >= calls) return never;
        const isLast = counts(...asked) && ++made === calls;
        const answer = await really(...asked);
        if (!isLast) return isKilled ? never : answer;
        isKilled = true;
        resolve(true);
        return never;
      });
      work().then(() => resolve(false), reject);
    });
  } finally {
    vi.unstubAllGlobals();
  }
}
