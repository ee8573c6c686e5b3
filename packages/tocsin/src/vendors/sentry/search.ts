/** A value in Sentry's search: in quotes where it holds more than letters, digits and a few signs. */
export const searchValue = (value: string): string =>
  /^[\w./*-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, "\\$&")}"`;

/** `key:value`, or `key:[one, two]` for any of several. */
export const searchTerm = (key: string, values: readonly string[]): string =>
  values.length === 1 ? `${key}:${searchValue(values[0] ?? "")}` : `${key}:[${values.map(searchValue).join(", ")}]`;
