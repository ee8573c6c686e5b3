import type { VendorKinds } from "../../src/model/resource.ts";

/** Kinds of the vendors that tests have an emulator and examples of. */
export type EmulatedKind = VendorKinds["datadog" | "sentry" | "vercel" | "stripe"];
