import { plural, spanOf } from "../../shared/amounts.ts";
import { VendorError } from "../../vendors/http/errors.ts";
import type { Check, Found } from "../../vendors/routine-check.ts";
import {
  type Impact,
  type OwnIncident,
  readStatusPage,
  type StatusNow,
  type StatusPage,
} from "../../vendors/status-page.ts";

/** What the vendors say of themselves: an outage of theirs can be why many alerts fire, or why none does. */
export const vendorStatus: Check = {
  name: "vendor-status",
  title: "Status pages of the vendors",
  about: () => false,
  helps: () => true,
  async look({ statusPages = [] }) {
    const found = await Promise.all(statusPages.map(lineOf));
    const fine = statusPages.filter((_, at) => found[at] === null).map(({ vendor }) => vendor);
    const lines = found.flatMap((line) => line ?? []);
    if (fine.length === 0) return lines;
    const title = plural(fine.length, "status page");
    return [...lines, { title, value: `no incident: ${fine.join(", ")}`, verdict: "ok" }];
  },
};

/** The line of one page; null where it tells of nothing. What cannot be read is not taken for fine. */
async function lineOf(page: StatusPage): Promise<Found | null> {
  const title = `Status page of ${page.vendor}`;
  try {
    return statusLine(page, await readStatusPage(page));
  } catch (error) {
    if (!(error instanceof VendorError)) throw error;
    return { title, value: error.message, verdict: "unknown", link: page.url };
  }
}

/** The impacts, the worst first. */
const order: readonly Impact[] = ["critical", "major", "minor", "maintenance", "none"];

/** Null where nothing is told. Pure. */
function statusLine({ vendor, url }: StatusPage, now: StatusNow): Found | null {
  const { incidents, maintenances, degraded, indicator, at } = now;
  const told = [...incidents, ...maintenances].sort((a, b) => order.indexOf(a.impact) - order.indexOf(b.impact));
  const worst = [indicator, ...told.map(({ impact }) => impact)].sort((a, b) => order.indexOf(a) - order.indexOf(b))[0];
  if (told.length + degraded.length === 0 && indicator === "none") return null;
  const counts = [
    ...(incidents.length > 0 ? [plural(incidents.length, "incident")] : []),
    ...(maintenances.length > 0 ? [plural(maintenances.length, "maintenance window")] : []),
    ...(degraded.length > 0 ? [`${plural(degraded.length, "part")} not operational`] : []),
  ];
  const isOutage = worst === "critical" || worst === "major";
  return {
    title: `Status page of ${vendor}`,
    value: `${isOutage ? "outage" : "not all is well"}: ${counts.join(", ") || `it calls itself ${indicator}`}`,
    verdict: isOutage ? "critical" : "attention",
    details: [...told.map((one) => sentence(one, at)), ...degraded].slice(0, mostDetails),
    link: url,
  };
}

/** What one page is quoted with. */
const mostDetails = 10;

function sentence({ name, impact, status, since, components }: OwnIncident, at: Date): string {
  const lasting = since === null ? "" : `, for ${spanOf(at.getTime() - since.getTime())}`;
  const where =
    components.length === 0 ? "" : ` (${components.slice(0, 5).join(", ")}${components.length > 5 ? ", ..." : ""})`;
  return `${impact === "none" ? "" : `${impact}, `}${status.replaceAll("_", " ")}${lasting}: ${name}${where}`;
}
