import { z } from "zod";
import type { CronEntry } from "../../model/crons.ts";

/** Cron jobs in the file that configures a project. */

export const cronEntry = z.looseObject({ path: z.string(), schedule: z.string() });

/** The part of `vercel.json` that is read here. */
const vercelJsonSchema = z.looseObject({ crons: z.array(cronEntry).default([]) });

/**
 * The fragment with the declared crons; everything else that a `vercel.json` holds stays as it is, also what a cron has beside its
 * path and schedule.
 */
export function withCrons(
  vercelJson: Record<string, unknown>,
  declared: readonly CronEntry[],
): Record<string, unknown> {
  const known = [...(vercelJsonSchema.safeParse(vercelJson).data?.crons ?? [])];
  const crons = declared.map(({ path, schedule }) => {
    const same = known.findIndex((one) => one.path === path && one.schedule === schedule);
    const at = same >= 0 ? same : known.findIndex((one) => one.path === path);
    const [before = {}] = at < 0 ? [] : known.splice(at, 1);
    return { ...before, path, schedule };
  });
  return { ...vercelJson, crons };
}

/** JSON in the indentation of the text that it replaces: tabs, or so many spaces; two where that does not say. */
export function jsonLike(text: string, content: unknown): string {
  const indent = /^[{[]\s*?\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  const end = text === "" || text.endsWith("\n") ? "\n" : "";
  return `${JSON.stringify(content, null, indent)}${end}`.replaceAll("\n", text.includes("\r\n") ? "\r\n" : "\n");
}

/** Files of a project that rule in place of its `vercel.json`: Vercel takes one of them. */
export const otherConfigurations = ["vercel.ts", "vercel.mts", "vercel.js", "vercel.mjs", "vercel.cjs", "vercel.toml"];
