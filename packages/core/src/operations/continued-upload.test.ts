import { expect, test } from "vitest";
import { FTPNetworkError } from "../errors/index.ts";
import { type Played, type PlayOptions, play } from "../testing/transcript.ts";
import { continuedUpload, type UploadSoFar, whyNotAgain } from "./continued-upload.ts";
import type { TransferSummary } from "./transfer.ts";
import { upload } from "./upload.ts";

const lost = new FTPNetworkError("CONNECTION_LOST", "lost");

interface State extends UploadSoFar {
	/** Where the attempts began, and why there is none. */
	readonly notes: (number | string)[];
}

/** A second attempt at an upload of 9 bytes, of which at most 5 can have arrived. */
function soFar(known: Partial<UploadSoFar> = {}, canGo = (_position: number): boolean => true): State {
	const notes: (number | string)[] = [];
	return {
		...{ path: "/f", type: "I", offset: 0, isAppended: false, isPrivate: false, mayBeRetried: true },
		...{ isBegun: true, given: 5, before: "nothing" },
		goTo(position) {
			notes.push(position);
			return canGo(position);
		},
		giveUp(reason) {
			notes.push(reason);
			return lost;
		},
		...known,
		notes,
	};
}

const open = ["< 229 ok (|||6446|)", "! connected data1"];
const opened = ["> EPSV", "! connect data1 192.0.2.1:6446"];
const stored = (count: number): string[] => ["< 150 go", "! sent data1", `! ended data1 ${count}`, "< 226 done"];
const going = ["! transfer data1 upload", "! close data1"];

function run(
	state: UploadSoFar,
	lines: readonly string[],
	setup: PlayOptions = { facts: { type: "I" } },
): Played<TransferSummary> {
	return play(
		continuedUpload(state, (choice) => upload(state.path, { type: state.type, ...choice })),
		lines,
		setup,
	);
}

test("the first attempt asks what was there, if there may be another one", () => {
	const first = soFar({ isBegun: false, before: "unknown" });
	const { orders, outcome } = run(first, ["< 213 7", ...open, ...stored(9), "< 213 9"]);
	expect(orders).toEqual(["> SIZE /f", ...opened, "> STOR /f", ...going, "> SIZE /f"]);
	expect(outcome).toMatchObject({ ok: true, value: { byteCount: 9 } });
	expect(first.before).toBe(7);
});

test("what was refused because its TLS session was not resumed has not begun: in another session it is the first attempt again", () => {
	const first = soFar({ isBegun: false, isAppended: true, mayBeRetried: false, before: "unknown" });
	const refused = ["! secured data1", "< 150 go", "< 522 session reuse required"];
	const again = ["< 229 ok (|||6447|)", "! connected data2", ...refused.map((line) => line.replace("data1", "data2"))];
	const operation = continuedUpload(first, (choice) => {
		// As the driver does when the server has agreed.
		first.isBegun = true;
		return upload(first.path, { type: first.type, ...choice });
	});
	const { orders, outcome } = play(operation, [...open, ...refused, ...again], { facts: { type: "I", privateData: true } });
	expect(outcome).toMatchObject({ ok: false, error: { code: "SESSION_NOT_RESUMED" } });
	expect(orders.filter((order) => order === "> APPE /f")).toHaveLength(2);
	expect(first.isBegun).toBe(false);
	expect(first.notes).toEqual([]);
});

test.each<[string, Partial<UploadSoFar>, string, boolean]>([
	["is short", {}, "213 8", false],
	["is as short as the one before", {}, "213 7", false],
	["has grown already", {}, "213 10", true],
	["has been taken away already", {}, "550 none", true],
	["is not told any more", {}, "502 no", true],
	["is short behind what it was added to", { isAppended: true }, "213 15", false],
	["is whole behind what it was added to", { isAppended: true }, "213 16", true],
	["is short behind its offset", { offset: 100 }, "213 108", false],
	["has more behind its offset", { offset: 100 }, "213 200", true],
])("of a file that %s, though the first attempt was confirmed", (_, known, reply, isRight) => {
	const first = soFar({ isBegun: false, before: "unknown", ...known });
	const rest = known.offset ? ["< 350 go on"] : [];
	const { outcome } = run(first, ["< 213 7", ...open, ...rest, ...stored(9), `< ${reply}`]);
	if (isRight) expect(outcome).toMatchObject({ ok: true });
	else expect(outcome).toMatchObject({ ok: false, error: { code: "WRONG_SIZE", cause: { code: "TRUNCATED" } } });
});

test("nothing is compared where the server does not tell how long files are", () => {
	const { orders, outcome } = run(soFar({ isBegun: false, before: "unknown" }), ["< 502 no", ...open, ...stored(9)]);
	expect(orders).toEqual(["> SIZE /f", ...opened, "> STOR /f", ...going]);
	expect(outcome).toMatchObject({ ok: true });
});

test.each([
	["nobody wants another one", { mayBeRetried: false }],
	["the name is nobody else's", { isPrivate: true }],
] satisfies [string, Partial<UploadSoFar>][])("the first attempt asks nothing where %s", (_, known) => {
	expect(run(soFar({ isBegun: false, ...known }), []).orders).toEqual(["> EPSV"]);
});

test("a later attempt goes on behind what is there, and compares the whole", () => {
	const state = soFar();
	const { orders, outcome } = run(state, ["< 213 5", ...open, "< 350 go on", ...stored(4), "< 213 9"]);
	expect(orders).toEqual(["> SIZE /f", ...opened, "> REST 5", "> STOR /f", ...going, "> SIZE /f"]);
	expect(outcome).toMatchObject({ ok: true });
	expect(state.notes).toEqual([5]);
});

test.each([
	["8", true],
	["10", false],
])("of a whole of %s bytes", (size, isShort) => {
	const { outcome } = run(soFar(), ["< 213 5", ...open, "< 350 go on", ...stored(4), `< 213 ${size}`]);
	expect(outcome).toMatchObject({ ok: false, error: { code: "WRONG_SIZE", received: `${size} bytes` } });
	expect(outcome?.ok === false && (outcome.error as Error).cause instanceof FTPNetworkError).toBe(isShort);
});

test.each([
	["there is nothing", {}, "550 none"],
	["nobody tells", {}, "502 no"],
	["there is more than was sent", {}, "213 6"],
	["it is the size from before", { before: 4 }, "213 4"],
	["nobody told what was before", { before: "unknown" }, "213 4"],
	["nothing has arrived", {}, "213 0"],
] satisfies [string, Partial<UploadSoFar>, string][])("it begins anew where %s", (_, known, reply) => {
	const state = soFar(known);
	const { orders } = run(state, [`< ${reply}`, ...open]);
	expect(orders).toEqual(["> SIZE /f", ...opened, "> STOR /f"]);
	expect(state.notes).toEqual([0]);
});

test("it begins anew with text, and with compressed data, and asks nothing", () => {
	expect(run(soFar({ type: "A" }), ["< 200 ok", ...open]).orders).toEqual(["> TYPE A", ...opened, "> STOR /f"]);
	expect(run(soFar(), open, { facts: { type: "I", mode: "Z" } }).orders).toEqual([...opened, "> STOR /f"]);
});

test.each(["502 no REST", "501 no", "350 go on\r\n451 /f: Append/Restart not permitted, try again"])(
	"it begins anew where REST is answered %j",
	(reply) => {
		const state = soFar();
		const [rest = "", stor] = reply.split("\r\n");
		const { orders } = run(state, ["< 213 5", ...open, `< ${rest}`, ...(stor ? [`< ${stor}`, "< 350 ok"] : [])]);
		expect(orders.filter((order) => order.startsWith("> REST 5"))).toHaveLength(1);
		expect(orders.at(-1)).toBe("> EPSV");
		expect(state.notes).toEqual([5, 0]);
	},
);

test.each(["421 bye", "450 busy"])("%s to REST is no reason to begin anew", (reply) => {
	const state = soFar();
	expect(run(state, ["< 213 5", ...open, `< ${reply}`, "< 350 ok"]).outcome).toMatchObject({ ok: false });
	expect(state.notes).toEqual([5]);
});

test("a source that cannot go back gives up", () => {
	const state = soFar({}, () => false);
	expect(run(state, ["< 213 5"]).outcome).toEqual({ ok: false, error: lost });
	expect(state.notes).toEqual([5, 0, "the data of the upload can be read only once"]);
});

test("at an offset its own bytes are counted from there, and what is behind them stays", () => {
	const state = soFar({ offset: 100, before: 50 });
	const { orders, outcome } = run(state, ["< 213 103", ...open, "< 350 go on", ...stored(6), "< 213 200"]);
	expect(orders).toContain("> REST 103");
	expect(outcome).toMatchObject({ ok: true });
	expect(state.notes).toEqual([3]);
});

const NOT_TOLD = "the server does not tell how much of the data it has added to the file (SIZE)";

test.each([
	["goes on", 10, "213 13", [3], "> REST 13"],
	["overwrites nothing", 10, "213 10", [0], "> REST 10"],
	["where there was nothing", "nothing", "550 none", [0], "> STOR /f"],
	["where the file grew by more", 10, "213 16", [NOT_TOLD], undefined],
	["where the file shrank", 10, "213 9", [NOT_TOLD], undefined],
	["where nobody told what was before", "unknown", "213 13", [NOT_TOLD], undefined],
] satisfies [string, UploadSoFar["before"], string, (string | number)[], string | undefined][])(
	"what is appended %s",
	(_, before, reply, notes, order) => {
		const state = soFar({ isAppended: true, before });
		const { orders, outcome } = run(state, [`< ${reply}`, ...open]);
		expect(orders).not.toContain("> APPE /f");
		if (order) expect(orders.at(-1)).toBe(order);
		else expect(outcome).toEqual({ ok: false, error: lost });
		expect(state.notes).toEqual(notes);
	},
);

test("what is appended is appended again only where nothing has arrived and REST is refused", () => {
	const again = ["< 229 ok (|||6447|)", "! connected data2"];
	const none = run(soFar({ isAppended: true, before: 10 }), ["< 213 10", ...open, "< 502 no", ...again]);
	expect(none.orders.at(-1)).toBe("> APPE /f");
	const some = soFar({ isAppended: true, before: 10 });
	expect(run(some, ["< 213 13", ...open, "< 502 no"]).outcome).toEqual({ ok: false, error: lost });
	expect(some.notes.at(-1)).toBe(
		"the server does not begin in the middle of a file (REST), and a part of the data is there already",
	);
});

test("a source that can only begin anew overwrites what it has appended, or gives up", () => {
	const state = (): State => soFar({ isAppended: true, before: 10 }, (position) => position === 0);
	expect(run(state(), ["< 213 13", ...open]).orders.at(-1)).toBe("> REST 10");
	const refused = state();
	const { orders, outcome } = run(refused, ["< 213 13", ...open, "< 502 no"]);
	expect(orders).not.toContain("> APPE /f");
	expect(outcome).toEqual({ ok: false, error: lost });
	expect(refused.notes).toEqual([3, 0, expect.stringContaining("(REST)")]);
});

test("why there is no other attempt, before the server is asked", () => {
	expect(whyNotAgain(soFar(), false)).toBe("the data of the upload can be read only once");
	expect(whyNotAgain(soFar({ isAppended: true, before: "unknown" }), true)).toMatch(/SIZE/);
	expect(whyNotAgain(soFar({ isAppended: true, before: "unknown", isBegun: false }), true)).toBeUndefined();
	expect(whyNotAgain(soFar({ before: "unknown" }), true)).toBeUndefined();
});
