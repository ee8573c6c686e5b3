import type { Part } from "../part.ts";
import { backups } from "./backups.ts";
import { connections } from "./connections.ts";
import { diskUse, pool, serviceHealth } from "./platform.ts";
import { stripeBilling, stripeDelivery, stripeEndpoints } from "./stripe.ts";
import { tableSizes } from "./table-sizes.ts";
import { vercelCrons, vercelDeployments } from "./vercel.ts";

/** Every question that the probe has of its own. To add one, add it here. */
export const ownParts: readonly Part[] = [
  connections,
  tableSizes,
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
