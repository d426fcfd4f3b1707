import type { Case } from "../case.ts";
import { argumentCases } from "./arguments.ts";
import { callbackCases } from "./callbacks.ts";
import { cancelledDownloadCases } from "./cancelled-downloads.ts";
import { concurrencyCases } from "./concurrency.ts";
import { dataAddressCases } from "./data-address.ts";
import { dataPortCases } from "./data-ports.ts";
import { downloadCases } from "./downloads.ts";
import { framingCases } from "./framing.ts";
import { greetingCases } from "./greetings.ts";
import { listingLineCases } from "./listing-lines.ts";
import { listingCases } from "./listings.ts";
import { loginCases } from "./logins.ts";
import { nameCases } from "./names.ts";
import { resourceCases } from "./resources.ts";
import { resumingCases } from "./resuming.ts";
import { secretCases } from "./secrets.ts";
import { tlsDataCases } from "./tls-data.ts";
import { tlsEndCases } from "./tls-ends.ts";
import { tlsInjectionCases } from "./tls-injection.ts";
import { tlsRequiredCases } from "./tls-required.ts";
import { transferReplyCases } from "./transfer-replies.ts";
import { treeCases } from "./trees.ts";
import { uploadCases } from "./uploads.ts";
import { workingDirectoryCases } from "./working-directory.ts";

/** Every case that is played over sockets, in the order of their numbers. */
export const cases: readonly Case[] = [
	...dataAddressCases,
	...dataPortCases,
	...framingCases,
	...greetingCases,
	...workingDirectoryCases,
	...downloadCases,
	...transferReplyCases,
	...cancelledDownloadCases,
	...uploadCases,
	...resumingCases,
	...loginCases,
	...argumentCases,
	...concurrencyCases,
	...callbackCases,
	...listingCases,
	...listingLineCases,
	...nameCases,
	...tlsRequiredCases,
	...tlsInjectionCases,
	...tlsDataCases,
	...tlsEndCases,
	...secretCases,
	...treeCases,
	...resourceCases,
];
