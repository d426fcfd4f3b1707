import type { Case } from "../case.ts";
import { dataAddressCases } from "./data-address.ts";
import { dataPortCases } from "./data-ports.ts";
import { framingCases } from "./framing.ts";
import { greetingCases } from "./greetings.ts";
import { listingCases } from "./listings.ts";
import { nameCases } from "./names.ts";
import { treeCases } from "./trees.ts";
import { workingDirectoryCases } from "./working-directory.ts";

/** Every case that is played over sockets, in the order of their numbers. */
export const cases: readonly Case[] = [
	...dataAddressCases,
	...dataPortCases,
	...framingCases,
	...greetingCases,
	...workingDirectoryCases,
	...listingCases,
	...nameCases,
	...treeCases,
];
