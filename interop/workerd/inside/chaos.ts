import { FTPClient, FTPPool } from "@isoftp/adapter-workerd";
import { type Outcome, play as playScenario, type Whereabouts } from "../../chaos/actor.ts";
import type { Scenario } from "../../chaos/scenario.ts";

/** The client's half of a run, in here; the server and the proxy are on the Node side. */
export async function play(scenario: Scenario, where: Whereabouts): Promise<Outcome> {
	return await playScenario(scenario, where, {
		newClient: (host, options) => new FTPClient(host, options),
		newPool: (host, options) => new FTPPool(host, options),
	});
}
