import { matrix } from "../checks/index.ts";
import type { ServerName } from "../lab/catalog.ts";
import { useLab } from "../lab/suite.ts";
import { notResumedChecks, sharedCacheChecks } from "./inside/not-resumed.ts";
import { cannotTransfer, describeWorkerd, goodServers, type Mode, sharesSessions, type Theme } from "./matrix.ts";
import type { Stack } from "./stack.ts";

const shared = useLab();

function themesOf(stack: Stack, server: ServerName, mode: Mode): readonly Theme[] {
	if (cannotTransfer(stack, server, mode)) return [{ name: "notResumed", checks: notResumedChecks }];
	if (!sharesSessions(stack, server, mode)) return [{ name: "sessions", checks: matrix.sessions }];
	return [
		{ name: "sessions", checks: matrix.sessions.filter(({ name }) => name !== "holds two sessions at once") },
		{ name: "sharedCache", checks: sharedCacheChecks },
	];
}

for (const server of goodServers) {
	describeWorkerd(shared, server, (stack, mode) => themesOf(stack, server, mode));
}
