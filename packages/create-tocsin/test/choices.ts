import type { VendorName } from "../src/answers.ts";
import { firstAlertsFor } from "../src/first-alerts.ts";
import { type PackageManagerName, packageManagers } from "../src/package-manager.ts";
import { type Choices, ownPackages } from "../src/project-files.ts";

const tarballs = Object.fromEntries(ownPackages.map((name) => [name, `file:./vendor/${name}-0.1.0.tgz`]));

/** Choices for a project with two services. */
export const choices = (vendors: readonly VendorName[], manager: PackageManagerName = "npm"): Choices => ({
  project: "shop-alerts",
  vendors,
  services: ["shop", "back-office"].map((name) => ({ name, project: null, url: null, health: "/api/readyz" })),
  alerts: firstAlertsFor(vendors),
  manager: packageManagers[manager],
  tarballs,
});
