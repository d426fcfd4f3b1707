import type { Program } from "../variant.ts";
import { cycles } from "./cycles.ts";
import { few } from "./few.ts";
import { flat } from "./flat.ts";
import { killed } from "./killed.ts";
import { mirrored } from "./mirrored.ts";
import { restarted } from "./restarted.ts";
import { worker } from "./worker.ts";
import { workerCycles } from "./worker-cycles.ts";

/** All programs, by the names that `main.ts` takes. */
export const programs: Readonly<Record<string, Program>> = {
	mirrored,
	restarted,
	killed,
	flat,
	worker,
	cycles,
	"worker-cycles": workerCycles,
	few,
};
