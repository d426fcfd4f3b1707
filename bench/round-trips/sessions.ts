import type { LabServer } from "../../interop/lab/lab.ts";
import type { Bench } from "../lib/group.ts";
import { reasonOf } from "../lib/reason.ts";
import { interleave, median } from "../lib/repeat.ts";
import { basicFtp, isoftp, type Target } from "./contenders.ts";
import { type Round, sessionRound } from "./session.ts";
import { makeSite } from "./site.ts";
import { Trace } from "./trace.ts";

/** The round-trip time that the figures are taken at: real ones are of this order, and a few milliseconds of work do not show. */
export const ROUND_TRIP = 50;

/** How many rounds are enough: what counts here is waiting, which hardly varies, and a round takes seconds. */
const ROUNDS = 3;

const HOW =
	"Time from the call to its end divided by the round-trip time of 50 ms, median of the rounds; files have 4 KiB. Calls are awaited " +
	"one by one. Those that are queued are made at once by a client that can do that (isoftp) and one after the other by one that " +
	"cannot, and the time from the end of the call before counts. A session begins at connect(), a pause takes 6 round trips.";

/** Everything that a session does, once a round, by both clients in turn. */
export async function measureSessions(bench: Bench, label: string, server: LabServer, target: Target): Promise<void> {
	const site = await makeSite(server, "session", 12);
	const trace = new Trace(ROUND_TRIP);
	const options = { trace, roundTrip: ROUND_TRIP };
	const attempt = async (name: string, run: () => Promise<Round>): Promise<Round> => {
		try {
			return await run();
		} catch (error) {
			bench.note(`${name} on ${label}: ${reasonOf(error)}`);
			return new Map();
		}
	};
	const contenders = {
		"basic-ftp": () =>
			attempt("basic-ftp", () => sessionRound(site, { ...options, canQueue: false, newVisitor: () => basicFtp(target) })),
		isoftp: () =>
			attempt("isoftp", () => sessionRound(site, { ...options, canQueue: true, newVisitor: () => isoftp(target, trace.add) })),
	};
	// The first round pays for compiling the code, and counts for nobody.
	await interleave(contenders, 1);
	const rounds = await interleave(contenders, Math.min(ROUNDS, bench.repeats));
	const measures = new Set([...rounds.values()].flat().flatMap((round) => [...round.keys()]));
	for (const what of measures) {
		for (const [contender, outcomes] of rounds) {
			const taken = outcomes.map((round) => round.get(what)).filter((one) => one !== undefined);
			if (taken.length === 0) continue;
			const milliseconds = median(taken.map((one) => one.milliseconds));
			const trace = taken.at(-1)?.trace ?? "";
			bench.report({
				what,
				server: label,
				contender,
				value: milliseconds / ROUND_TRIP,
				unit: "round trips",
				how: HOW,
				details: {
					milliseconds,
					all: taken.map((one) => Math.round(one.milliseconds * 10) / 10),
					...(trace !== "" && { trace }),
				},
			});
		}
	}
}
