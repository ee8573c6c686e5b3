/** Tags as a query over hosts takes them, e.g. `"env:prod","role:db"`. */
export const quoted = (texts: readonly string[]): string => texts.map((text) => `"${text}"`).join(",");

/** `key:value` of each value. */
export const tagList = (tags: Record<string, string | string[]>): string[] =>
  Object.entries(tags).flatMap(([key, values]) => [values].flat().map((value) => `${key}:${value}`));
