/** The migration by which a database lets the probe ask the team's statements. */
import { readFileSync } from "node:fs";
import { ConfigurationError } from "../model/problem.ts";
import type { SqlProbe } from "../model/sql-probe.ts";
import { statementsFor } from "../model/sql-probe.ts";
import { loadDefinitions } from "../project/definitions.ts";
import { UsageError } from "../shared/usage-error.ts";

/**
 * The migration for one database of the project.
 * @param database the service whose it is; needed where statements ask several
 * @throws ConfigurationError when the definitions cannot be used, UsageError when it cannot be told which database is meant
 */
export async function installSql(root: string, database?: string): Promise<string> {
  const { sqlProbes, problems } = await loadDefinitions(root);
  if (problems.some(({ severity }) => severity === "error"))
    throw new ConfigurationError("The definitions cannot be used:", problems);
  const services = [...new Set(sqlProbes.map(({ service }) => service))].sort();
  if (database === undefined && services.length > 1) {
    throw new UsageError(`Statements ask the databases of ${services.join(", ")}: name one with --database.`);
  }
  if (database !== undefined && services.length > 0 && !services.includes(database)) {
    throw new UsageError(`No statement asks a database of "${database}". There are: ${services.join(", ")}.`);
  }
  return migrationFor(sqlProbes.filter(({ service }) => database === undefined || service === database));
}

/** The migration with these statements. */
export async function migrationFor(probes: readonly SqlProbe[]): Promise<string> {
  const { migrationSql } = await import("tocsin-probe");
  const sql = new Map(probes.map((probe) => [probe.id, probe.sql]));
  return migrationSql(statementsFor(probes).map((one) => ({ ...one, sql: sql.get(one.id) ?? "" })));
}

/** What takes it away again. */
export async function uninstallSql(): Promise<string> {
  const { migrationFile } = await import("tocsin-probe");
  return readFileSync(migrationFile("uninstall"), "utf8");
}
