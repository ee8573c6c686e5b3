import { existsSync } from "node:fs";

/** Judges that are programs, and where `npm test` says they are. The vendors' clients are packages: those are always there. */
const programs = {
  "stripe-mock": "TOCSIN_STRIPE_MOCK",
  actionlint: "TOCSIN_ACTIONLINT",
  dovecot: "TOCSIN_DOVECOT",
  promtool: "TOCSIN_PROMTOOL",
  postgres: "TOCSIN_POSTGRES",
  chromium: "TOCSIN_CHROMIUM",
} as const;

/**
 * The program that judges, or null when this machine does not have it: said on the console, and a failure in CI, where
 * nothing may be left out.
 *
 * @throws Error in CI, and when the path that was given leads nowhere
 */
export function judge(name: keyof typeof programs): string | null {
  const variable = programs[name];
  const path = process.env[variable];
  if (path !== undefined && path !== "") {
    if (!existsSync(path)) throw new Error(`${variable} says ${path}, which does not exist`);
    return path;
  }
  const what = `${name} is missing: run \`npm test\`, which gets it where it can, or name an installed one in ${variable}`;
  if (["1", "true"].includes(process.env.CI ?? "")) throw new Error(what);
  console.warn(`not judged: ${what}`);
  return null;
}
