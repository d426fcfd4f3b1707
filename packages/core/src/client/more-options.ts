import { useMode } from "../operations/transmission-mode.ts";
import { activeMode } from "./active.ts";
import { checkFlag } from "./demand.ts";
import { keepAliveOf } from "./keep-alive.ts";
import { withLogins } from "./login-options.ts";
import type { CoreOptions, Settings } from "./options.ts";
import { planOf } from "./retry.ts";
import { serverZoneOf } from "./time-zone.ts";

/** Settings with what the options change that a small client has not. @throws FTPUsageError BAD_ARGUMENT, UNSUPPORTED */
export function withMore(settings: Settings, options: CoreOptions): Settings {
	const { session, dialer } = settings;
	const { active, compression = false, serverTimeZone } = options;
	checkFlag(compression, "compression");
	const whole: Settings = {
		...settings,
		session: {
			...session,
			active: active === undefined || active === false ? undefined : activeMode(active, dialer),
			useMode: compression ? useMode : undefined,
			keepAlive: keepAliveOf(options.keepAlive),
		},
		retry: planOf(options.retry),
		serverZone: serverTimeZone === undefined ? undefined : serverZoneOf(serverTimeZone, session.profile),
	};
	return withLogins(whole, options);
}
