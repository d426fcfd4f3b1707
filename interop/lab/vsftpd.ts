import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { program } from "./programs.ts";
import type { Launch, Site } from "./site.ts";

const yes = (value: boolean): string => (value ? "YES" : "NO");

function settings({ traits, ports, folder, certificate }: Site, log: string): string[] {
	const tls =
		traits.tls === "none"
			? ["ssl_enable=NO"]
			: [
					"ssl_enable=YES",
					"ssl_tlsv1=YES",
					"ssl_sslv2=NO",
					"ssl_sslv3=NO",
					"ssl_ciphers=HIGH",
					"force_local_data_ssl=NO",
					"force_local_logins_ssl=NO",
					"debug_ssl=YES",
					// An upload that ends without close_notify may have been cut short: vsftpd answers 426 to it.
					"strict_ssl_read_eof=YES",
					`require_ssl_reuse=${yes(traits.demandsReuse)}`,
					`implicit_ssl=${yes(traits.tls === "implicit")}`,
					`rsa_cert_file=${certificate.certificate}`,
					`rsa_private_key_file=${certificate.key}`,
				];
	return [
		"listen=YES",
		"listen_ipv6=NO",
		"background=NO",
		"listen_address=127.0.0.1",
		`listen_port=${ports.control}`,
		"anonymous_enable=NO",
		"local_enable=YES",
		"write_enable=YES",
		"local_umask=022",
		"chroot_local_user=YES",
		"allow_writeable_chroot=YES",
		`secure_chroot_dir=${join(folder, "empty")}`,
		// PAM's name for "any other service": every machine has its rules, and nothing has to be added to /etc/pam.d.
		"pam_service_name=other",
		"delay_failed_login=0",
		"pasv_enable=YES",
		`pasv_min_port=${ports.passive.first}`,
		`pasv_max_port=${ports.passive.last}`,
		...(traits.advertises ? [`pasv_address=${traits.advertises}`] : []),
		...(traits.maxSessions ? [`max_clients=${traits.maxSessions}`] : []),
		"connect_from_port_20=NO",
		// The sandbox kills sessions on kernels newer than it knows.
		"seccomp_sandbox=NO",
		"use_localtime=NO",
		// Without a second log vsftpd writes no log of the protocol at all.
		"dual_log_enable=YES",
		"xferlog_enable=NO",
		`xferlog_file=${join(folder, "transfers.log")}`,
		"log_ftp_protocol=YES",
		`vsftpd_log_file=${log}`,
		...tls,
	];
}

export async function prepareVsftpd(site: Site): Promise<Launch> {
	const log = join(site.folder, "vsftpd.log");
	const config = join(site.folder, "vsftpd.conf");
	await mkdir(join(site.folder, "empty"), { mode: 0o755 });
	await writeFile(config, `${settings(site, log).join("\n")}\n`);
	return { command: program("vsftpd"), args: [config], logs: [log] };
}
