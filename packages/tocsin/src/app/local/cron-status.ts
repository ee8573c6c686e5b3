/** What the crons did that are deployed to the emulated Vercel from here: those of the probe. */

import { z } from "zod";
import { jsonIn } from "../../shared/json-text.ts";
import { controlCall, type Vendors } from "./files.ts";

const functionsShape = z.array(
  z.object({
    project: z.string(),
    enabled: z.boolean(),
    crons: z.array(
      z.object({
        path: z.string(),
        schedule: z.string(),
        last: z
          .object({
            /** In the emulated time. */
            at: z.iso.datetime(),
            /** Null while the call is under way. */
            status: z.number().nullable(),
            body: z.string(),
          })
          .optional(),
      }),
    ),
  }),
);

/** The probe's answer, as far as it is told here. */
const answerShape = z.object({
  result: z.string().optional(),
  error: z.string().optional(),
  failed: z.array(z.object({ part: z.string() })).default([]),
});

/** A cron of a deployment that runs on this machine, and its last run. */
export const cronStatusShape = z.object({
  project: z.string(),
  path: z.string(),
  schedule: z.string(),
  enabled: z.boolean(),
  /** Null before the first. `result` is what the function says of itself, `failed` the parts that it names. */
  last: z
    .object({
      at: z.string(),
      status: z.number().nullable(),
      result: z.string().nullable(),
      failed: z.array(z.string()),
    })
    .nullable(),
});
export type CronStatus = z.infer<typeof cronStatusShape>;

/** Null when the emulated Vercel does not tell. */
export async function cronStatus(vendors: Vendors): Promise<CronStatus[] | null> {
  try {
    const answer = await controlCall(vendors, "GET", "/vercel/functions", { timeoutMs: 5_000 });
    const projects = functionsShape.parse(await answer.json());
    return projects.flatMap(({ project, enabled, crons }) =>
      crons.map(({ path, schedule, last }) => ({
        project,
        path,
        schedule,
        enabled,
        last: last === undefined ? null : { at: last.at, status: last.status, ...saidIn(last.body) },
      })),
    );
  } catch {
    return null;
  }
}

function saidIn(body: string): { result: string | null; failed: string[] } {
  const { result, error, failed = [] } = answerShape.safeParse(jsonIn(body)).data ?? {};
  return { result: result ?? error ?? null, failed: failed.map(({ part }) => part) };
}

/** `cron /api/probe of tocsin-probe: on, last run 2026-11-25T19:40:00Z answered 200, complete`. */
export function cronLine({ project, path, enabled, last }: CronStatus): string {
  const ran = last === null ? "not run yet" : `last run ${last.at.replace(/\.\d+Z$/, "Z")} ${outcomeOf(last)}`;
  return `cron ${path} of ${project}: ${enabled ? "on" : "off"}, ${ran}`;
}

function outcomeOf({ status, result, failed }: NonNullable<CronStatus["last"]>): string {
  if (status === null) return "is under way";
  const parts = failed.length === 0 ? "" : ` (${failed.join(", ")})`;
  return `answered ${status}${result === null ? "" : `, ${result}${parts}`}`;
}
