import { createHash } from "node:crypto";
import { parse as parseYaml, stringify } from "yaml";
import { z } from "zod";

/** The file's name in the project's root: what `tocsin init` wrote, so that a later run knows what a hand has changed since. */
export const recordFile = "init.yaml";

const schema = z.strictObject({
  /** Stacks that were asked about; the first one's answers made what all share: routes, services, first alerts. */
  stacks: z.array(z.string()).min(1),
  /** Digests of files as they were written, by path from the project's root. */
  files: z.record(z.string(), z.string()),
});

export type InitRecord = z.output<typeof schema>;

export const digestOf = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);

/** @throws Error with a sentence when the text is no record */
export function parseRecord(text: string): InitRecord {
  const parsed = schema.safeParse(parseYaml(text));
  if (parsed.success) return parsed.data;
  throw new Error(`${recordFile} is not what \`tocsin init\` writes: take it from the last commit, or remove it.`);
}

const head = `# What \`tocsin init\` wrote, as it was then: a later run replaces only what nobody has changed since. Leave it here.\n`;

export const recordText = ({ stacks, files }: InitRecord): string =>
  head + stringify({ stacks, files: Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) });
