import { expect, test } from "vitest";
import { lab } from "./raw-client.ts";

test("directories: where one is, where one goes, what one makes", async () => {
	const { login, server } = await lab();
	const client = await login();
	expect(await client.say("PWD")).toBe('257 "/" is the current directory');
	expect(await client.say("MKD a")).toBe('257 "/a" created');
	expect(await client.say('MKD a/say "hi"')).toBe('257 "/a/say ""hi""" created');
	expect(await client.say("CWD a")).toMatch(/^250 /);
	expect(await client.say('CWD say "hi"')).toMatch(/^250 /);
	expect(await client.say("PWD")).toBe('257 "/a/say ""hi""" is the current directory');
	expect(await client.say("CDUP")).toMatch(/^250 /);
	expect(await client.say("PWD")).toBe('257 "/a" is the current directory');
	expect(await client.say("CWD ../../..")).toMatch(/^250 /);
	expect(await client.say("PWD")).toBe('257 "/" is the current directory');
	expect(await client.say("RMD a")).toBe("550 /a is not empty");
	expect(await client.say('RMD a/say "hi"')).toMatch(/^250 /);
	expect(await client.say("RMD a")).toMatch(/^250 /);
	expect(await client.say("RMD /")).toMatch(/^550 /);
	expect(server.files.list("/")).toEqual([]);
});

test("every session has its own directory", async () => {
	const { login, server } = await lab();
	server.files.mkdir("/a");
	const [first, second] = [await login(), await login()];
	await first.say("CWD a");
	expect(await second.say("PWD")).toBe('257 "/" is the current directory');
});

test("what is not there or is something else is 550", async () => {
	const { login, server } = await lab();
	server.files.write("/f", "x");
	server.files.mkdir("/d");
	const client = await login();
	for (const command of [
		"CWD /none",
		"CWD f",
		"MKD d",
		"MKD no/d",
		"RMD f",
		"DELE d",
		"DELE none",
		"RNFR none",
		"SIZE d",
		"MDTM none",
	]) {
		expect(await client.say(command), command).toMatch(/^550 /);
	}
});

test("DELE, RNFR and RNTO", async () => {
	const { login, server } = await lab();
	server.files.write("/f", "x");
	const client = await login();
	expect(await client.say("RNTO g")).toBe("503 RNFR comes first");
	expect(await client.say("RNFR f")).toMatch(/^350 /);
	expect(await client.say("RNTO g")).toMatch(/^250 /);
	expect(await client.say("RNFR g")).toMatch(/^350 /);
	await client.say("NOOP");
	expect(await client.say("RNTO h")).toMatch(/^503 /);
	expect(await client.say("DELE g")).toMatch(/^250 /);
	expect(server.files.list("/")).toEqual([]);
});

test("what may not be written stays", async () => {
	const { login, server } = await lab();
	server.files.write("/locked/f", "x");
	server.files.change("/locked", { mode: 0o555 });
	const client = await login();
	for (const command of ["DELE locked/f", "MKD locked/d", "RMD locked/f", "RNFR locked/f"]) {
		expect(await client.say(command), command).toBe("550 Permission denied");
	}
});

test("SIZE, MDTM and MFMT", async () => {
	const { login, server } = await lab();
	server.files.write("/f", "12345", { modifiedAt: new Date("2024-02-29T12:34:56.789Z") });
	const client = await login();
	expect(await client.say("SIZE f")).toBe("550 SIZE is not allowed in ASCII mode");
	await client.say("TYPE I");
	expect(await client.say("SIZE f")).toBe("213 5");
	expect(await client.say("MDTM f")).toBe("213 20240229123456.789");
	expect(await client.say("MFMT 20200102030405 f")).toBe("213 Modify=20200102030405; f");
	expect(await client.say("MDTM f")).toBe("213 20200102030405");
	for (const time of ["20230229000000", "2020", "99999999999999", "20200102030460"]) {
		expect(await client.say(`MFMT ${time} f`), time).toMatch(/^501 /);
	}
	expect(await client.say("MFMT 20200102030405")).toMatch(/^501 /);
	expect(await client.say("MFMT 20200102030405 none")).toMatch(/^550 /);
});

test("TYPE, STRU, MODE, ALLO and REST", async () => {
	const { login } = await lab();
	const client = await login();
	const codes: Record<string, string> = {
		"TYPE I": "200",
		"TYPE L 8": "200",
		"TYPE A N": "200",
		"TYPE E": "504",
		"STRU F": "200",
		"STRU R": "504",
		"MODE S": "200",
		"MODE Z": "504",
		"ALLO 100": "202",
		"REST 0": "350",
		"REST -1": "501",
		"REST 1.5": "501",
		"REST 99999999999999999999": "501",
		REST: "501",
	};
	for (const [command, code] of Object.entries(codes)) {
		expect((await client.say(command)).slice(0, 3), command).toBe(code);
	}
});
