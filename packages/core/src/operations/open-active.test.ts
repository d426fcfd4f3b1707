import { describe, expect, test } from "vitest";
import type { PlayOptions } from "../testing/transcript.ts";
import { play, transcript } from "../testing/transcript.ts";
import { download } from "./download.ts";
import { list } from "./list.ts";
import { type ActiveMode, activeWay } from "./open-active.ts";
import { openData } from "./open-data.ts";
import { upload } from "./upload.ts";

const active = (mode: ActiveMode = {}, setup: PlayOptions = {}): PlayOptions => ({
	...setup,
	options: { active: activeWay(mode), ...setup.options },
});
const listening = "! listening data1 192.0.2.9:50001";
const told = [listening, "< 200 PORT ok"];

describe("the port is told to the server", () => {
	test("by PORT for IPv4, and EPSV is never sent", () => {
		const { orders, outcome } = play(openData(), told, active());
		expect(orders).toEqual(["! listen data1", "> PORT 192,0,2,9,195,81"]);
		expect(outcome).toEqual({ ok: true, value: "data1" });
	});

	test("by EPRT for IPv6, without the zone", () => {
		const { orders, outcome } = play(openData(), ["! listening data1 fe80::1%eth0:50001", "< 200 ok"], active());
		expect(orders).toEqual(["! listen data1", "> EPRT |2|fe80::1|50001|"]);
		expect(outcome).toEqual({ ok: true, value: "data1" });
	});

	test("IPv4 in the form of IPv6 is IPv4", () => {
		expect(transcript(openData(), ["! listening data1 ::ffff:192.0.2.9:256"], active())).toEqual([
			"! listen data1",
			"> PORT 192,0,2,9,1,0",
		]);
	});

	test("with the address that stands in front of NAT, from the ports that are let through", () => {
		const mode = { ports: [50_000, 50_009], address: "203.0.113.5" } as const;
		expect(transcript(openData(), told, active(mode))).toEqual(["! listen data1 50000-50009", "> PORT 203,0,113,5,195,81"]);
		expect(transcript(openData(), told, active({ address: "2001:db8::5" }))).toEqual([
			"! listen data1",
			"> EPRT |2|2001:db8::5|50001|",
		]);
	});

	test("PORT refused: EPRT, and that is remembered", () => {
		const { orders, session } = play(openData(), [listening, "< 502 no PORT here", "< 200 ok"], active());
		expect(orders).toEqual(["! listen data1", "> PORT 192,0,2,9,195,81", "> EPRT |1|192.0.2.9|50001|"]);
		session.start(openData(), 0);
		expect(session.poll()).toMatchObject({ type: "listen", channel: "data2" });
		session.handle({ type: "listening", channel: "data2", host: "192.0.2.9", port: 80 }, 0);
		expect(session.poll()).toMatchObject({ bytes: new TextEncoder().encode("EPRT |1|192.0.2.9|80|\r\n") });
	});

	test("both refused: the first refusal, the port is closed, and next time both are tried again", () => {
		const lines = [listening, "< 500 Illegal PORT command", "< 500 Bad EPRT command"];
		const { orders, outcome, session } = play(openData(), lines, active());
		expect(orders.at(-1)).toBe("! close data1");
		expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 500, command: "PORT 192,0,2,9,195,81" } });
		expect(session.facts.refusedWays.size).toBe(0);
	});

	test("421 or 4yz is not tried in another way", () => {
		const { orders, outcome } = play(openData(), [listening, "< 425 not now"], active());
		expect(orders).toEqual(["! listen data1", "> PORT 192,0,2,9,195,81", "! close data1"]);
		expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 425 } });
	});

	test("331 is out of step", () => {
		const { outcome, session } = play(openData(), [listening, "< 331 what?"], active());
		expect(outcome).toMatchObject({ error: { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" } });
		expect(session.phase).toBe("closed");
	});

	test("no port can be had, or not in time", () => {
		const failed = play(openData(), ["! failed data1"], active());
		expect(failed.orders).toEqual(["! listen data1", "! close data1"]);
		expect(failed.outcome).toMatchObject({ error: { name: "FTPNetworkError" } });
		const late = play(openData(), ["+ 30000"], active());
		expect(late.orders).toEqual(["! listen data1", "! close data1"]);
		expect(late.outcome).toMatchObject({ error: { name: "FTPTimeoutError", code: "CONNECT_TIMEOUT" } });
	});
});

describe("the connection comes after the command", () => {
	test.each([
		["before 150", ["! connected data1", "< 150 here it comes"]],
		["after 150", ["< 150 here it comes", "! connected data1"]],
	])("%s: a download", (_, opening) => {
		const { orders, outcome } = play(download("/f"), [...told, ...opening, "! ended data1 5", "< 226 done"], active());
		expect(orders).toEqual([
			"! listen data1",
			"> PORT 192,0,2,9,195,81",
			"> RETR /f",
			"! accept data1",
			"! transfer data1 download",
			"! close data1",
		]);
		expect(outcome).toMatchObject({ ok: true, value: { byteCount: 5 } });
	});

	test("an upload begins when both are there", () => {
		for (const opening of [
			["! connected data1", "< 150 go"],
			["< 150 go", "! connected data1"],
		]) {
			const { orders, outcome } = play(upload("/f"), [...told, ...opening, "! ended data1 9", "< 226 done"], active());
			expect(orders.slice(2)).toEqual(["> STOR /f", "! accept data1", "! transfer data1 upload", "! close data1"]);
			expect(outcome).toMatchObject({ ok: true, value: { byteCount: 9 } });
		}
	});

	test("TLS begins when it is there, with us as its client (RFC 4217, 7)", () => {
		const lines = [...told, "< 150 go", "! connected data1", "! secured data1", "! ended data1 5", "< 226 done"];
		const { orders, outcome } = play(download("/f"), lines, active({}, { facts: { privateData: true } }));
		expect(orders.slice(2)).toEqual([
			"> RETR /f",
			"! accept data1",
			"! secure data1 ftp.test",
			"! transfer data1 download",
			"! close data1",
		]);
		expect(outcome).toMatchObject({ ok: true });
	});

	test("REST goes between PORT and RETR", () => {
		expect(transcript(download("/f", { offset: 7 }), [...told, "< 350 from 7"], active()).slice(2)).toEqual([
			"> REST 7",
			"> RETR /f",
			"! accept data1",
		]);
	});

	test("226 overtakes it: it is waited for, for a moment", () => {
		const inTime = play(download("/f"), [...told, "< 150 a", "< 226 b", "! connected data1", "! ended data1 0"], active());
		expect(inTime.outcome).toMatchObject({ ok: true, value: { byteCount: 0 } });
		const never = play(download("/f"), [...told, "< 150 a", "< 226 b", "+ 1000"], active());
		expect(never.outcome).toMatchObject({ error: { name: "FTPNetworkError", code: "CONNECT_FAILED" } });
		expect(never.orders.at(-1)).toBe("! close data1");
		expect(never.session.phase).toBe("idle");
	});

	test("an empty listing needs no connection", () => {
		const lines = [...told, "< 226 nothing there", "+ 1000"];
		const { outcome, session } = play(
			list("", () => undefined),
			lines,
			active(),
		);
		expect(outcome).toMatchObject({ ok: true });
		expect(session.phase).toBe("idle");
	});

	test("it never comes, whatever the server says or does not say", () => {
		const refused = play(download("/f"), [...told, "< 425 cannot connect"], active());
		expect(refused.orders.at(-1)).toBe("! close data1");
		expect(refused.outcome).toMatchObject({ error: { name: "FTPReplyError", code: 425 } });
		const silent = play(download("/f"), [...told, "< 150 go", "+ 30000", "< 425 cannot connect"], active());
		expect(silent.outcome).toMatchObject({
			error: { code: "CONNECT_TIMEOUT", waitingFor: "the server's data connection" },
		});
		expect(silent.session.phase).toBe("idle");
	});

	test("strangers only: what the driver says is the failure, after the server's own reply", () => {
		const { outcome } = play(download("/f"), [...told, "< 150 go", "! failed data1", "< 426 no connection"], active());
		expect(outcome).toMatchObject({ error: { name: "FTPReplyError", code: 426, cause: { name: "FTPNetworkError" } } });
	});

	test("given up before it came: the port is closed, and the server's replies are taken in", () => {
		const { orders, outcome, session } = play(download("/f"), [...told, "! abort", "< 425 cannot connect"], active());
		expect(orders.slice(2)).toEqual(["> RETR /f", "! accept data1", "! close data1"]);
		expect(outcome).toMatchObject({ error: { name: "FTPAbortError" } });
		expect(session.phase).toBe("idle");
	});

	test("given up before it came, under TLS: vsftpd ends the session of whoever goes away in its handshake, so it is awaited", () => {
		const setup = active({}, { facts: { privateData: true } });
		const lines = [
			...told,
			"< 150 go",
			"! abort",
			"! connected data1",
			"! secured data1",
			"! ended data1 0",
			"< 426 x",
			"< 226 y",
		];
		const { orders, outcome, session } = play(download("/f"), lines, setup);
		expect(orders.slice(2)).toEqual([
			"> RETR /f",
			"! accept data1",
			"> ABOR",
			"! secure data1 ftp.test",
			"! transfer data1 rest",
			"! close data1",
		]);
		expect(outcome).toMatchObject({ error: { name: "FTPAbortError" } });
		expect(session.phase).toBe("idle");
		const never = play(download("/f"), [...told, "! abort", "+ 1000", "< 425 cannot", "< 226 y"], setup);
		expect(never.orders.slice(2)).toEqual(["> RETR /f", "! accept data1", "> ABOR", "! close data1"]);
		expect(never.session.phase).toBe("idle");
	});

	test("refused under TLS: its port is closed at once", () => {
		const { orders, session } = play(download("/f"), [...told, "< 550 none"], active({}, { facts: { privateData: true } }));
		expect(orders.slice(2)).toEqual(["> RETR /f", "! accept data1", "! close data1"]);
		expect(session.phase).toBe("idle");
	});

	test("given up when TLS flows over it: ABOR, and it is read to its end", () => {
		const lines = [
			...told,
			"< 150 go",
			"! connected data1",
			"! secured data1",
			"! abort",
			"< 426 x",
			"! ended data1 0",
			"< 226 y",
		];
		const { orders, session } = play(download("/f"), lines, active({}, { facts: { privateData: true } }));
		expect(orders.slice(-3)).toEqual(["! transfer data1 download", "> ABOR", "! close data1"]);
		expect(session.phase).toBe("idle");
	});
});

test("nothing is opened ahead, though another transfer waits", () => {
	const lines = ["! queued transfer", ...told, "< 150 a", "! connected data1", "! ended data1 5", "< 226 b"];
	const { orders } = play(download("/f"), lines, active());
	expect(orders.filter((order) => order.startsWith("> "))).toEqual(["> PORT 192,0,2,9,195,81", "> RETR /f"]);
});
