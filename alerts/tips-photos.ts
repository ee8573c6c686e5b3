import { above, alert, metric, minutes } from "tocsin";
import { photosOrphaned, photosStuckRatio } from "./statements.ts";

/** Photos of the tips service as the probe counts them in its database. */
const photos = (probe: { metric: string }, unit: string) =>
  metric({
    source: "probe",
    expression: "photos",
    series: { photos: { metric: probe.metric, aggregate: "max" } },
    unit,
    interval: minutes(1),
  });

const tips = {
  service: "tips",
  owner: "founder",
  severity: "ticket" as const,
  route: "founder-and-alerts",
  runbook: "tips-photo-cleanup",
};

export const stuckUploads = alert({
  ...tips,
  id: "tips/stuck-uploads",
  source: ["infrastructure 7"],
  title: "Many photo uploads are stuck",
  signal: photos(photosStuckRatio, "% of a day's successful uploads"),
  condition: above(20, { averagedOver: minutes(15), warning: 10, recovery: 18, noData: "show" }),
  why: "People's photos stay in uploading or processing and never appear.",
  causes: ["errors in the upload route", "blob storage does not answer", "the conversion of photos hangs"],
  firstChecks: [
    "Stuck in uploading or in processing? The first is the route, the second the conversion",
    "Errors of the upload route in the logs",
    "Vercel, Storage, Blob: is there an incident?",
  ],
  recovered: "Under 10 %, and a photo uploaded by hand appears.",
  ours: {
    "condition.critical": "No number is given: a fifth of what succeeds.",
    "condition.warning": "No number is given: a tenth.",
    "condition.recovery": "No number is given: 18 % keeps it from flapping around 20 %.",
    "condition.window": "No window is given: 15 minutes.",
  },
});

export const orphansWaiting = alert({
  ...tips,
  id: "tips/orphans-waiting",
  source: ["infrastructure 7", "infrastructure thresholds"],
  title: "Many orphaned photo records wait for the cleanup",
  signal: photos(photosOrphaned, "records"),
  condition: above(200, { averagedOver: minutes(15), warning: 50, noData: "show" }),
  why: "The next cleanup would have far too much to do: uploads fail now, and last night's cleanup may have failed.",
  causes: ["errors in the upload route", "blob storage does not answer", "the cleanup does not run"],
  firstChecks: [
    "Failed, or stuck in uploading or processing? Count profile_photos by status",
    "Did cleanup-photos run last night, and what did it delete?",
    "Errors of the upload route in the logs",
  ],
  recovered: "Under 50 records wait.",
  ours: { "condition.window": "No window is given: 15 minutes." },
  differs: [
    "The runbook counts what a cleanup has deleted; this counts what the next one would, so it fires before the night.",
  ],
});
