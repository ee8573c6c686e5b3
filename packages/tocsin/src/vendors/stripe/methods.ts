import type { MethodsOf } from "../method.ts";
import { declared } from "../vercel/methods.ts";

/** An endpoint is declared: what fires is that its service does not answer. */
export const stripeMethods: MethodsOf<"stripe"> = { "stripe-events": declared };
