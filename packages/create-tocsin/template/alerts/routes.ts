import { route } from "tocsin";

/** Whoever is on call by mail, and the alert channel. Each stack file says which address and which channel that is. */
export const oncall = route({ name: "oncall", mail: ["oncall"], slack: ["alerts"] });

/** The alert channel only: for what nobody needs to be written to about. */
export const channel = route({ name: "channel", slack: ["alerts"] });
