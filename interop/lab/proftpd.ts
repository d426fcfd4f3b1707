import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { isRoot, proftpdModules, program } from "./programs.ts";
import type { Launch, Site } from "./site.ts";

const run = promisify(execFile);

/** A line of passwd(5), for ProFTPD's own password file: no system user is needed, so it runs without root too. */
async function passwdLine({ user, pass, uid, gid, home }: Site["account"]): Promise<string> {
	const hashing = run("openssl", ["passwd", "-6", "-stdin"]);
	hashing.child.stdin?.end(`${pass}\n`);
	const hash = (await hashing).stdout.trim();
	return `${user}:${hash}:${uid}:${gid}::${home}:/bin/sh\n`;
}

interface Parts {
	readonly users: string;
	readonly log: string;
	readonly tlsLog: string;
	readonly runAs: { readonly user: string; readonly group: string };
}

/** Whom the daemon is between sessions. Without root that can only be whoever started it. */
async function identity(): Promise<{ user: string; group: string }> {
	if (isRoot) return { user: "nobody", group: "nogroup" };
	const [user, group] = await Promise.all([run("id", ["-un"]), run("id", ["-gn"])]);
	return { user: user.stdout.trim(), group: group.stdout.trim() };
}

function settings({ name, traits, ports, folder, certificate }: Site, { users, log, tlsLog, runAs }: Parts): string[] {
	return [
		`ModulePath ${proftpdModules()}`,
		"LoadModule mod_tls.c",
		"LoadModule mod_deflate.c",
		// HASH and its relatives, which then read the file: nothing is computed while files move. And SITE UTIME.
		"LoadModule mod_digest.c",
		"DigestEngine on",
		"DigestOptions NoTransferCache",
		"LoadModule mod_site_misc.c",
		`ServerName "${name}"`,
		"ServerType standalone",
		"DefaultServer on",
		`Port ${ports.control}`,
		"DefaultAddress 127.0.0.1",
		"SocketBindTight on",
		"UseIPv6 off",
		"UseReverseDNS off",
		`User ${runAs.user}`,
		`Group ${runAs.group}`,
		...(isRoot ? ["DefaultRoot ~"] : []),
		"RequireValidShell off",
		"AuthOrder mod_auth_file.c",
		`AuthUserFile ${users}`,
		"WtmpLog off",
		"AllowOverwrite on",
		...(traits.isStrict ? ["TimeoutIdle 2"] : ["AllowStoreRestart on"]),
		"AllowRetrieveRestart on",
		"MaxInstances 60",
		...(traits.maxSessions ? [`MaxClients ${traits.maxSessions}`] : []),
		"TimeoutLinger 10",
		...(traits.clock ? ["TimesGMT off"] : []),
		`PassivePorts ${ports.passive.first} ${ports.passive.last}`,
		...(traits.advertises ? [`MasqueradeAddress ${traits.advertises}`] : []),
		`PidFile ${join(folder, "proftpd.pid")}`,
		`ScoreboardFile ${join(folder, "proftpd.score")}`,
		"ControlsEngine off",
		`ControlsSocket ${join(folder, "proftpd.sock")}`,
		"DelayEngine off",
		"DelayTable none",
		`SystemLog ${log}`,
		"TransferLog none",
		// Every command with its answer; ProFTPD itself leaves the password out.
		'LogFormat commands "%t [%P] %u \\"%r\\" %s %S"',
		`ExtendedLog ${log} ALL commands`,
		"DeflateEngine on",
		"TLSEngine on",
		`TLSLog ${tlsLog}`,
		`TLSProtocol ${traits.tls12Only ? "TLSv1.2" : "TLSv1.2 TLSv1.3"}`,
		`TLSRSACertificateFile ${certificate.certificate}`,
		`TLSRSACertificateKeyFile ${certificate.key}`,
		"TLSRequired off",
		"TLSVerifyClient off",
		"TLSRenegotiate none",
		...(traits.demandsReuse ? [] : ["TLSOptions NoSessionReuseRequired"]),
	];
}

export async function prepareProftpd(site: Site): Promise<Launch> {
	const [config, users, log, tlsLog] = [
		join(site.folder, "proftpd.conf"),
		join(site.folder, "proftpd.passwd"),
		join(site.folder, "proftpd.log"),
		join(site.folder, "proftpd-tls.log"),
	];
	const runAs = await identity();
	await writeFile(config, `${settings(site, { users, log, tlsLog, runAs }).join("\n")}\n`);
	// ProFTPD refuses a password file that others may read.
	await writeFile(users, await passwdLine(site.account), { mode: 0o600 });
	return { command: program("proftpd"), args: ["--nodaemon", "--config", config], logs: [log, tlsLog], clock: site.traits.clock };
}
