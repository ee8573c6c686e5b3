/** A time as Datadog's v1 API and its downtimes write it: microseconds and a numeric zone. */
export function timestamp(date: Date): string {
  return date.toISOString().replace("Z", "000+00:00");
}

/** Seconds since the epoch. */
export function epochSeconds(date: Date): number {
  return Math.floor(date.getTime() / 1_000);
}

/** A number as Python prints a float, which is how thresholds appear in error messages: `90.0`, `0.5`. */
export function pythonFloat(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

const ID_LETTERS = "23456789abcdefghijkmnpqrstuvwxyz";

/** A public id as dashboards and synthetic tests have it, `abc-def-ghi`, made of a unique number. */
export function publicId(id: number): string {
  let text = "";
  // The factor is odd, so every number gives another id, and neighbours give unlike ones.
  for (let rest = id * 1_000_003, index = 0; index < 9; index += 1) {
    text += ID_LETTERS.charAt(rest % ID_LETTERS.length);
    rest = Math.floor(rest / ID_LETTERS.length);
  }
  return `${text.slice(0, 3)}-${text.slice(3, 6)}-${text.slice(6)}`;
}

/** A tag of submitted data as Datadog stores it (tags of monitors stay as they are): lower case, at most 200 characters, other characters replaced by underscores. */
export function normaliseTag(tag: string): string {
  return tag
    .toLowerCase()
    .replace(/^[^\p{L}:]+/u, "")
    .replace(/[^\p{L}\p{Nd}.\-/:_]/gu, "_")
    .replace(/_+/g, "_")
    .slice(0, 200)
    .replace(/_$/, "");
}
