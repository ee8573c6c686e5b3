import { createServer } from "node:http";
import type { Command } from "commander";
import { z } from "zod";
import { messageOf } from "../shared/failure.mjs";
import { UsageError } from "../shared/usage-error.ts";

/** `--port NUMBER`, as `servePage` takes it; 0 is any that is free. */
export const servedPort = z.coerce.number().int().min(0).max(65_535).default(0);

/** Adds `--serve` and `--port`. */
export const withServe = (command: Command, about: string): Command =>
  command.option("--serve", about).option("--port <number>", "with --serve: the port (default: any that is free)");

interface Served {
  /** Goes on "http://... shows". */
  what: string;
  /** 0: any that is free. */
  port: number;
  /** Makes the page; called again for a request when the last one is older than `ageMs`. */
  make: () => Promise<string>;
  ageMs: number;
}

/**
 * Shows one page on loopback until interrupted. A request waits for the page that is being made; no two are made at once.
 * @throws UsageError when the port is taken, and whatever stops the first page from being made
 */
export async function servePage({ what, port: wanted, make, ageMs }: Served): Promise<void> {
  let page: { text: string; at: number } | null = null;
  let making: Promise<string> | null = null;
  const current = (): Promise<string> => {
    if (page !== null && Date.now() - page.at < ageMs) return Promise.resolve(page.text);
    making ??= make()
      .then((text) => {
        page = { text, at: Date.now() };
        return text;
      })
      .finally(() => {
        making = null;
      });
    return making;
  };
  // What is wrong is told before anybody opens the page.
  await current();
  const server = createServer((request, response) => {
    // A page of another site must not read this one through a name that it points here.
    const isOurs = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? "");
    const known = request.url === "/" && (request.method === "GET" || request.method === "HEAD");
    if (!isOurs || !known) {
      response
        .writeHead(isOurs ? 404 : 403, { "content-type": "text/plain" })
        .end(isOurs ? "not found\n" : "refused\n");
      return;
    }
    current().then(
      (text) => {
        response.writeHead(200, {
          "content-type": "text/html; charset=utf-8",
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
        });
        response.end(request.method === "HEAD" ? "" : text);
      },
      (error: unknown) => {
        response.writeHead(503, { "content-type": "text/plain; charset=utf-8" });
        response.end(`The page could not be made: ${messageOf(error)}\n`);
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) =>
      reject(new UsageError(`Port ${wanted} cannot be had (${cause.code}): name another with --port.`, { cause })),
    );
    server.listen(wanted, "127.0.0.1", () => resolve());
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : wanted;
  process.stdout.write(`http://127.0.0.1:${port}/ shows ${what}; interrupt to end.\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  server.close();
  server.closeAllConnections();
}
