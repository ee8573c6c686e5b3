/** Asks at the first call, and gives that answer from then on; what the question throws is thrown each time. */
export function once<T>(ask: () => T): () => T {
  let answer: { value: T } | undefined;
  return () => {
    answer ??= { value: ask() };
    return answer.value;
  };
}

/** Asks once for each set of plain values. A failure is told to those who waited for it, and not kept. */
export function onceEach<Asked extends unknown[], T>(
  ask: (...asked: Asked) => Promise<T>,
): (...asked: Asked) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (...asked) => {
    const key = JSON.stringify(asked);
    const answer = answers.get(key) ?? ask(...asked);
    answers.set(key, answer);
    answer.catch(() => answers.delete(key));
    return answer;
  };
}
