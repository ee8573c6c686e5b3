import { alert, crons, declared } from "tocsin";

export const __name__Crons = alert({
  id: "__service__/crons",
  title: "Crons of __service__",
  service: "__service__",
  owner: "__owner__",
  severity: "ticket",
  // What your vercel.json lists. `npx tocsin crons --stack local` prints it.
  signal: crons({
    service: "__service__",
    crons: [{ path: "/api/cron/daily", schedule: "0 4 * * *" }],
    secret: false,
  }),
  condition: declared(),
  route: "__route__",
  why: "What __service__ does on a schedule does not happen.",
  causes: ["a deployment without the crons", "somebody switched them off"],
  firstChecks: ["Is the cron in the newest production deployment?", "Are the project's crons switched on?"],
  recovered: "The cron ran at its last time.",
  runbook: "first-look",
});
