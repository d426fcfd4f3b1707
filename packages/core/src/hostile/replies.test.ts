import fc from "fast-check";
import { expect, test } from "vitest";
import { connect } from "../operations/connect.ts";
import { simple } from "../operations/exchange.ts";
import { greet } from "../operations/greet.ts";
import { upload } from "../operations/upload.ts";
import { runs } from "../property-runs.ts";
import { newProfile, type SessionOptions } from "../protocol/facts.ts";
import { Session } from "../protocol/session.ts";
import { play, testOptions } from "../testing/transcript.ts";

const credentials = { user: "bob", pass: "hunter2" };

/** What a server says in a login, with all that a reply may look like. */
const dialogue = [
	"120 soon\r\n220-Welcome\r\n530 here\r\n 220 not yet\n220 now\r\n",
	"331\r\n",
	"230-In\r\n230-and\r\n230 done\n",
	"211-Features:\r\n UTF8\r\n MLST type*;size*;\n211\r\n",
	"200 UTF8 is on\r\n",
	"200\r\n",
].join("");

/** What becomes of a login in which these bytes come in these pieces. */
function logIn(pieces: readonly Uint8Array[], options: Partial<SessionOptions> = {}): unknown {
	const session = new Session({ ...testOptions, profile: newProfile(), ...options });
	const task = session.start(connect(credentials), 0);
	session.handle({ type: "connected", channel: "control", peer: "192.0.2.1" }, 0);
	for (const bytes of pieces) session.handle({ type: "received", bytes }, 0);
	const { greeting, features } = session.facts;
	let sent = "";
	for (let effect = session.poll(); effect; effect = session.poll())
		if (effect.type === "send") sent += new TextDecoder().decode(effect.bytes);
	return { outcome: task.outcome, phase: session.phase, greeting, features: [...features], sent };
}

function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
	const sorted = [0, ...places.map((place) => place % bytes.length), bytes.length].sort((one, other) => one - other);
	return sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
}

test.each(["auto", "off", "eager"] as const)(
	"17: a login is the same, however its replies are cut or joined, with pipelining %j",
	(pipelining) => {
		const bytes = new TextEncoder().encode(dialogue);
		const whole = logIn([bytes], { pipelining });
		expect(whole).toMatchObject({
			outcome: { ok: true },
			phase: "idle",
			greeting: { code: 220, text: "Welcome\n530 here\n 220 not yet\nnow" },
			features: [
				["UTF8", ""],
				["MLST", "type*;size*;"],
			],
			sent: expect.stringMatching(/USER bob\r\nPASS hunter2\r\n/),
		});
		fc.assert(
			fc.property(fc.array(fc.nat(), { maxLength: 40 }), (places) => {
				expect(logIn(cut(bytes, places), { pipelining })).toEqual(whole);
			}),
			{ numRuns: runs(300) },
		);
		expect(
			logIn(
				Array.from(bytes, (byte) => Uint8Array.of(byte)),
				{ pipelining },
			),
		).toEqual(whole);
	},
);

test("17: a login in one packet is no login where TLS has to come first", () => {
	const bytes = new TextEncoder().encode(dialogue.replace("331", "234 go on\r\n331"));
	expect(logIn([bytes], { secure: true })).toMatchObject({
		outcome: { ok: false, error: { name: "FTPProtocolError", code: "BYTES_BEFORE_TLS" } },
		phase: "closed",
		sent: "AUTH TLS\r\n",
	});
});

test("14: bytes that come now and then do not put off the end of the time for a reply", () => {
	const drops = Array.from({ length: 59 }, () => ["+ 1000", "< 220-still not"]).flat();
	const { outcome, session } = play(greet(), [...drops, "+ 1000"]);
	expect(outcome).toMatchObject({ ok: false, error: { name: "FTPTimeoutError", code: "REPLY_TIMEOUT" } });
	expect(session.phase).toBe("closed");
});

test("14: the time for the whole operation ends what each reply puts off", () => {
	const drops = Array.from({ length: 10 }, () => ["+ 59000", "< 120 soon"]).flat();
	const timeouts = { ...testOptions.timeouts, total: 300_000 };
	const { outcome } = play(greet(), drops, { options: { timeouts } });
	expect(outcome).toMatchObject({ ok: false, error: { name: "FTPTimeoutError", code: "TOTAL_TIMEOUT" } });
});

test("16: a final reply of many lines ends a transfer once, at its last line", () => {
	const begun = ["< 229 (|||5|)", "! connected data1", "< 150 go on", "! ended data1 5"];
	const said = [...begun, "< 226-Stored", "< 226-by", "<  226 us", "< 550 not a refusal"];
	expect(play(upload("f"), said).outcome).toBeUndefined();
	const after = play(upload("f"), [...said, "< 226 done"]);
	expect(after.outcome).toMatchObject({ ok: true });
	expect(after.session.phase).toBe("idle");
});

test.each(["hello", "99 x", "1000 x", "20", "200x", "", " 200 x", "633 AAAA", "000 x", "200 x\0", "\u0662\u0660\u0660 x"])(
	"20, 22, 23: %j in answer to a command ends the session",
	(line) => {
		const { outcome, session } = play(simple("NOOP"), [`< ${line}`]);
		expect(outcome).toMatchObject({ ok: false, error: { name: "FTPProtocolError", code: "BAD_REPLY" } });
		expect(session.phase).toBe("closed");
	},
);

test("24: any bytes in the text of a reply are read, and are the same bytes again", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
			const text = bytes.filter((byte) => byte !== 0 && byte !== 0x0a && byte !== 0x0d);
			const { session } = play(simple("NOOP"), ["< 200 ok"]);
			const task = session.start(simple("NOOP"), 0);
			session.handle({ type: "received", bytes: Uint8Array.of(0x32, 0x30, 0x30, 0x20, ...text, 0x0d, 0x0a) }, 0);
			expect(task.outcome?.ok && testOptions.codec.encode(task.outcome.value.text)).toEqual(text);
		}),
		{ numRuns: runs(300) },
	);
});
