import { describe, expect, test } from "vitest";
import type { AllowConnect } from "../client/may-connect.ts";
import { type Fixture, fixture } from "../client/test-fixture.ts";

const refused = { name: "FTPUsageError", code: "CONNECT_NOT_ALLOWED" };

function dialled({ network }: Fixture): string[] {
	return network.dials.map(({ host, port, purpose }) => `${host} ${port} ${purpose}`);
}

describe("9: the server names a port of its host that other services live on", () => {
	const naming = (port: number) => ({ quirks: { epsvReply: () => `229 Entering Extended Passive Mode (|||${port}|)` } });

	test.each([1, 7, 19, 21, 22, 25, 53, 80, 443, 988, 990, 1023])("%i is not dialled", async (port) => {
		const set = await fixture({ server: naming(port) });
		await expect(set.client.list()).rejects.toMatchObject({
			...refused,
			message: expect.stringMatching(`below 1024.*:${port}$`),
		});
		await expect(set.client.upload("a", "EHLO\r\n")).rejects.toMatchObject(refused);
		expect(dialled(set)).toEqual(["ftp.test 21 control"]);
		expect(await set.client.pwd()).toBe("/");
	});

	test.each([20, 989, 1024, 6379, 65535])("%i may be a data port like others", async (port) => {
		const set = await fixture({ client: { passive: "epsv" }, server: naming(port) });
		await expect(set.client.list()).rejects.toMatchObject({ name: "FTPNetworkError" });
		expect(dialled(set)).toContain(`192.0.2.1 ${port} data`);
	});

	test("so it is with 227, and where the address in it is dialled", async () => {
		for (const dataHost of ["control", "advertised", "10.1.2.3"]) {
			const pasvReply = (address: string): string => `227 Entering Passive Mode (${address},0,25)`;
			const set = await fixture({ client: { passive: "pasv", dataHost }, server: { quirks: { pasvReply } } });
			await expect(set.client.list()).rejects.toMatchObject(refused);
			expect(dialled(set)).toEqual(["ftp.test 21 control"]);
		}
	});

	test.each([22, 25, 6379])("%i: allowConnect is asked, and alone decides", async (port) => {
		for (const answer of [true, false]) {
			const asked: unknown[] = [];
			const allowConnect: AllowConnect = (...target) => target[2] === "control" || (asked.push(target) > 0 && answer);
			const set = await fixture({ client: { allowConnect, passive: "epsv" }, server: naming(port) });
			await expect(set.client.list()).rejects.toMatchObject(answer ? { name: "FTPNetworkError" } : refused);
			expect(asked).toEqual([["192.0.2.1", port, "data"]]);
			expect(dialled(set)).toHaveLength(answer ? 2 : 1);
		}
	});
});
