import { z } from "zod";

/**
 * How far an alert has been proved, each level on top of the one before. `none`: not even the object is as declared.
 * `exists`: live exactly as the code says. `accepted`: the vendor takes it as valid and has it switched on. `routed`: every
 * place that it writes to can be reached. `fired`: the vendor said Alert after the drill began. `delivered`: its message was
 * read in every place of its route. `recovered`: the vendor said OK, and the message about that was read too.
 */
export const level = z.enum(["none", "exists", "accepted", "routed", "fired", "delivered", "recovered"]);

export type Level = z.infer<typeof level>;
