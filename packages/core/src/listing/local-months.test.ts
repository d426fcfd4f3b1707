import { expect, it } from "vitest";
import { localMonthNumber } from "./local-months.ts";

/** As the `ls` of each language writes them. */
const languages = {
	English: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
	German: "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
	"German, longer": "Jänner Februar Mrz April Mai Juni Juli August Sept Oktober November Dezember",
	French: "janv. févr. mars avril mai juin juil. août sept. oct. nov. déc.",
	"old French": "jan fév mar avr mai jun jui aoû sep oct nov déc",
	Italian: "gen feb mar apr mag giu lug ago set ott nov dic",
	Spanish: "ene feb mar abr may jun jul ago sept oct nov dic",
	Portuguese: "jan fev mar abr mai jun jul ago set out nov dez",
	Catalan: "gen febr març abr maig juny jul ago set oct nov des",
	Romanian: "ian feb mar apr mai iun iul aug sep oct noi dec",
	Dutch: "jan feb mrt apr mei jun jul aug sep okt nov dec",
	"Dutch, longer": "januari februari maart april mei juni juli augustus september oktober november december",
	Danish: "jan feb mar apr maj jun jul aug sep okt nov dec",
	Norwegian: "jan feb mars april mai juni juli aug sep okt nov des",
	Swedish: "jan feb mar apr maj jun jul aug sep okt nov dec",
	Finnish: "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu",
	Estonian: "jaan veebr märts apr mai juuni juuli aug sept okt nov dets",
	Lithuanian: "saus vas kov bal geg birž liep rugp rugs spal lapkr gruod",
	Hungarian: "jan febr márc ápr máj jún júl aug szept okt nov dec",
	Polish: "sty lut mar kwi maj cze lip sie wrz paź lis gru",
	Czech: "led úno bře dub kvě čen čec srp zář říj lis pro",
	"Czech, longer": "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
	Turkish: "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
	Greek: "Ιαν Φεβ Μαρ Απρ Μαΐ Ιουν Ιουλ Αυγ Σεπ Οκτ Νοε Δεκ",
	Russian: "янв фев мар апр мая июн июл авг сен окт ноя дек",
	"Russian, longer": "янв февр марта апр май июня июля авг сент окт нояб декабря",
	Ukrainian: "січ лют бер кві тра чер лип сер вер жов лис гру",
	Bulgarian: "яну фев мар апр май юни юли авг сеп окт ное дек",
	Chinese: "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
};

it.each(Object.entries(languages))("knows the months in %s", (_language, words) => {
	const twelve = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
	expect(words.split(" ").map(localMonthNumber)).toEqual(twelve);
	expect(words.toUpperCase().split(" ").map(localMonthNumber)).toEqual(twelve);
	expect(words.normalize("NFD").split(" ").map(localMonthNumber)).toEqual(twelve);
});

it.each(["", "j", "ja", "Jam", "total", "root", "月", "\u0301\u0301", "xjan", "constructor", "__proto__"])(
	"%j is no month",
	(word) => {
		expect(localMonthNumber(word)).toBe(0);
	},
);
