import { createInterface } from "node:readline/promises";
import { vendorNames } from "./answers.ts";
import { type Arguments, listOf, servicesOf } from "./arguments.ts";
import { type FirstAlertName, firstAlertsFor } from "./first-alerts.ts";
import type { Choices } from "./project-files.ts";
import { UsageError } from "./usage-error.ts";

/** Gets an answer to a question; null: nobody can be asked. */
export type Question = ((text: string) => Promise<string>) | null;

/** The terminal of this process, for the time of `work`; null where there is none, or nobody wants to be asked. */
export async function withTerminal<T>(yes: boolean, work: (question: Question) => Promise<T>): Promise<T> {
  if (yes || process.stdin.isTTY !== true) return work(null);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<never>((_resolve, reject) =>
    lines.once("close", () => reject(new UsageError("Nobody answers any more. Nothing was written."))),
  );
  // A close after the last answer is no fault.
  ended.catch(() => {});
  try {
    return await work((text) => Promise.race([lines.question(text), ended]));
  } finally {
    lines.close();
  }
}

const healthPath = "/api/readyz";

/** What the command line says, else what somebody answers, else everything. */
export async function choose(
  given: Arguments,
  question: Question,
): Promise<Pick<Choices, "vendors" | "services" | "alerts">> {
  const vendors =
    given.vendors ??
    (await ask(
      question,
      "Vendors in use",
      vendorNames.filter((name) => name !== "supabase"),
      (text) => listOf("--vendors", text, vendorNames),
    ));
  const names = given.services ?? (await ask(question, "Services that alerts are about", ["web"], servicesOf));
  const possible = firstAlertsFor(vendors);
  const alerts =
    given.alerts ??
    (possible.length === 0
      ? []
      : await ask(question, "First alerts", possible, (text) => listOf<FirstAlertName>("--alerts", text, possible)));
  const impossible = alerts.find((name) => !possible.includes(name));
  if (impossible !== undefined)
    throw new UsageError(
      `--alerts: ${impossible} needs a vendor that is not among ${vendors.join(", ")}. These have: ${possible.join(", ") || "none"}.`,
    );
  return { vendors, alerts, services: names.map((name) => ({ name, project: null, url: null, health: healthPath })) };
}

/** Asks until the answer can be used. */
async function ask<T extends string>(
  question: Question,
  text: string,
  fallback: readonly T[],
  read: (text: string) => T[],
): Promise<T[]> {
  if (question === null) return [...fallback];
  for (;;) {
    const answer = (await question(`${text} [${fallback.join(",")}]: `)).trim();
    if (answer === "") return [...fallback];
    try {
      return read(answer);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      process.stderr.write(`  ${error.message}\n`);
    }
  }
}
