import { stableUuid } from "./uuid.ts";

/** The Datadog organisation in which everything lives. */
export const ORG_ID = 321_001;

/** The user to whom the application key belongs. */
export const USER = { name: "Local Owner", handle: "founder@example.com", email: "founder@example.com" };

/** The user's id in v1 answers. */
export const USER_ID = 1_000_001;

/** The user's id in v2 answers. */
export const USER_UUID = stableUuid("user");
