/** How each package manager is told what a project needs: the package manager that runs this one is the team's. */

export type PackageManagerName = "npm" | "pnpm" | "yarn" | "bun";

/** Our packages as files of `vendor/`, by name; empty where they come from the registry. */
export type Tarballs = Readonly<Record<string, string>>;

export interface PackageManager {
  name: PackageManagerName;
  /** Arguments that install what package.json asks for and write the lock file, in CI too. */
  install: readonly string[];
  /** What a workflow runs before everything else: the manager itself, then the packages as they are locked. */
  workflow: readonly string[];
  /** What package.json says for this one only. */
  manifest: (tarballs: Tarballs) => object;
  /** Its own settings: no package may run a script when it is installed, and nobody is asked about it. */
  settings: (tarballs: Tarballs) => Readonly<Record<string, string>>;
}

const withoutNone = (name: string, values: Tarballs): object =>
  Object.keys(values).length === 0 ? {} : { [name]: values };

/** A direct dependency's own version counts also for whoever else needs it. */
const forNpm = (tarballs: Tarballs): Tarballs =>
  Object.fromEntries(Object.entries(tarballs).map(([name, file]) => [name, direct.has(name) ? `$${name}` : file]));

/** Those of our packages that package.json lists. */
export const direct: ReadonlySet<string> = new Set(["tocsin", "tocsin-emulators", "tocsin-fake-providers"]);

/** Packages whose scripts pnpm would ask about. */
const builds = ["esbuild", "protobufjs"];

const block = (name: string, values: Readonly<Record<string, string | boolean>>): string =>
  `${name}:\n${Object.entries(values)
    .map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}\n`)
    .join("")}`;

export const packageManagers: Readonly<Record<PackageManagerName, PackageManager>> = {
  npm: {
    name: "npm",
    install: ["install", "--no-audit", "--no-fund"],
    workflow: ["npm ci"],
    manifest: (tarballs) => withoutNone("overrides", forNpm(tarballs)),
    settings: () => ({ ".npmrc": "ignore-scripts=true\n" }),
  },
  pnpm: {
    name: "pnpm",
    install: ["install", "--no-frozen-lockfile"],
    workflow: ["corepack enable", "pnpm install --frozen-lockfile"],
    manifest: () => ({}),
    settings: (tarballs) => ({
      "pnpm-workspace.yaml": [
        block("allowBuilds", Object.fromEntries(builds.map((name) => [name, false]))),
        ...(Object.keys(tarballs).length === 0 ? [] : [block("overrides", tarballs)]),
      ].join(""),
    }),
  },
  yarn: {
    name: "yarn",
    install: ["install", "--no-immutable"],
    workflow: ["corepack enable", "yarn install --immutable"],
    manifest: (tarballs) => withoutNone("resolutions", tarballs),
    settings: () => ({
      ".yarnrc.yml": "nodeLinker: node-modules\nenableScripts: false\nenableTelemetry: false\n",
      // The folder is a project of its own, whatever lies above it.
      "yarn.lock": "",
    }),
  },
  bun: {
    name: "bun",
    install: ["install"],
    workflow: ["npm install --global bun", "bun install --frozen-lockfile"],
    // An empty list: bun runs the scripts of some packages that it knows.
    manifest: (tarballs) => ({ trustedDependencies: [], ...withoutNone("overrides", tarballs) }),
    settings: () => ({}),
  },
};

/** The one that started this process, by what each says of itself: `pnpm/10.1.0 npm/? node/v22.0.0 linux x64`. */
export function packageManagerOf(userAgent: string | undefined): PackageManager {
  const name = /^(npm|pnpm|yarn|bun)\//.exec(userAgent ?? "")?.[1];
  return name === "pnpm" || name === "yarn" || name === "bun" ? packageManagers[name] : packageManagers.npm;
}
