import { setFlagsFromString } from "node:v8";
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { tidyUp } from "../memory.mjs";
import { imageFile, keepImage, readImage } from "./database-image.mjs";

/**
 * The thread in which the database runs. Plain JavaScript, because a thread does not share its parent's compiler.
 *
 * @typedef {import("./database-protocol.ts").Request} Request
 * @typedef {import("./database-protocol.ts").Reply} Reply
 * @typedef {object} Open a transaction under way
 * @property {import("@electric-sql/pglite").Transaction} transaction
 * @property {(commit: boolean) => void} end
 * @property {Promise<void>} over
 */

/** Values as the Management API writes them, by object id of the type: int8 as a number, times as text. */
const jsonParsers = {
  20: (/** @type {string} */ text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
  1114: (/** @type {string} */ text) => text,
  1184: (/** @type {string} */ text) => text,
  1082: (/** @type {string} */ text) => text,
};

/** Thrown to have a transaction rolled back; nobody sees it. */
const abandoned = new Error("abandoned");

// PostgreSQL's functions stay as they are compiled first. At their best they would save a whole drill a tenth of what the thread
// takes, and cost each start 0.7 s of a core and 50 MB that the allocator never gives back (measured 2026-11).
setFlagsFromString("--wasm-tiering-budget=2000000000");

/** Its log of changes in files of 1 MB: the first of the usual 16 MB would be kept whole. */
const initialization = ["--wal-segsize=1"];

/**
 * What a database that is the only one, and almost empty, does without: 124 MB of buffers, and the templates of others. All of
 * its files are kept in memory.
 */
const lean = [
  "alter system set shared_buffers = '4MB'",
  "update pg_database set datistemplate = false",
  "drop database template0",
  "drop database template1",
  "checkpoint",
];

/** A database with nothing in it. */
async function fresh() {
  const file = workerData.image ?? (await imageFile());
  const image = await readImage(file);
  // An image that cannot be used is made again.
  const read = image && (await PGlite.create({ loadDataDir: image }).catch(() => undefined));
  if (read !== undefined) return read;
  const made = await makeImage();
  await keepImage(file, made);
  return PGlite.create({ loadDataDir: made });
}

/** By a database of its own: it would hold for good the memory that making the files took. */
async function makeImage() {
  const pg = await PGlite.create({ initDbStartParams: initialization });
  for (const statement of lean) await pg.exec(statement);
  const image = await pg.dumpDataDir("none");
  await pg.close();
  return image;
}

const started = fresh().then(async (pg) => {
  // Said once, or it would not go back to it after a transaction in which a role was taken on.
  await pg.exec("set session authorization postgres");
  tidyUp();
  return pg;
});
/** @type {Map<number, Open>} */
const open = new Map();

/**
 * @param {number} id
 * @param {string} first
 */
async function begin(id, first) {
  const pg = await started;
  /** @type {(commit: boolean) => void} */
  let end = () => {};
  const ended = new Promise((/** @type {(commit: boolean) => void} */ resolve) => {
    end = resolve;
  });
  await new Promise((/** @type {(value: void) => void} */ ready, fail) => {
    const over = pg.transaction(async (transaction) => {
      if (first !== "") await transaction.exec(first);
      open.set(id, { transaction, end, over });
      ready();
      if (!(await ended) && !transaction.closed) throw abandoned;
    });
    over.catch(fail);
  });
}

/** @param {Request} request */
async function answer(request) {
  // PostgreSQL takes statements that come together for one transaction.
  if (request.kind === "once") return (await (await started).exec(request.sql)).at(-1)?.rows;
  if (request.kind === "begin") return begin(request.transaction, request.first);
  const found = open.get(request.transaction);
  if (found === undefined) throw new Error("this transaction is over");
  if (request.kind === "exec") return void (await found.transaction.exec(request.sql));
  if (request.kind === "query") {
    const options = request.plain ? { parsers: jsonParsers } : {};
    return (await found.transaction.query(request.sql, request.values, options)).rows;
  }
  open.delete(request.transaction);
  found.end(request.commit);
  await found.over.catch((error) => {
    if (error !== abandoned) throw error;
  });
}

/** @param {unknown} error */
function failureOf(error) {
  const of = error instanceof Error ? error : new Error(String(error));
  const field = (/** @type {string} */ name) => {
    const value = Reflect.get(of, name);
    return typeof value === "string" ? value : undefined;
  };
  return { message: of.message, code: field("code"), detail: field("detail"), hint: field("hint") };
}

parentPort?.on("message", async (/** @type {Request} */ request) => {
  /** @type {Reply} */
  let reply;
  try {
    reply = { id: request.id, rows: (await answer(request)) ?? [] };
  } catch (error) {
    reply = { id: request.id, failure: failureOf(error) };
  }
  parentPort?.postMessage(reply);
});
