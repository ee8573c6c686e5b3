/** Asks at most once in `ageMs`: several that want to know the same share one answer. */
export class RecentAnswer<T> {
  readonly #ask: () => Promise<T>;
  readonly #ageMs: number;
  #at = Number.NEGATIVE_INFINITY;
  #answer: Promise<T> | null = null;

  constructor(ask: () => Promise<T>, ageMs: number) {
    this.#ask = ask;
    this.#ageMs = ageMs;
  }

  /** With `fresh`, asked after this call. */
  get(fresh = false): Promise<T> {
    const age = performance.now() - this.#at;
    if (this.#answer === null || fresh || age >= this.#ageMs) {
      this.#at = performance.now();
      const answer = this.#ask();
      // A failure is told to those who waited for it, and not kept.
      answer.catch(() => {
        if (this.#answer === answer) this.#answer = null;
      });
      this.#answer = answer;
    }
    return this.#answer;
  }
}
