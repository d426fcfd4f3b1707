import type { Case } from "../case.ts";
import { dataAddressCases } from "./data-address.ts";

/** Every case that is played over sockets, in the order of their numbers. */
export const cases: readonly Case[] = [...dataAddressCases];
