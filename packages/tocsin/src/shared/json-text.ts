/**
 * What a command prints for `--json`: its form's version first, then the report. A field that is taken away, or that means
 * something else, makes another version; a field that is added does not.
 */
export const jsonText = (report: object): string => `${JSON.stringify({ version: 1, ...report }, null, 2)}\n`;

/** What a text says as JSON; undefined where it is none. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
