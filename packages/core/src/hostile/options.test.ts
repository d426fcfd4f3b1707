import { expect, test } from "vitest";
import { FTPClient } from "../client/client.ts";
import type { CoreOptions } from "../client/options.ts";
import { FTPPool, type PoolOptions } from "../client/pool.ts";
import { SmallFTPClient } from "../client/small-client.ts";
import { fixture } from "../client/test-fixture.ts";
import { FTPUsageError } from "../errors/index.ts";
import { notFlag, notFunction, notText, unreadable } from "./wrong-values.ts";

/** What is right for an option, and what is not. */
interface Row {
	readonly right: readonly unknown[];
	readonly wrong: readonly unknown[];
	/** A small client has not got it. */
	readonly isMore?: true;
	/** What must be set beside it. */
	readonly beside?: object;
}

const noText: readonly unknown[] = [...notText, Number.NaN, () => "a", ...unreadable];
const noNumber: readonly unknown[] = [
	null,
	Number.NaN,
	0,
	-1,
	"5",
	"",
	{},
	[],
	[5],
	5n,
	true,
	() => 5,
	Symbol("5"),
	...unreadable,
];
const noPort: readonly unknown[] = [...noNumber, 1.5, 65_536, Number.POSITIVE_INFINITY];
const noObject: readonly unknown[] = [null, Number.NaN, 5, "x", [], [5], () => ({}), Symbol("x"), ...unreadable];
const noChoice: readonly unknown[] = [
	null,
	Number.NaN,
	1,
	"",
	"x",
	"AUTO",
	{},
	[],
	["auto"],
	() => "auto",
	Symbol("x"),
	...unreadable,
];
const noHost: readonly unknown[] = [...noText, "", "a b", "127.1", "x:21", "user@x"];
const noFlag: readonly unknown[] = [...notFlag, Number.NaN, [], () => true, Symbol("x"), ...unreadable];
const noFunction: readonly unknown[] = [...notFunction, Number.NaN, "", [], Symbol("x"), ...unreadable];
const eachOf = (name: string, values: readonly unknown[], more: object = {}): object[] =>
	values.map((value) => ({ ...more, [name]: value }));

const unreadableProfile: object = {
	get isLockStep() {
		throw new Error("not to be looked at");
	},
};

/** A new option without a row does not compile. */
const OPTIONS: Readonly<Record<keyof Required<CoreOptions & PoolOptions>, Row>> = {
	user: { right: ["bob"], wrong: noText },
	pass: { right: ["hunter2", ""], wrong: noText },
	account: { right: ["sales"], wrong: noText },
	port: { right: [21, 65_535], wrong: noPort },
	secure: { right: [true, false, "implicit"], wrong: [...noChoice, "explicit", 0] },
	timeouts: {
		right: [{}, { connect: 1, reply: 1, stall: 1, total: 1 }, { total: undefined, reply: Number.POSITIVE_INFINITY }],
		wrong: [...noObject, ...eachOf("reply", noNumber), ...eachOf("total", noNumber), { Reply: 5 }],
	},
	passive: { right: ["auto", "epsv", "pasv"], wrong: noChoice },
	dataHost: { right: ["control", "advertised", "data.test", "::1"], wrong: noHost },
	encoding: { right: ["utf-8", "UTF8", "iso-8859-1"], wrong: [...noChoice, "klingon", "utf-16", new String("utf-8"), ["utf-8"]] },
	pipelining: { right: ["auto", "off", "eager"], wrong: [...noChoice, true, false] },
	listingDialects: {
		right: [[], [() => undefined]],
		wrong: [null, 5, "", {}, [5], [null], () => [], Symbol("x"), ...unreadable],
	},
	limits: {
		right: [{}, { entries: 5 }, { maxBytes: Number.POSITIVE_INFINITY, reply: undefined }],
		wrong: [...noObject, ...eachOf("entries", noNumber), { maxbytes: 5 }, { constructor: 5 }],
	},
	allowConnect: { right: [() => true], wrong: noFunction },
	onTrace: { right: [() => undefined], wrong: noFunction },
	dialer: { right: [], wrong: [null, 5, "", {}, [], { dial: 5 }, () => undefined, Symbol("x"), ...unreadable] },
	clock: { right: [], wrong: [null, 5, "", {}, [], { now: () => 0 }, { after: () => undefined }, Symbol("x"), ...unreadable] },
	active: {
		isMore: true,
		right: [true, false, {}, { ports: [5, 9] }, { address: "192.0.2.1" }],
		wrong: [
			...[...noObject, 0, "", { Ports: [5, 9] }, { adress: "192.0.2.1" }],
			...eachOf("ports", [null, 5, "5-9", [5], [9, 5], [0, 9], [5, 65_536], [5, "9"], {}, Symbol("x"), ...unreadable]),
			...eachOf("address", [null, 5, "", "x", "192.0.2", "192.0.2.1\r\nDELE f", {}, [], Symbol("x"), ...unreadable]),
		],
	},
	compression: { isMore: true, right: [true, false], wrong: noFlag },
	keepAlive: {
		isMore: true,
		right: [true, false, 1, 30_000, {}, { idle: 5, transfers: false }, { idle: false }, { transfers: 0.5 }, { idle: undefined }],
		wrong: [
			...[null, "", "1", 0, -1, Number.NaN, Number.POSITIVE_INFINITY, [], 1n, Symbol("a"), () => 1],
			...[{ idle: 0 }, { idle: true }, { idle: "5" }, { idle: null }, { transfers: -1 }, { transfers: Number.NaN }, { Idle: 5 }],
			...[{ transfers: Number.POSITIVE_INFINITY }, { transfers: {} }],
		],
	},
	serverTimeZone: {
		isMore: true,
		right: ["auto", "UTC", 0, -300],
		wrong: [null, Number.NaN, 1440, Number.POSITIVE_INFINITY, "", "Mars/Olympus", {}, [], true, 5n, Symbol("x"), ...unreadable],
	},
	onChallenge: { isMore: true, right: [() => "x"], wrong: noFunction },
	virtualHost: { isMore: true, right: ["a.test"], wrong: noHost },
	clientName: { isMore: true, right: ["Me 1.0"], wrong: noText },
	language: { isMore: true, right: ["en", "en-US"], wrong: [...noText, "", "en_US", "en US", "hypercorrect"] },
	ftpProxy: {
		isMore: true,
		right: [{ host: "p" }, { host: "p", port: 2121, style: "site", user: "me", pass: "x" }, { host: "p", port: undefined }],
		wrong: [
			...[...noObject, {}, { Host: "p" }, { host: "p", password: "x" }, { host: "p", pass: "x" }],
			...eachOf("host", noHost),
			...eachOf("port", noPort, { host: "p" }),
			...eachOf("style", noChoice, { host: "p" }),
			...eachOf("user", noText, { host: "p" }),
			...eachOf("pass", noText, { host: "p", user: "me" }),
		],
	},
	dataProtection: { isMore: true, beside: { secure: true }, right: ["private", "clear"], wrong: [...noChoice, true, false] },
	// It is advice, and kept elsewhere: what is wrong in it is left out.
	profile: {
		isMore: true,
		right: [null, {}, [], { isLockStep: 5 }],
		wrong: [5, "x", () => ({}), Symbol("x"), unreadableProfile],
	},
	retry: {
		isMore: true,
		right: [
			...[true, false, {}, { attempts: 1, most: 1, backoff: 0 }],
			...[{ backoff: {} }, { backoff: { first: 5, factor: 1, longest: 5 } }],
		],
		wrong: [
			...[null, Number.NaN, 0, 3, "", "x", [], () => true, Symbol("x"), { Attempts: 3 }, ...unreadable],
			...eachOf("attempts", [...noNumber, 1.5, Number.POSITIVE_INFINITY]),
			...eachOf("most", [...noNumber, 1.5, Number.POSITIVE_INFINITY]),
			...eachOf("backoff", [null, -1, Number.NaN, Number.POSITIVE_INFINITY, "5", [], Symbol("x"), ...unreadable]),
			...eachOf("backoff", eachOf("first", [-1, Number.POSITIVE_INFINITY, "9", null])),
			...eachOf("backoff", eachOf("factor", [0.5, Number.NaN, "2", null], { first: 1, longest: 9 })),
			...eachOf("backoff", eachOf("longest", [-1, Number.POSITIVE_INFINITY, "9", null], { first: 1, factor: 2 })),
		],
	},
	idleTimeout: { right: [1, Number.POSITIVE_INFINITY], wrong: noNumber },
	size: { right: [1, 4], wrong: [...noNumber, 1.5, Number.POSITIVE_INFINITY, 2 ** 53] },
};

const CLASSES = { FTPClient, FTPPool, SmallFTPClient };
type Kind = keyof typeof CLASSES;

const ofPools: readonly string[] = ["size", "idleTimeout"];

const rows = (Object.keys(CLASSES) as Kind[]).flatMap((kind) =>
	Object.entries(OPTIONS)
		.filter(([name]) => kind === "FTPPool" || !ofPools.includes(name))
		.map(([name, row]) => ({ kind, name, ...row })),
);

test.each(rows)(
	"70, 77: $kind refuses a wrong $name, and dials nothing",
	async ({ kind, name, isMore, beside, right, wrong }) => {
		const { network, clock } = await fixture({ connect: false });
		const make = (value: unknown): unknown =>
			new CLASSES[kind]("ftp.test", { ...beside, clock, dialer: network.dialer(), [name]: value } as CoreOptions);
		// What a small client has not, it need not look at when it is not asked for.
		const isMissing = kind === "SmallFTPClient" && isMore === true;
		for (const [at, value] of wrong.entries()) {
			if (isMissing && !value) continue;
			expect(() => make(value), `wrong value ${at}`).toThrow(FTPUsageError);
		}
		for (const [at, value] of right.entries()) {
			if (isMissing && value) expect(() => make(value), `right value ${at}`).toThrow(`${name} needs FTPClient or FTPPool`);
			else expect(make(value), `right value ${at}`).toBeInstanceOf(CLASSES[kind]);
		}
		if (name !== "dialer") expect(make(undefined)).toBeInstanceOf(CLASSES[kind]);
		expect(network.dials).toEqual([]);
	},
);

const MISSPELT: readonly [name: string, value: unknown, meant?: string][] = [
	["Secure", true, "secure"],
	["SECURE", true, "secure"],
	["allowconnect", () => false, "allowConnect"],
	["datahost", "control", "dataHost"],
	["pasv", true],
	["password", "hunter2"],
	["username", "bob"],
	["tls", { ca: "x" }],
	["Retry", true, "retry"],
	["keepalive", 1000, "keepAlive"],
	["constructor", 5],
	["toString", "x"],
	["", "x"],
	["se\r\ncure", true],
];

test.each(MISSPELT)("70: the option %j is refused, since there is none of that name", async (name, value, meant) => {
	const { network, clock } = await fixture({ connect: false });
	for (const [kind, Class] of Object.entries(CLASSES)) {
		const make = (given: unknown): unknown =>
			new Class("ftp.test", { clock, dialer: network.dialer(), [name]: given } as CoreOptions);
		const message = `the options cannot have ${JSON.stringify(name)}${meant ? `: ${meant} is meant` : ""}`;
		expect(() => make(value), kind).toThrow(expect.objectContaining({ name: "FTPUsageError", code: "BAD_ARGUMENT", message }));
		expect(make(undefined), kind).toBeInstanceOf(Class);
	}
	expect(network.dials).toEqual([]);
});

test("70: only a pool has a size, and __proto__ is a name like any other", async () => {
	const { network, clock } = await fixture({ connect: false });
	for (const Class of [FTPClient, SmallFTPClient])
		expect(() => new Class("ftp.test", { dialer: network.dialer(), clock, size: 4 } as CoreOptions)).toThrow('"size"');
	const polluting = JSON.parse('{ "__proto__": { "secure": false } }');
	expect(() => new FTPClient("ftp.test", Object.assign(polluting, { dialer: network.dialer(), clock }))).toThrow('"__proto__"');
});

test.each([[null], [5], ["x"], [[]], [["x"]], [() => ({})], [Symbol("x")], [undefined]])(
	"72: %o are no options",
	async (options) => {
		for (const Class of Object.values(CLASSES)) {
			expect(() => new Class("ftp.test", options as never)).toThrow(FTPUsageError);
			expect(() => new Class("ftp://ftp.test" as string, options as never)).toThrow(FTPUsageError);
		}
	},
);

test("77: a name in a URL does not help a wrong option through", async () => {
	const { network, clock } = await fixture({ connect: false });
	for (const Class of [FTPClient, FTPPool])
		for (const wrong of [{ Secure: true }, { port: 0 }, { pass: 5 }])
			expect(() => new Class("ftps://ftp.test", { dialer: network.dialer(), clock, ...wrong } as CoreOptions)).toThrow(
				FTPUsageError,
			);
});
