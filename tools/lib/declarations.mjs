import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { messageOf, SetUpError } from "../../packages/tocsin/src/shared/failure.mjs";
import { inPackage, repository } from "./paths.mjs";

/**
 * What a package's entries declare: name of the built file, and the source below the package's folder. What is not here is
 * started as a program and imported by nobody.
 * @type {Readonly<Record<string, Readonly<Record<string, string>>>>}
 */
const declared = {
  tocsin: {
    index: "src/index.ts",
    pulumi: "src/pulumi/index.ts",
    policy: "src/policy/index.ts",
    testing: "src/testing/index.ts",
    "internal-provider": "src/providers/server/index.ts",
  },
  "create-tocsin": { index: "src/index.ts" },
  probe: { index: "src/index.ts" },
  "fake-providers": { install: "src/install.ts" },
};

/** Never published: what declarations take from it stands in them. */
const builtIn = "@pulumi/sentry";

/**
 * Writes one file of declarations an entry, for `import` and, where the package is built for it, for `require`.
 * @param {string} name of the package's folder
 * @param {string} folder
 * @param {{commonJs: (entry: string) => boolean}} options
 */
export async function writeDeclarations(name, folder, { commonJs }) {
  for (const [entry, source] of Object.entries(declared[name] ?? {})) {
    const text = await declarationsOf(inPackage(name, source));
    writeFileSync(join(folder, `${entry}.d.ts`), text);
    if (commonJs(entry)) writeFileSync(join(folder, `${entry}.d.cts`), text);
  }
}

/**
 * @param {string} source
 * @returns {Promise<string>}
 * @throws {SetUpError} when the sources have no declarations
 */
async function declarationsOf(source) {
  const [{ rollup }, { dts }] = await Promise.all([import("rollup"), import("rollup-plugin-dts")]);
  try {
    const bundle = await rollup({
      input: source,
      external: (id) => !/^[./]/.test(id) && id !== builtIn,
      plugins: [dts({ tsconfig: join(repository, "tsconfig.json") })],
      onwarn: ({ message }) => {
        throw new Error(message);
      },
    });
    const { output } = await bundle.generate({ format: "es" });
    return output[0].code;
  } catch (error) {
    throw new SetUpError(`The declarations of ${source} cannot be made:\n${messageOf(error)}`, { cause: error });
  }
}
