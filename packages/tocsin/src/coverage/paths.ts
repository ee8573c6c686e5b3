import type { Json } from "../model/resource.ts";

/** Whether what stands there is what is said, whatever the order of keys. */
export const isSame = (actual: unknown, said: Json): boolean => canonical(actual) === canonical(said);

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    one !== null && typeof one === "object" && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}

/** `signal.crons.0.schedule` as `signal.crons.schedule`: what is said of all members of a list. */
const withoutPlaces = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, "");

/** Whether something said of `stated` is said of `path` too, or of a part of it. */
export function covers(stated: string, path: string): boolean {
  const [a, b] = [stated, path].map(withoutPlaces);
  return a === b || `${b}.`.startsWith(`${a}.`) || `${a}.`.startsWith(`${b}.`);
}
