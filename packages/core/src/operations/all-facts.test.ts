import { expect, test } from "vitest";
import { newProfile, type ServerProfile } from "../protocol/facts.ts";
import type { Operation } from "../protocol/operation.ts";
import { type PlayOptions, play } from "../testing/transcript.ts";
import { askForAllFacts } from "./all-facts.ts";
import { list } from "./list.ts";

function* listed(): Operation<void> {
	yield* askForAllFacts();
	yield* list("", () => {});
	yield* askForAllFacts();
}

const setup = (offered: string, profile: Partial<ServerProfile> = { isLockStep: false }): PlayOptions => ({
	options: { profile: { ...newProfile(), ...profile } },
	facts: { features: new Map([["MLST", offered]]) },
});
const received = ["< 229 ok (|||6446|)", "! connected data1", "< 150 here", "! ended data1 5", "< 226 done"];

test("facts that do not come of themselves are asked for once, without waiting for the answer", () => {
	const { orders, outcome } = play(
		listed(),
		["< 200 MLST OPTS type;size;unix.mode;", ...received],
		setup("type*;size*;unix.mode;"),
	);
	expect(orders.slice(0, 2)).toEqual(["> OPTS MLST type;size;unix.mode;", "> EPSV"]);
	expect(orders.filter((order) => order.startsWith("> OPTS"))).toHaveLength(1);
	expect(outcome).toMatchObject({ ok: true });
});

test("a refusal changes nothing", () => {
	expect(play(listed(), ["< 501 no", ...received], setup("type*;size;")).outcome).toMatchObject({ ok: true });
});

test("where a server is not known to take two commands at a time, the answer is waited for", () => {
	expect(play(listed(), [], setup("type*;size;", {})).orders).toEqual(["> OPTS MLST type;size;"]);
	expect(play(listed(), ["< 200 ok"], setup("type*;size;", { isLockStep: true })).orders).toEqual([
		"> OPTS MLST type;size;",
		"> EPSV",
	]);
});

test("and with TLS, for no handshake may begin before the command it belongs to is read", () => {
	const { options, facts } = setup("type*;size;");
	const { orders } = play(listed(), [], { ...(options && { options }), facts: { ...facts, privateData: true } });
	expect(orders).toEqual(["> OPTS MLST type;size;"]);
});

test("an answer that comes while the listing begins is not taken for that of the listing", () => {
	function* both(): Operation<void> {
		yield* list("", () => {});
		yield* askForAllFacts();
		yield* list("", () => {});
	}
	const second = ["< 200 ok", "< 150 here", "! ended data2 7", "< 226 done"];
	const lines = [
		"! queued transfer",
		...received.slice(0, 4),
		"< 226 done",
		"< 229 ok (|||6447|)",
		"! connected data2",
		...second,
	];
	const { orders, outcome } = play(both(), lines, setup("type*;size;"));
	expect(orders.filter((order) => order.startsWith(">")).slice(0, 5)).toEqual([
		"> EPSV",
		"> MLSD",
		"> EPSV",
		"> OPTS MLST type;size;",
		"> MLSD",
	]);
	expect(outcome).toMatchObject({ ok: true });
});

test.each([[""], ["type*;size*;modify*;"], ["Type*;Size*"], ["what is this; a fact?;"]])(
	"nothing is asked for with %j",
	(offered) => {
		expect(play(listed(), [], setup(offered)).orders).toEqual(["> EPSV"]);
	},
);
