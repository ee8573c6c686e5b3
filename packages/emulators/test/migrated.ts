import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as statements from "../../../alerts/statements.ts";
import { migrationSql } from "../../probe/src/statement.ts";
import type { EmulatedClock } from "../src/clock.ts";
import { createContext, type LocalContext } from "../src/context.ts";

const root = join(import.meta.dirname, "../../..");
/** The tables of the project at the top, and what is in them. */
export const projectTables = readFileSync(join(root, "test/local/schema.sql"), "utf8");

/** What the probe is told of the project's statements. */
export const projectStatements = Object.values(statements).map(({ id, service, metric, tags = [], share }) => ({
  ...{ id, database: service, metric, tags },
  ...(share === undefined ? {} : { share: { minimum: share.minimum } }),
}));

/** The migration that lets the probe ask them. */
export const projectMigration = migrationSql(
  Object.values(statements)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, service, metric, tags = [], share, sql }) => ({
      ...{ id, database: service, metric, tags, sql },
      ...(share === undefined ? {} : { share: { minimum: share.minimum } }),
    })),
);

/** A context whose database has the project's tables and the probe's schema. */
export function migratedContext(clock?: EmulatedClock, directory?: string): LocalContext {
  const context = createContext(clock, directory);
  context.schemas.push(projectTables);
  context.migrations.push(projectMigration);
  return context;
}
