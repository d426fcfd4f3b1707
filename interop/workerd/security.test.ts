import {
	activeRefusedChecks,
	badCertificateChecks,
	noTlsChecks,
	notImplicitChecks,
	notImplicitUnseenChecks,
	usageChecks,
} from "../checks/index.ts";
import { useLab } from "../lab/suite.ts";
import { describeWorkerd } from "./matrix.ts";

const shared = useLab();

for (const server of ["vsftpd-wrongcert", "vsftpd-selfsigned"] as const) {
	describeWorkerd(shared, server, () => [{ name: "badCertificate", checks: badCertificateChecks }], { modes: ["TLS"] });
}

describeWorkerd(shared, "vsftpd-plain", () => [{ name: "noTls", checks: noTlsChecks }]);

for (const server of ["vsftpd-noreuse", "proftpd-noreuse", "pureftpd", "pyftpdlib"] as const) {
	const seen = { name: "notImplicit", checks: notImplicitChecks };
	const unseen = { name: "notImplicitUnseen", checks: notImplicitUnseenChecks };
	describeWorkerd(shared, server, (stack) => [stack === "old" ? unseen : seen], { modes: ["TLS"] });
}

for (const server of ["vsftpd-plain", "vsftpd-implicit"] as const) {
	describeWorkerd(shared, server, () => [
		{ name: "usage", checks: usageChecks },
		{ name: "activeRefused", checks: activeRefusedChecks },
	]);
}
