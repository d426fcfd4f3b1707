import type { Outcome, Whereabouts } from "./actor.ts";
import { described, judge, prepare } from "./judge.ts";
import type { Scenario } from "./scenario.ts";
import type { Target } from "./target.ts";

/** One run from its beginning to its verdict. @throws Error with all that is known, where something is wrong */
export async function runScenario(
	scenario: Scenario,
	start: (scenario: Scenario) => Promise<Target>,
	play: (scenario: Scenario, where: Whereabouts) => Promise<Outcome>,
): Promise<void> {
	const target = await start(scenario);
	try {
		await prepare(scenario, target);
		const { port, user, pass, folder, proxy } = target;
		const outcome = await play(scenario, { host: proxy.host, port, user, pass, folder });
		const complaints: string[] = [];
		try {
			await target.quiet();
		} catch (error) {
			complaints.push(error instanceof Error ? error.message : String(error));
		}
		complaints.push(...(await judge(scenario, outcome, target)));
		if (complaints.length > 0) {
			const log = await target.log();
			throw new Error(
				[
					`ISOFTP_CHAOS_SEED=${scenario.seed} repeats this.`,
					...complaints.map((one) => `- ${one}`),
					described(scenario, outcome, target, log),
				].join("\n"),
			);
		}
	} finally {
		await target.stop();
	}
}
