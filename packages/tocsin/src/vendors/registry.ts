/**
 * What each folder adds to: connections and clients by the name of whom they are of. Empty here, so that nothing but the folder
 * of a vendor names it.
 */

/** Where a vendor is and with what credential it is read. URLs are without a trailing slash. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the vendors' folders
export interface VendorConnections {}

/** What reads a vendor. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the vendors' folders
export interface VendorClients {}

/** A drill's calls: to the vendors, the monitored databases, what steers the emulated vendors. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the folders
export interface DrillClients {}
