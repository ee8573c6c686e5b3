/**
 * Lets `@pulumi/pulumi` load without the TypeScript compiler and npm's installer: half of the second that it takes. It needs them
 * only to serialise functions, for dynamic providers and callbacks; whoever has those gets both at the first use.
 */
const { createRequire } = require("node:module");

const sdk = createRequire(require.resolve("@pulumi/pulumi"));

for (const name of ["typescript", "@npmcli/arborist"]) {
  const file = resolved(name);
  if (file !== null && sdk.cache[file] === undefined) sdk.cache[file] = moduleOf(file);
}

/** @param {string} name */
function resolved(name) {
  try {
    return sdk.resolve(name);
  } catch {
    // An SDK of another layout loads what it finds.
    return null;
  }
}

/**
 * A module that is there, and reads its file when somebody asks for one of its members.
 * @param {string} file
 */
function moduleOf(file) {
  /** @type {object | undefined} */
  let real;
  const load = () => {
    if (real === undefined) {
      delete sdk.cache[file];
      real = /** @type {object} */ (sdk(file));
    }
    return real;
  };
  const exports = new Proxy(
    {},
    {
      // By this the SDK's compiled imports take the exports as they are, and do not copy every member.
      get: (_, key) => (key === "__esModule" ? true : Reflect.get(load(), key)),
      has: (_, key) => Reflect.has(load(), key),
    },
  );
  return Object.assign(new (require("node:module"))(file), { filename: file, loaded: true, exports });
}
