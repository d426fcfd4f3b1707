import { FTPUsageError } from "../errors/index.ts";
import { type ActiveMode, activeWay } from "../operations/open-active.ts";
import type { SessionOptions } from "../protocol/facts.ts";
import { checkNames, demand, isIPv4 } from "./demand.ts";
import type { Dialer } from "./dialer.ts";

/**
 * Active mode as the session takes it.
 * @throws FTPUsageError UNSUPPORTED where the runtime cannot listen, BAD_ARGUMENT
 */
export function activeMode(active: true | ActiveMode, dialer: Dialer): SessionOptions["active"] {
	if (!dialer.capabilities.listen || !dialer.listen) {
		const message = `${dialer.runtime} cannot listen, which active mode needs: leave out the option "active"`;
		throw new FTPUsageError("UNSUPPORTED", message);
	}
	const mode: ActiveMode = active === true ? {} : active;
	checkNames(mode, KEYS, "active");
	const { ports, address } = mode;
	const isRight = (ports === undefined || isRange(ports)) && (address === undefined || isIP(address));
	demand(isRight, "active must be true, or an object with ports, [first, last], or address, an IP address, or both");
	return activeWay({ ports, address });
}

const KEYS: Readonly<Record<keyof ActiveMode, 0>> = { ports: 0, address: 0 };

function isRange(ports: unknown): boolean {
	if (!Array.isArray(ports) || ports.length !== 2) return false;
	const [from, to]: unknown[] = ports;
	const isPort = (port: unknown): port is number => Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65535;
	return isPort(from) && isPort(to) && from <= to;
}

function isIP(address: unknown): boolean {
	if (typeof address !== "string") return false;
	return isIPv4(address) || (/^[\da-f.]*:[\da-f:.]+$/i.test(address) && URL.canParse(`ftp://[${address}]`));
}
