import { route } from "tocsin";

export const watch = route({ name: "watch", mail: ["harbourmaster"], slack: ["watch"] });
