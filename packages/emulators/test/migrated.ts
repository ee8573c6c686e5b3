import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EmulatedClock } from "../src/clock.ts";
import { createContext, type LocalContext } from "../src/context.ts";

const migration = join(import.meta.dirname, "../../probe/sql/install.sql");

/** A context whose database has the probe's schema, as every project of ours has. */
export function migratedContext(clock?: EmulatedClock, directory?: string): LocalContext {
  const context = createContext(clock, directory);
  context.migrations.push(readFileSync(migration, "utf8"));
  return context;
}
