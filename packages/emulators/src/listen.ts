import { once } from "node:events";
import { IncomingMessage, Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";
import { strangerOf } from "./door.mjs";

/**
 * How long a connection may idle. Node's own five seconds pass while the clock lives through hours of work, and a client whose
 * next call takes that connection is cut off; vendors' load balancers keep one for minutes.
 */
const idleMs = 600_000;

/** An app served on loopback. */
export interface Listening {
  /** `http://127.0.0.1:PORT`, without trailing slash. */
  url: string;
  /** Stops at once: open keep-alive connections are cut, for a client that idles must not hold up a shutdown. */
  close(): Promise<void>;
}

/**
 * Serves an app on 127.0.0.1 only, to callers that name it by one of loopback's own names and come from no other site's page.
 * Port 0 lets the system choose a free one.
 *
 * @throws the system's error (`EADDRINUSE`, ...) when the port cannot be had.
 */
export async function listen(app: Hono, port = 0): Promise<Listening> {
  const server = createAdaptorServer({
    fetch: (request, env) => {
      const { incoming } = env;
      const stranger = incoming instanceof IncomingMessage ? strangerOf(incoming) : "Refused: HTTP/1.1 only.";
      return stranger === null ? app.fetch(request, env) : Response.json({ error: stranger }, { status: 403 });
    },
    hostname: "127.0.0.1",
  });
  if (server instanceof Server) server.keepAliveTimeout = idleMs;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error(`unexpected listening address ${address}`);
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      if (server instanceof Server) server.closeAllConnections();
      await closed;
    },
  };
}
