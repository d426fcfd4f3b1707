import { describe } from "vitest";
import { activeChecks, matrix, type World } from "../checks/index.ts";
import { describeServer, useLab } from "../lab/suite.ts";
import { goodServers, modesOf, nodeWorld, testCheck } from "./matrix.ts";

const shared = useLab();

/** The same world, in which the servers make the data connections. */
function active(world: World): World {
	return { ...world, newClient: (options) => world.newClient({ active: true, ...options }) };
}

for (const name of goodServers) {
	describeServer(shared, name, (fixture) => {
		for (const mode of modesOf(name)) {
			describe(`${mode}, active`, () => {
				for (const check of [...activeChecks, ...matrix.aborts]) testCheck(check, () => active(nodeWorld(fixture(), mode)));
			});
		}
	});
}
