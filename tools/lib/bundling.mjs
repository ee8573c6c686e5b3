import { inPackage, repository } from "./paths.mjs";

/* How the bundler finds what is not bundled. */

const sdk = "@pulumi/pulumi";
const leanSdk = inPackage("tocsin", "src/engine/lean-sdk.cjs");

/**
 * Another package of ours is found by its name, like any other; the compiler's paths would lead into its sources.
 * @param {string} name
 * @returns {import("esbuild").Plugin}
 */
export const ownPackages = (name) => ({
  name: "own-packages",
  setup(build) {
    build.onResolve({ filter: /^(tocsin|tocsin-[a-z-]+|create-tocsin)(\/|$)/ }, ({ path }) =>
      path === name || path.startsWith(`${name}/`) ? undefined : { path, external: true },
    );
  },
});

/**
 * Packages that are CommonJS are required, not imported: Node reads the text of a CommonJS module that is imported, and of all that
 * it exports again, for the names of its exports, which of generated code takes longer than to run it.
 * @type {import("esbuild").Plugin}
 */
export const requireCommonJs = {
  name: "require-commonjs",
  setup(build) {
    const namespace = "commonjs";
    const packages = /^(@grpc\/grpc-js|google-protobuf|@pulumi\/(pulumi|datadog)|@pulumiverse\/vercel)(\/|$)/;
    build.onResolve({ filter: packages }, ({ path, kind }) =>
      kind === "import-statement" ? { path, namespace } : { path, external: true },
    );
    build.onLoad({ filter: /./, namespace }, ({ path }) => ({
      // Whatever of ours loads Pulumi's SDK first makes it lean.
      contents: `${path === sdk ? `require(${JSON.stringify(leanSdk)});` : ""}module.exports = require(${JSON.stringify(path)});`,
      resolveDir: repository,
    }));
  },
};

/**
 * Of zod's messages in fifty languages, those in English: the tool speaks no other, and they are half of the library.
 * @type {import("esbuild").Plugin}
 */
export const englishOnly = {
  name: "english-only",
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};
