/**
 * This repository's project in a folder of its own, where definitions can be edited: whole, or a part of it. A part has fewer
 * alerts of each vendor, none of which waits for a day, so that a stack is up and proven in a third of the time: for what is held
 * of one alert or of each. The whole is in the tests of all objects (lifecycle, bodies), of the README and of the workflows.
 */
import { cp, mkdir, readdir, symlink } from "node:fs/promises";
import path from "node:path";

export const root = path.resolve(import.meta.dirname, "../../../../..");

/** Files of `alerts/`. */
export const part = ["routes", "dashboards", "objectives", "web-api", "billing", "database", "database-platform"];

/** Files whose alerts the probe measures for: half as many resources, for what is held of the probe alone. */
export const probePart = ["routes", "database"];

/** What belongs to no alert. */
const linked = ["synthetics", "infra", "node_modules", "Pulumi.yaml", "exceptions.yaml", "package.json"];

/** Writes it into an empty folder: whole, or these files of `alerts/` and the tests of their alerts. */
export async function writeProject(folder: string, alerts?: readonly string[]): Promise<void> {
  const at = (...names: string[]) => path.join(folder, ...names);
  for (const entry of linked) await symlink(path.join(root, entry), at(entry));
  await cp(path.join(root, "Pulumi.local.yaml"), at("Pulumi.local.yaml"));
  if (alerts === undefined) {
    await symlink(path.join(root, "test"), at("test"));
    await cp(path.join(root, "alerts"), at("alerts"), { recursive: true });
    return;
  }
  await mkdir(at("alerts"));
  await mkdir(at("test", "alerts"), { recursive: true });
  // The emulated database and app.
  await symlink(path.join(root, "test", "local"), at("test", "local"));
  for (const name of alerts) await cp(path.join(root, "alerts", `${name}.ts`), at("alerts", `${name}.ts`));
  // Health checks are in `synthetics`.
  const tests = new Set([...alerts, "readyz"].map((name) => `${name}.test.yaml`));
  for (const file of (await readdir(path.join(root, "test", "alerts"))).filter((name) => tests.has(name)))
    await cp(path.join(root, "test", "alerts", file), at("test", "alerts", file));
}
