/** A project of the tests, copied to a folder of its own, where it finds the packages by name as a team's project does. */
import { cp, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../../../..");

/** The copy's folder. What a run left in the original (`node_modules/.cache`) stays there. */
export async function copyProject(name: string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), `tocsin-${name}-`));
  const original = path.resolve(import.meta.dirname, "../projects", name);
  const filter = (file: string) => path.basename(file) !== "node_modules";
  await cp(original, folder, { recursive: true, filter });
  await symlink(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  const manifest = { name: `${name}-watch`, private: true, type: "module" };
  await writeFile(path.join(folder, "package.json"), `${JSON.stringify(manifest)}\n`);
  return folder;
}
