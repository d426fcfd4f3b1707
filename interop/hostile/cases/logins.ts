import { equal, ok, rejects } from "../../checks/assert.ts";
import type { Case, Seen } from "../case.ts";

/** The commands of a login. */
function login(seen: Seen): string[] {
	return seen.commands.filter((line) => /^(?:USER|PASS|ACCT)/.test(line));
}

export const loginCases: readonly Case[] = [
	{
		number: 54,
		title: "a greeting of 230 means that no name and no password is wanted, but for one from before TLS",
		server: (visit) => visit.serve({ greeting: "230 Come in" }),
		async client({ newClient }) {
			const client = newClient();
			await client.connect();
			equal(await client.pwd(), "/", "the session");
		},
		after(seen, mode) {
			equal(login(seen), mode === "plain" ? [] : ["USER bob", "PASS hunter2"], "the login");
		},
	},
	{
		number: 54,
		title: "where USER is enough, PASS is not sent, one command at a time",
		server: (visit) => visit.serve({ on: { USER: "230 Come in" } }),
		async client({ newClient }) {
			const client = newClient({ pipelining: "off" });
			await client.connect();
			equal(await client.pwd(), "/", "the session");
		},
		after: (seen) => equal(login(seen), ["USER bob"], "the login"),
	},
	{
		number: 54,
		title: "where USER is enough, what is said to the PASS behind it does not matter",
		async server(visit) {
			const answers = ["230 Come in", "503 Out of order", "530 You are in already", "202 No need"];
			await visit.serve({ on: { USER: "230 Come in", PASS: () => answers[visit.number] } });
		},
		async client({ newClient }) {
			for (let count = 0; count < 4; count++) {
				const client = newClient();
				await client.connect();
				equal(await client.pwd(), "/", "the session");
			}
		},
		after: (seen) => equal(seen.controlConnections, 4, "sessions"),
	},
	{
		number: 54,
		title: "an account that is asked for is sent, where there is one",
		server: (visit) =>
			visit.serve({ on: visit.number % 2 ? { USER: "332 Account?", PASS: "503 Out of order" } : { PASS: "332 Account?" } }),
		async client({ newClient }) {
			for (let count = 0; count < 4; count++) {
				const client = newClient({ account: "sales", pipelining: count < 2 ? "off" : "auto" });
				await client.connect();
				equal(await client.pwd(), "/", "the session");
			}
		},
		after: (seen) => equal(login(seen).filter((line) => line === "ACCT sales").length, 4, "accounts sent"),
	},
	{
		number: 54,
		title: "an account that is asked for, where there is none, is an error, and so is one that is refused",
		server: (visit) =>
			visit.serve({
				on: {
					...(visit.number % 2 ? { USER: "332 Account?", PASS: "503 Out of order" } : { PASS: "332 Account?" }),
					ACCT: "532 Not that one",
				},
			}),
		async client({ newClient }) {
			for (const pipelining of ["off", "auto"] as const) {
				for (let count = 0; count < 2; count++) {
					const client = newClient({ pipelining });
					const error = await rejects(() => client.connect(), { name: "FTPUsageError", code: "BAD_ARGUMENT" }, "connect()");
					ok(error.message.includes("account"), "the error says what is missing");
					ok(client.closed, "there is no session");
				}
				for (let count = 0; count < 2; count++) {
					const client = newClient({ pipelining, account: "sales" });
					const error = await rejects(() => client.connect(), { name: "FTPReplyError", code: 532 }, "connect()");
					ok(!JSON.stringify(error).includes("sales") && !String(error).includes("sales"), "the account is not told");
				}
			}
		},
	},
	{
		number: 54,
		title: "a server that asks for ever, or for what is none of a login, is not obeyed",
		server: (visit) =>
			visit.serve({ on: visit.number % 2 ? { PASS: "331 Again" } : { USER: "350 And now?", PASS: "503 Out of order" } }),
		async client({ newClient }) {
			for (let count = 0; count < 4; count++) {
				const client = newClient({ account: "sales", pipelining: count < 2 ? "off" : "auto" });
				await rejects(() => client.connect(), { name: "FTPProtocolError", code: "UNEXPECTED_REPLY" }, "connect()");
				ok(client.closed, "there is no session");
			}
		},
		after: (seen) => ok(login(seen).length <= 16, "nothing is said again and again"),
	},
	{
		number: 54,
		title: "the text of a 331 is handed to who makes one-time passwords",
		server: (visit) =>
			visit.serve({
				on: {
					USER: "331-Welcome\r\n331 otp-md5 499 ke1234",
					PASS: (pass) => (pass === "BAIL TUFT" ? "230 Come in" : "530 No"),
				},
			}),
		async client({ newClient }) {
			let asked: string | undefined;
			const client = newClient({
				onChallenge(challenge) {
					asked = challenge;
					return "BAIL TUFT";
				},
			});
			await client.connect();
			ok(asked?.includes("otp-md5 499 ke1234"), "the challenge");
			equal(await client.pwd(), "/", "the session");
		},
		after: (seen) => equal(login(seen), ["USER bob", "PASS BAIL TUFT"], "the login"),
	},
];
