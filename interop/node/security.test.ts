import { badCertificateChecks, noTlsChecks, notImplicitChecks } from "../checks/index.ts";
import { describeServer, useLab } from "../lab/suite.ts";
import { nodeWorld, testCheck } from "./matrix.ts";

const shared = useLab();

for (const name of ["vsftpd-wrongcert", "vsftpd-selfsigned"] as const) {
	describeServer(shared, name, (fixture) => {
		for (const check of badCertificateChecks) testCheck(check, () => nodeWorld(fixture(), "TLS"));
	});
}

describeServer(shared, "vsftpd-plain", (fixture) => {
	for (const check of noTlsChecks) testCheck(check, () => nodeWorld(fixture(), "plain"));
});

for (const name of ["vsftpd-noreuse", "proftpd-noreuse", "pureftpd", "pyftpdlib"] as const) {
	describeServer(shared, name, (fixture) => {
		for (const check of notImplicitChecks) testCheck(check, () => nodeWorld(fixture(), "TLS"));
	});
}
