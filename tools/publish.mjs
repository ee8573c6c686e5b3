/** Publishes every public package of this repository. Started by .github/workflows/release.yml only: it runs where npm trusts it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runChild } from "../packages/tocsin/src/engine/install/child.mjs";
import { progress } from "../packages/tocsin/src/engine/install/progress.mjs";
import { SetUpError } from "../packages/tocsin/src/shared/failure.mjs";
import { runMain } from "../packages/tocsin/src/shared/run-main.mjs";
import { repository } from "./lib/paths.mjs";
import { inDependencyOrder, publicPackages, repositoryOf, tagRefusal, tarballOf } from "./lib/release.mjs";

/** @param {string} name @returns {string} */
function required(name) {
  const value = process.env[name];
  if (value) return value;
  throw new SetUpError(`${name} is not set: packages are published by the workflow "release", from a tag`);
}

/**
 * @param {string[]} words
 * @param {string} what a noun phrase
 */
async function npm(words, what) {
  const { failure } = await runChild("npm", words, { cwd: repository, inherit: true });
  if (failure !== "")
    throw new SetUpError(`${what} failed: ${failure}. Start the workflow again when the cause is gone`);
}

await runMain(async () => {
  const [tag, slug] = [required("GITHUB_REF_NAME"), required("GITHUB_REPOSITORY")];
  const packages = inDependencyOrder(publicPackages(repository));
  const refusal = tagRefusal(tag, packages);
  if (refusal !== null) throw new SetUpError(refusal);

  // Nobody has to keep the address by hand: a fork publishes under its own.
  for (const one of packages) {
    const file = join(repository, one.folder, "package.json");
    const manifest = { ...JSON.parse(readFileSync(file, "utf8")), repository: repositoryOf(one, slug) };
    writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  }
  await npm(["run", "pack"], "packing");
  const missing = packages.map(tarballOf).filter((file) => !existsSync(join(repository, file)));
  if (missing.length > 0) throw new SetUpError(`npm run pack did not write ${missing.join(", ")}`);

  for (const one of packages) {
    const version = `${one.manifest.name}@${one.manifest.version}`;
    // A release that broke off is started again, and goes on where it ended: npm takes a version once.
    const there = await runChild("npm", ["view", version, "version"], { cwd: repository });
    if (there.failure === "" && there.output.includes(one.manifest.version)) {
      progress(`${version} is published already`);
      continue;
    }
    await npm(["publish", `./${tarballOf(one)}`, "--provenance", "--access", "public"], `publishing ${version}`);
    progress(`${version} is published`);
  }
});
