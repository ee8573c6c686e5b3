import type { VendorName } from "../model/resource.ts";
import { datadog } from "./datadog/vendor.ts";
import { sentry } from "./sentry/vendor.ts";
import { stripe } from "./stripe/vendor.ts";
import type { Vendor } from "./vendor.ts";
import { vercel } from "./vercel/vendor.ts";

/** The one list of vendors, in the order in which they are read and shown. */
export const vendors: readonly Vendor[] = [datadog, sentry, vercel, stripe];

export const vendorNames: readonly VendorName[] = vendors.map(({ name }) => name);
