import { keepAliveChecks } from "../checks/index.ts";
import { useLab } from "../lab/suite.ts";
import { describeWorkerd } from "./matrix.ts";

// vsftpd answers NOOP behind each transfer.
describeWorkerd(useLab(), "vsftpd-noreuse", () => [{ name: "keepAlive", checks: keepAliveChecks }], { modes: ["TLS"] });
