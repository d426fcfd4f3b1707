import { afterAll, beforeAll, describe, test } from "vitest";
import type { ServerName } from "./catalog.ts";
import { type Lab, type LabServer, startLab } from "./lab.ts";
import { unavailable } from "./programs.ts";

/** The lab of one test file: made when first asked for, gone at the file's end. */
export interface SharedLab {
	get(): Promise<Lab>;
}

/** What a suite for one server works with. Both are there as soon as tests and hooks run. */
export interface ServerFixture {
	readonly lab: Lab;
	readonly server: LabServer;
}

/** To be called once at the top of a test file. */
export function useLab(): SharedLab {
	let lab: Promise<Lab> | undefined;
	afterAll(async () => (await lab)?.stop());
	return {
		get() {
			lab ??= startLab();
			return lab;
		},
	};
}

/**
 * A suite against one server of the lab. Where the machine has no such daemon, the suite is shown as skipped with the reason;
 * with ISOFTP_REQUIRE_DAEMONS=1, as in continuous integration, that is a failure instead.
 */
export function describeServer(shared: SharedLab, name: ServerName, suite: (fixture: () => ServerFixture) => void): void {
	const reason = unavailable(name);
	if (reason !== undefined && process.env.ISOFTP_REQUIRE_DAEMONS === "1") {
		describe(name, () => {
			test("can be run on this machine", () => {
				throw new Error(`ISOFTP_REQUIRE_DAEMONS is set, and ${reason}`);
			});
		});
		return;
	}
	describe.skipIf(reason !== undefined)(reason === undefined ? name : `${name} (left out: ${reason})`, () => {
		let fixture: ServerFixture | undefined;
		beforeAll(async () => {
			const lab = await shared.get();
			fixture = { lab, server: await lab.server(name) };
		});
		suite(() => {
			if (fixture === undefined) throw new Error(`${name} is not running yet: ask for it inside of a test or hook`);
			return fixture;
		});
	});
}
