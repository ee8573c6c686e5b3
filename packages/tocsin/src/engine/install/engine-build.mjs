import { join } from "node:path";
import { packageFolder } from "../../shared/package-folder.mjs";
import { runChild } from "./child.mjs";
import { engineVersion } from "./engine-check.mjs";
import { findGo } from "./go.mjs";
import { seconds, withElapsed } from "./progress.mjs";

const main = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
/** The engine refuses to work with plugins when it does not know its own version. */
const stamp = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${engineVersion}`;

/**
 * Builds Pulumi from its published Go modules, at the versions that `engine/go.mod` and `go.sum` of this package pin.
 * @param {string} folder gets the executable, nothing else
 * @param {{log: import("./progress.mjs").Log, env?: NodeJS.ProcessEnv, noteChild?: (pid: number) => void}} options
 * @throws {Error} with the reason
 */
export async function buildEngine(folder, { log, env = process.env, noteChild }) {
  const go = await findGo(env);
  log(
    `building Pulumi ${engineVersion} from source with ${go.version}: about 4 minutes on two cores, once for this user`,
  );
  const startedAt = Date.now();
  const args = [
    "build",
    "-trimpath",
    "-tags",
    "osusergo,grpcnotrace",
    "-ldflags",
    stamp,
    "-o",
    join(folder, "pulumi"),
    main,
  ];
  const result = await withElapsed(log, "building Pulumi", () =>
    runChild(go.command, args, {
      cwd: join(packageFolder(), "engine"),
      env: { ...env, GOTOOLCHAIN: "local", GOWORK: "off", CGO_ENABLED: "0" },
      ...(noteChild && { onStart: noteChild }),
    }),
  );
  if (result.failure !== "")
    throw new Error(`\`go build\` failed: ${result.failure}\n${result.output.trim().slice(-2_000)}`);
  log(`Pulumi built in ${seconds(startedAt)} s`);
}
