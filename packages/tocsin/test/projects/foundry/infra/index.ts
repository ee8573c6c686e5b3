export { default } from "tocsin/pulumi";
