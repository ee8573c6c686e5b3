/** The program that `pulumi up -s staging` runs: every definition of this project, as resources at the vendors. */
export { default } from "tocsin/pulumi";
