import { route } from "tocsin";

/** The founder by mail and the alert channel; each stack file says which address and which channel that is. */
export const founderAndAlerts = route({ name: "founder-and-alerts", mail: ["founder"], slack: ["alerts"] });

/** The alert channel only: for what nobody needs to be written to about. */
export const alertsChannel = route({ name: "alerts-channel", slack: ["alerts"] });
