import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import Stripe from "stripe";

/** The official client for a server that is not Stripe's. Without retries: a complaint must show at once. */
export function stripeClient(url: string, apiKey: string): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe(apiKey, {
    host: hostname,
    port: Number(port),
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

/** Stripe's own test server, running. */
export interface StripeMock {
  url: string;
  end(): Promise<void>;
}

/**
 * Starts stripe-mock on free ports of the loopback interface; it listens for HTTPS too, whatever it is told.
 * @throws Error when it ends before it listens
 */
export async function startStripeMock(command: string): Promise<StripeMock> {
  const args = ["-http-addr", "127.0.0.1:0", "-https-addr", "127.0.0.1:0"];
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const end = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const address = /HTTP at address: (\S+)$/.exec(line)?.[1];
    if (address !== undefined) return { url: `http://${address}`, end };
  }
  throw new Error(`${command} ended before it listened`);
}
