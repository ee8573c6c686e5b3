import { fstatSync } from "node:fs";
import grpc from "@grpc/grpc-js";
import providers from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { messageOf } from "./errors.ts";
import { serviceOf } from "./service.ts";
import type { Plugin } from "./types.ts";

/** The engine's own limit for a message, which a large resource or state may come near to. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

const PARENT_CHECK_MS = 1000;

/**
 * Serves a plugin to the engine that started this process, until the engine goes. The port is the first line on standard
 * output and the only thing ever written there; whatever a library logs goes to standard error, which the engine shows.
 */
export async function serve(plugin: Plugin): Promise<void> {
  console.log = console.info = console.debug = console.error;
  const giveUp = (error: unknown) => {
    process.stderr.write(`${plugin.name} plugin: ${messageOf(error, plugin.secretValues?.() ?? [])}\n`);
    process.exit(1);
  };
  process.on("uncaughtException", giveUp);
  process.on("unhandledRejection", giveUp);
  endWithEngine();
  try {
    const { port } = await listen(plugin);
    process.stdout.write(`${port}\n`);
  } catch (error) {
    giveUp(error);
  }
}

/** Starts a plugin's server on a free port of the loopback interface. `close` ends it at once. */
export async function listen(plugin: Plugin): Promise<{ port: number; close: () => void }> {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  server.addService(providers.ResourceProviderService, { ...serviceOf(plugin) });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(new Error(`cannot listen on 127.0.0.1: ${error.message}`, { cause: error }));
      else resolve(bound);
    });
  });
  return { port, close: () => server.forceShutdown() };
}

/**
 * The engine interrupts its plugins when it is done; when it is killed itself, its end of our standard input closes and
 * our parent changes. An operation cut off here is found again by its identity in the next run.
 */
function endWithEngine(): void {
  const end = () => process.exit(0);
  process.on("SIGINT", end);
  process.on("SIGTERM", end);
  const input = fstatSync(0);
  // Only a pipe or socket is the engine's: a plugin that is started by hand for debugging has a terminal or /dev/null.
  if (input.isFIFO() || input.isSocket()) process.stdin.on("end", end).on("error", end).resume();
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) end();
  }, PARENT_CHECK_MS).unref();
}
