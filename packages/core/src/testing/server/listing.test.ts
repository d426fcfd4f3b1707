import { expect, test } from "vitest";
import { lab } from "./raw-client.ts";

/** The virtual clock starts at 2026-01-15 12:00. */
const recent = new Date("2026-01-02T03:04:05Z");
const old = new Date("2024-12-31T23:59:59.5Z");

test("LIST writes what ls -l writes", async () => {
	const { login, server } = await lab();
	server.files.write("/d/a file.txt", "12345", { modifiedAt: recent, owner: "me", group: "us" });
	server.files.write("/d/ü", "", { modifiedAt: old, mode: 0o755 });
	server.files.mkdir("/d/sub");
	server.files.change("/d/sub", { modifiedAt: new Date("2030-05-06T00:00:00Z") });
	const client = await login();
	const listing = [
		"-rw-r--r-- 1 me       us              5 Jan  2 03:04 a file.txt",
		"drwxr-xr-x 2 owner    group           0 May  6  2030 sub",
		"-rwxr-xr-x 1 owner    group           0 Dec 31  2024 ü",
		"",
	].join("\r\n");
	expect(await client.download("LIST d")).toEqual({
		replies: ["150 Here comes the listing", "226 Listing sent"],
		text: listing,
	});
	await client.say("CWD d");
	expect((await client.download("LIST")).text).toBe(listing);
	expect((await client.download("LIST -l")).text).toBe(listing);
	expect((await client.download("LIST -la /d")).text).toMatch(/ \.\r\n.* \.\.\r\n.* a file\.txt\r\n/);
	expect((await client.download("LIST a file.txt")).text).toBe(`${listing.split("\r\n")[0]}\r\n`);
});

test("NLST gives names that can be used", async () => {
	const { login, server } = await lab();
	server.files.write("/d/f", "");
	server.files.write("/d/ g", "");
	const client = await login();
	expect((await client.download("NLST d")).text).toBe("d/ g\r\nd/f\r\n");
	expect((await client.download("NLST d/")).text).toBe("d/ g\r\nd/f\r\n");
	expect((await client.download("NLST d/f")).text).toBe("d/f\r\n");
	await client.say("CWD d");
	expect((await client.download("NLST")).text).toBe(" g\r\nf\r\n");
});

test("MLSD and MLST give facts, those that were chosen", async () => {
	const { login, server } = await lab();
	server.files.write("/d/f", "123", { modifiedAt: old });
	server.files.change("/d", { modifiedAt: recent });
	server.files.change("/", { modifiedAt: recent });
	const client = await login();
	const owner = "UNIX.owner=owner;UNIX.group=group;";
	const time = "modify=20260102030405;";
	const file = `type=file;size=3;modify=20241231235959.500;perm=radfw;unique=3;UNIX.mode=0644;${owner}`;
	expect((await client.download("MLSD d")).text.split("\r\n")).toEqual([
		`type=cdir;${time}perm=elcdfmp;unique=2;UNIX.mode=0755;${owner} .`,
		`type=pdir;${time}perm=elcdfmp;unique=1;UNIX.mode=0755;${owner} ..`,
		`${file} f`,
		"",
	]);
	expect(await client.ask("MLST d/f")).toEqual(["250-About /d/f", ` ${file} /d/f`, "250 End"]);
	await client.say("OPTS MLST size;type;");
	expect((await client.download("MLSD d")).text).toContain("type=file;size=3; f\r\n");
	await client.say("OPTS MLST");
	expect(await client.ask("MLST d")).toEqual(["250-About /d", "  /d", "250 End"]);
	expect(await client.say("MLST none")).toMatch(/^550 /);
});

test("an empty directory, and one with a thousand names", async () => {
	const { login, server } = await lab();
	server.files.mkdir("/empty");
	for (let index = 0; index < 1000; index++) {
		server.files.write(`/many/file-${index}`, "");
	}
	const client = await login();
	for (const command of ["LIST", "NLST"]) {
		expect(await client.download(`${command} empty`)).toMatchObject({
			text: "",
			replies: [/150/, /226/].map((code) => expect.stringMatching(code)),
		});
		expect((await client.download(`${command} many`)).text.split("\r\n")).toHaveLength(1001);
	}
});
