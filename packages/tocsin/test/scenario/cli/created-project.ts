/** A project that somebody has just created and filled in for the emulated account, and commands typed in it. */
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { vi } from "vitest";
import type { VendorName } from "../../../../create-tocsin/src/answers.ts";
import { projectFiles } from "../../../../create-tocsin/src/project-files.ts";
import { stackFile } from "../../../../create-tocsin/src/stack-file.ts";
import { choices } from "../../../../create-tocsin/test/choices.ts";
import { reportFailure } from "../../../src/cli/failure.ts";
import { createProgram } from "../../../src/cli/program.ts";

const repository = path.resolve(import.meta.dirname, "../../../../..");

/** The project, filled in for an account; `services` are named as the emulated account's projects. */
export function projectOf(vendors: readonly VendorName[]): string {
  const folder = mkdtempSync(path.join(tmpdir(), `tocsin-only-${vendors.join("-")}-`));
  const services = ["web", "worker"].map((name) => ({
    name,
    project: null,
    url: `https://${name}.example`,
    health: "/",
  }));
  const chosen = { ...choices(vendors), services };
  const staging = stackFile({
    ...{
      stack: "staging",
      allowDrills: true,
      vendors,
      services,
      slackAccount: "acme",
      locations: ["aws:eu-central-1"],
    },
    ...{
      organization: "acme",
      environment: "local",
      slackIntegration: "55",
      team: "",
      teamSlug: null,
      supabaseRef: "",
    },
    sentryProjects: services.map(({ name }, at) => ({
      name,
      slug: name,
      errorMonitor: String(50 + at),
      issueStreamMonitor: null,
    })),
    people: [{ name: "oncall", mail: "founder@example.com", sentryUser: "7" }],
    channels: { alerts: "#alerts-local" },
    runbooks: "https://github.com/acme/shop/blob/main/runbooks",
  });
  for (const [file, text] of [...projectFiles(chosen), ["Pulumi.staging.yaml", staging] as const]) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  symlinkSync(path.join(repository, "node_modules"), path.join(folder, "node_modules"));
  return folder;
}

/** A command as it is typed: what it prints, and its exit code. */
export async function typed(folder: string, args: readonly string[]): Promise<{ code: number; text: string }> {
  let text = "";
  const write = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  const line = (...words: unknown[]) => void write(`${words.join(" ")}\n`);
  vi.spyOn(process.stdout, "write").mockImplementation(write);
  vi.spyOn(process.stderr, "write").mockImplementation(write);
  vi.spyOn(console, "log").mockImplementation(line);
  vi.spyOn(console, "error").mockImplementation(line);
  process.exitCode = undefined;
  let code = 0;
  try {
    await (await createProgram(folder, ["node", "tocsin", ...args])).parseAsync(["node", "tocsin", ...args]);
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    code = reportFailure(error, folder);
  } finally {
    process.exitCode = undefined;
    vi.restoreAllMocks();
  }
  return { code, text };
}
