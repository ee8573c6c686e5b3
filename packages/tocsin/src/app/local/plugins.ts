/** Plugins of the local stack: fake providers for the official ones, unless those are asked for. */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { UsageError } from "../../shared/usage-error.ts";
import { localFiles, startId, type Vendors } from "./files.ts";
import { localPackageFile } from "./packages.ts";

/** Whether the local stack runs with fake providers; `TOCSIN_PLUGINS=official` fetches the real plugins instead. */
export function usesFakeProviders(): boolean {
  const choice = process.env.TOCSIN_PLUGINS || "fake";
  if (choice === "official") return false;
  if (choice === "fake") return true;
  throw new UsageError(`TOCSIN_PLUGINS is "${choice}"; it can be "official" or "fake" (what it is when not set).`);
}

/** What a state is of: one start of the vendors, and one kind of plugins. */
export const stateMark = (vendors: Vendors): string =>
  `${startId(vendors)} ${usesFakeProviders() ? "fake" : "official"}`;

/**
 * Refuses to carry on with other plugins than those that made what is there: each kind stores the same resources in another form,
 * so that everything would be updated or created again.
 * @throws UsageError
 */
export async function refuseOtherPlugins(directory: string, vendors: Vendors): Promise<void> {
  const made = await readFile(localFiles(directory).stateOf, "utf8").catch(() => "");
  const now = stateMark(vendors);
  if (!made.startsWith(startId(vendors)) || made === now) return;
  const [then, given] = usesFakeProviders() ? ["official", "fake"] : ["fake", "official"];
  throw new UsageError(
    `What is up here was made with TOCSIN_PLUGINS=${then}, and now it is ${given}. Run \`tocsin local down\`, then \`tocsin local up\`.`,
  );
}

const install = `
  const { installFakeProviders } = await import(process.argv[1]);
  await installFakeProviders(JSON.parse(process.argv[2]));
`;

/**
 * Puts the fake providers into the local engine's plugin folder, or takes away those that would stand in the official plugins'
 * place. In a process of its own, because the emulators and their plugins share no module with this tool.
 */
export async function installPlugins(root: string, pulumiHome: string): Promise<void> {
  const options = usesFakeProviders() ? { pulumiHome } : { pulumiHome, plugins: "official" };
  const module = pathToFileURL(localPackageFile(root, "tocsin-fake-providers/install")).href;
  try {
    await promisify(execFile)(
      process.execPath,
      ["--input-type=module", "--eval", install, module, JSON.stringify(options)],
      { cwd: root },
    );
  } catch (cause) {
    const said =
      cause instanceof Error && "stderr" in cause
        ? String(cause.stderr).trim().split("\n").slice(-3).join("\n")
        : String(cause);
    throw new UsageError(`The local stack's plugins could not be put into ${pulumiHome}:\n${said}`, { cause });
  }
}
