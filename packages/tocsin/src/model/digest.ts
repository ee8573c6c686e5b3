import { z } from "zod";

/** A digest as text: `sha256:<64 hex digits>`. */
export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/);
