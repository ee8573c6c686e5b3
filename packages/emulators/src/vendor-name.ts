/** The emulated vendors, by the names of their sections in `vendors.json`. */
export type VendorName =
  | "datadog"
  | "sentry"
  | "vercel"
  | "stripe"
  | "supabase"
  | "slack"
  | "mail"
  | "app"
  | "status-pages";
