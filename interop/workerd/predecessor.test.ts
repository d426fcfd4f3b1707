import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pattern } from "../checks/bytes.ts";
import { fresh } from "../checks/world.ts";
import { describeServer, useLab } from "../lab/suite.ts";
import { diskAt } from "../node/disk.ts";
import { stacks } from "./stack.ts";
import { type RunningWorker, startWorker, type WorkerResponse } from "./worker.ts";

const shared = useLab();
const script = fileURLToPath(new URL("inside/predecessor.ts", import.meta.url));
const json = ({ body }: WorkerResponse): unknown => JSON.parse(new TextDecoder().decode(body));
const query = (path: string): string => new URLSearchParams({ path }).toString();

/** Item 3 of what must be shown: code written for workerd-ftp runs with only its import changed. */
describeServer(shared, "vsftpd-noreuse", (fixture) => {
	for (const stack of stacks) {
		describe.each([false, true])(`an application written for workerd-ftp, ${stack} TLS stack, secure: %s`, (secure) => {
			let worker: RunningWorker;
			let lockedOut: RunningWorker;
			beforeAll(async () => {
				const { lab, server } = fixture();
				const { host: FTP_HOST, port, user: FTP_USER, pass: FTP_PASS } = server;
				const bindings = { FTP_HOST, FTP_PORT: String(port), FTP_USER, FTP_PASS, FTP_SECURE: String(secure) };
				worker = await startWorker({ stack, script, ca: lab.ca, bindings });
				lockedOut = await startWorker({ stack, script, ca: lab.ca, bindings: { ...bindings, FTP_PASS: "wrong" } });
			});
			afterAll(async () => {
				await worker?.stop();
				await lockedOut?.stop();
			});

			test("uploads, lists and downloads", async () => {
				const { server } = fixture();
				const name = fresh("report.csv");
				const path = `${server.path}/${name}`;
				const bytes = pattern(200_000, 31);

				const uploaded = await worker.fetch(`/upload?${query(path)}`, { method: "POST", body: bytes });
				expect([uploaded.status, json(uploaded)]).toEqual([200, { success: true }]);
				expect((await diskAt(server.disk).file(name))?.size).toBe(bytes.length);

				const downloaded = await worker.fetch(`/download?${query(path)}`);
				expect(downloaded.status).toBe(200);
				expect(Buffer.compare(downloaded.body, bytes)).toBe(0);

				const listed = await worker.fetch(`/list?${query(server.path)}`);
				expect(listed.status).toBe(200);
				expect(json(listed)).toContainEqual(
					expect.objectContaining({
						name,
						type: "file",
						size: bytes.length,
						modifiedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/u),
					}),
				);
			});

			test("gets its own error, not one of close(), when connect() fails", async () => {
				const refused = await lockedOut.fetch(`/list?${query("/")}`);
				expect([refused.status, json(refused)]).toEqual([502, { error: "FTPReplyError" }]);
			});

			test("gets the error of a missing file, and closes", async () => {
				const missing = await worker.fetch(`/download?${query(`${fixture().server.path}/${fresh("missing")}`)}`);
				expect([missing.status, json(missing)]).toEqual([502, { error: "FTPReplyError" }]);
			});
		});
	}
});
