import { findOnPath, runChild } from "./child.mjs";

/** What `engine/go.mod` of this package asks for. */
const oldestGo = [1, 26];

/**
 * Finds Go on PATH and checks that it is new enough.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{command: string, version: string}>}
 * @throws {Error} with the reason
 */
export async function findGo(env) {
  const command = findOnPath("go", env);
  if (command === undefined) throw new Error("no go on PATH");
  // An older Go would fetch a newer one by itself, from a server that nobody has agreed to: GOTOOLCHAIN=local forbids it.
  const result = await runChild(command, ["env", "GOVERSION"], {
    env: { ...env, GOTOOLCHAIN: "local" },
    timeoutMs: 30_000,
  });
  const version = /go(\d+)\.(\d+)\S*/.exec(result.output);
  if (result.failure !== "" || version === null) {
    throw new Error(`\`${command} env GOVERSION\` failed: ${result.failure} ${result.output.trim()}`);
  }
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const [oldestMajor = 0, oldestMinor = 0] = oldestGo;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new Error(`${command} is ${version[0]}; Go ${oldestGo.join(".")} or newer is needed`);
  }
  return { command, version: version[0] };
}
