import { pageFor } from "../vendors/about.ts";
import { VendorError } from "../vendors/http/errors.ts";
import { vendorNames } from "../vendors/index.ts";
import type { Check, Found, Sources } from "../vendors/routine-check.ts";
import type { Line, RoutineReport } from "./report.ts";

/** Checks, in the order in which they are shown. */
export interface Routine {
  name: RoutineReport["routine"];
  page: RoutineReport["page"];
  checks: readonly Check[];
}

/**
 * Looks at everything at once. A check that fails becomes a line of its own and spoils no other; nothing that could not be
 * read is called fine.
 */
export async function runRoutine(routine: Routine, sources: Sources, now: () => Date): Promise<RoutineReport> {
  const found = await Promise.all(routine.checks.map(async (check) => linesOf(check, sources)));
  const lines = found.flat();
  const own = (vendor: string) => routine.checks.reduce((sum, check) => sum + (check.calls?.()[vendor] ?? 0), 0);
  return {
    stack: sources.stack.name,
    routine: routine.name,
    page: routine.page,
    checkedAt: now().toISOString(),
    complete: lines.every(({ verdict }) => verdict !== "unknown"),
    calls: Object.fromEntries(
      vendorNames.flatMap((vendor) => {
        const http = sources[vendor]?.http;
        return http === undefined ? [] : [[vendor, http.calls + http.signalCalls + http.singleCalls + own(vendor)]];
      }),
    ),
    lines,
  };
}

async function linesOf(check: Check, sources: Sources): Promise<Line[]> {
  const own = pageFor(check.about, sources.definitions);
  const line = ({ page = own ?? undefined, ...found }: Found, cause: string | null = null): Line => {
    const leads = page !== undefined && (found.verdict === "attention" || found.verdict === "critical");
    return {
      limit: null,
      details: [],
      link: null,
      ...found,
      cause,
      check: check.name,
      runbook: leads ? `${sources.stack.runbooks.replace(/\/$/, "")}/${page}.md` : null,
    };
  };
  try {
    return (await check.look(sources)).map((found) => line(found));
  } catch (error) {
    // What is not a failure to read is a fault of ours: it must not look like a vendor's.
    if (!(error instanceof Error) || error instanceof TypeError || error instanceof RangeError) throw error;
    const cause = error instanceof VendorError ? error.ofVendor : null;
    return [line({ title: check.title, value: error.message, verdict: "unknown" }, cause)];
  }
}
