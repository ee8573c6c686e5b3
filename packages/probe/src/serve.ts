import { serve } from "@hono/node-server";
import { GET } from "./api/probe.ts";

/**
 * The handler on a port of its own, as Vercel would run it: for the local stack, or any machine that stays up. Settings and
 * CRON_SECRET come from the environment, PORT too (0, the default, lets the system choose); its address is the first line
 * that it prints.
 */
process.on("uncaughtException", (error) => {
  console.error(`probe: ${error.message}`);
  process.exit(3);
});

const port = Number(process.env.PORT ?? 0);

const server = serve(
  {
    hostname: "127.0.0.1",
    port,
    fetch: (request) => {
      const isOurs = new URL(request.url).pathname === "/api/probe" && request.method === "GET";
      return isOurs ? GET(request) : Response.json({ error: "not found" }, { status: 404 });
    },
  },
  (address) => console.log(`http://127.0.0.1:${address.port}`),
);

for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => server.close(() => process.exit(0)));
