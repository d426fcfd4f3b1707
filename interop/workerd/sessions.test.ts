import { matrix } from "../checks/index.ts";
import { catalog, type ServerName } from "../lab/catalog.ts";
import { useLab } from "../lab/suite.ts";
import { notResumedChecks, sharedCacheChecks } from "./inside/not-resumed.ts";
import { cannotTransfer, describeWorkerd, goodServers, type Mode, type Theme } from "./matrix.ts";
import type { Stack } from "./stack.ts";

const shared = useLab();

/** Whether two sessions at once get into each other's way: see `sharedCacheChecks`. */
function sharesSessions(stack: Stack, server: ServerName, mode: Mode): boolean {
	const { daemon, demandsReuse } = catalog[server];
	return stack === "new" && mode === "TLS" && demandsReuse && daemon === "proftpd";
}

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
