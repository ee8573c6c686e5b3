/**
 * The rooms of this repository and what each may import, by relative path or by name. The test of the arrows holds every import
 * against it, and the drawing in docs/ is made from it. Whatever is not listed is refused; a room may import from itself.
 */

/** Pure rooms of the tool: data in, data out. */
export const cores = [
  ...["lint", "evaluate", "coverage", "runbooks", "verify", "drill", "gate", "import", "init"],
  ...["review", "report", "routines", "doctor", "quality", "absorb", "conformance", "audit"],
];

/** @type {Readonly<Record<string, readonly string[]>>} a room of `packages/tocsin/src`, and the rooms it may import */
export const toolArrows = {
  shared: [],
  model: [],
  vendors: ["model", "shared"],
  evaluate: ["model"],
  lint: ["model", "vendors"],
  coverage: ["model", "shared"],
  runbooks: ["model", "vendors", "shared"],
  verify: ["model", "vendors", "shared"],
  drill: ["model", "vendors", "verify", "shared"],
  gate: ["model", "verify", "drill", "shared"],
  conformance: ["model"],
  absorb: ["model", "vendors", "verify"],
  import: ["model", "vendors", "verify"],
  init: ["model", "vendors", "import", "shared"],
  review: ["model", "vendors", "evaluate", "verify", "gate", "shared"],
  report: ["model", "vendors", "verify", "drill", "gate", "quality", "shared"],
  routines: ["model", "vendors", "verify", "drill", "quality", "shared"],
  audit: ["model", "vendors", "shared"],
  quality: ["model"],
  doctor: ["model", "vendors", "verify", "shared"],
  project: ["model", "vendors", "shared"],
  program: ["model", "vendors", "shared", "providers", "gate"],
  engine: ["model", "shared"],
  providers: ["model", "vendors", "shared"],
  app: ["model", "vendors", "shared", ...cores, "project", "program", "engine"],
  pulumi: ["model", "vendors", "shared", "gate", "project", "program", "app"],
  policy: ["lint", "project", "app"],
  testing: ["model", "evaluate"],
  cli: ["model", "vendors", "shared", ...cores, "project", "app"],
};

/** Rooms that know vendors by the list alone: they import nothing of a vendor's own folder. */
export const vendorBlind = [
  ...["verify", "drill", "routines", "doctor", "report", "gate", "absorb", "quality", "init", "coverage", "runbooks"],
  ...["project", "app", "cli"],
];

/** Use cases that are about what one vendor alone has; no other file of those rooms may import a vendor's folder. */
export const vendorsOwn = [
  // The file in which Vercel reads crons and schedules.
  "app/crons-file.ts",
  // What `lint --online` asks of Datadog's monitors, and what `init` asks of each account on a first day.
  ...["app/lint/online-datadog.ts", "app/init/account.ts", "app/init/discover.ts"],
  // A resource by the id that its vendor's page shows.
  "app/import/find.ts",
];

/** Folders below `vendors/` that are no vendor of the list: the layer below all, and where the tool itself writes and reads. */
export const vendorless = ["http", "slack", "mail", "emulated"];

/**
 * Which package may import which, by name. The top level is a team's project; what is below `packages/` never imports it.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const packageArrows = {
  top: ["tocsin", "pulumi-sentry"],
  tocsin: ["probe", "pulumi-sentry", "create-tocsin"],
  "create-tocsin": [],
  probe: [],
  emulators: [],
  "fake-providers": ["tocsin"],
  "pulumi-sentry": [],
};

/** Rooms that may import the engine's packages (`@pulumi/...`, `@pulumiverse/...`). */
export const engineRooms = [
  "program",
  "pulumi",
  "policy",
  "engine",
  "providers",
  "fake-providers",
  "pulumi-sentry",
  "top",
];
