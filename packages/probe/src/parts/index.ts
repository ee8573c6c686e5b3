import type { Part } from "../part.ts";
import { backups } from "./backups.ts";
import { connections } from "./connections.ts";
import { jobsOutcomes } from "./jobs-outcomes.ts";
import { jobsQueue } from "./jobs-queue.ts";
import { jobsStuck } from "./jobs-stuck.ts";
import { photos } from "./photos.ts";
import { diskUse, pool, serviceHealth } from "./platform.ts";
import { schedulesOverdue, schedulesWithoutJob } from "./schedules.ts";
import { stripeBilling, stripeDelivery, stripeEndpoints } from "./stripe.ts";
import { tableSizes } from "./table-sizes.ts";
import { vercelCrons, vercelDeployments } from "./vercel.ts";
import { worker } from "./worker.ts";

/** Every question of the probe. To add one, add it here. */
export const allParts: readonly Part[] = [
  jobsStuck,
  jobsOutcomes,
  jobsQueue,
  schedulesOverdue,
  schedulesWithoutJob,
  worker,
  connections,
  tableSizes,
  photos,
  backups,
  serviceHealth,
  diskUse,
  pool,
  stripeDelivery,
  stripeBilling,
  stripeEndpoints,
  vercelCrons,
  vercelDeployments,
];
