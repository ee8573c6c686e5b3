import { route } from "tocsin";

export const team = route({ name: "team", mail: ["ada"], slack: ["alerts"], notify: ["on-call"] });
export const tickets = route({ name: "tickets", slack: ["alerts"] });
export const payments = route({ name: "payments", slack: ["payments"] });
export const product = route({ name: "product", slack: ["product"] });
