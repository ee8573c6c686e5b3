import { build, isBuilt } from "./lib/build.mjs";

/** Tests start programs of ours as they are built, so what is built is made of the sources as they are. */
export async function setup() {
  if (!isBuilt()) await build({ log: () => {} });
}
