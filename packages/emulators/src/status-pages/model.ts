/** Whose page is emulated. */
export const pages = ["datadog", "sentry", "vercel", "stripe", "supabase"] as const;

export type PageName = (typeof pages)[number];

/** How bad the vendor says it is. */
export const impacts = ["none", "minor", "major", "critical", "maintenance"] as const;

/** Something that a vendor says of itself, until it is taken back. */
export interface Incident {
  id: string;
  page: PageName;
  name: string;
  component: string;
  impact: (typeof impacts)[number];
  /** ISO 8601, on the emulated clock. */
  since: string;
}

export const isMaintenance = ({ impact }: Incident): boolean => impact === "maintenance";
