import { expect, test } from "vitest";
import { newProfile } from "../protocol/facts.ts";
import { encode, type Operation } from "../protocol/operation.ts";
import { type PlayOptions, play, testOptions } from "../testing/transcript.ts";
import { list } from "./list.ts";
import { type TransferSummary, transfer } from "./transfer.ts";

function* retrieve(): Operation<TransferSummary> {
	return yield* transfer({ direction: "download", command: yield* encode("RETR", "/a b") });
}

const setup = (): PlayOptions => ({
	options: { ...testOptions, profile: newProfile() },
	facts: { features: new Map([["PRET", ""]]) },
});
const refused = ["< 500 You need to use a client supporting PRET (PRE Transfer) to use EPSV", "< 500 Use PRET first"];
const received = ["< 229 ok (|||6446|)", "! connected data1", "< 150 here", "! ended data1 5", "< 226 done"];

test("a server that refuses a port without PRET is told the command first, from then on", () => {
	const options = setup();
	const first = play(retrieve(), [...refused, "< 200 OK, planning to use remote slave", ...received], options);
	expect(first.orders.filter((order) => order.startsWith(">"))).toEqual([
		"> EPSV",
		"> PASV",
		"> PRET RETR /a b",
		"> EPSV",
		"> RETR /a b",
	]);
	expect(first.outcome).toMatchObject({ ok: true, value: { byteCount: 5 } });
	expect(options.options?.profile).toMatchObject({ needsPRET: true, refusesAhead: true });
	const next = play(
		list("", () => {}),
		["! queued transfer", "< 200 OK", ...received],
		options,
	);
	expect(next.orders.filter((order) => order.startsWith(">"))).toEqual(["> PRET LIST", "> EPSV", "> LIST"]);
});

test("a command that the server does not prepare for is refused before anything is opened", () => {
	const { orders, outcome } = play(retrieve(), [...refused, "< 550 File not found"], setup());
	expect(orders).toEqual(["> EPSV", "> PASV", "> PRET RETR /a b"]);
	expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 550, command: "PRET RETR /a b" } });
});

test("Pure-FTPd has PRET and goes without; a server that has none is not sent any", () => {
	expect(play(retrieve(), received, setup()).orders.slice(0, 1)).toEqual(["> EPSV"]);
	expect(play(retrieve(), ["< 500 what?", "< 500 what?"], setup()).orders).toEqual(["> EPSV", "> PASV"]);
	expect(play(retrieve(), refused).orders).toEqual(["> EPSV", "> PASV"]);
});
