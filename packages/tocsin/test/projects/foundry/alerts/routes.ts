import { minutes, onCall, route } from "tocsin";

export const team = route({ name: "team", mail: ["ada"], slack: ["alerts"], notify: ["on-call"] });
export const tickets = route({ name: "tickets", slack: ["alerts"] });
export const payments = route({ name: "payments", slack: ["payments"] });
export const product = route({ name: "product", slack: ["product"] });
export const duty = route({ name: "duty", slack: ["alerts"], notify: ["duty"] });

/** A page by day is a ticket by night; what nobody acknowledges goes to the second person. */
export const whoIsPaged = onCall({
  id: "on-call/foundry",
  title: "Foundry (catalogue 37)",
  owner: "ada",
  destination: "duty",
  steps: [
    { people: ["ada"], after: minutes(15) },
    { people: ["grace"], after: minutes(15) },
  ],
  again: 2,
  hours: {
    on: ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    from: "07:00",
    to: "22:00",
    timezone: "Europe/Madrid",
  },
});
