package report

import "fmt"

// An Assessment is a draft of a data-protection impact assessment, with the parts
// that GDPR Art. 35(7) asks for. It is filled in as far as Privet and the catalog
// tell; the rest is the owner's.
type Assessment struct {
	Draft       bool     `json:"draft"`       // always true
	Description []string `json:"description"` // (a) of the operations and their purposes
	Necessity   []string `json:"necessity"`   // (b) and proportionality
	Risks       []Risk   `json:"risks"`       // (c), each with the measures of (d)
	Decisions   []string `json:"decisions"`   // what the owner has to decide or add
}

// A Risk is one to the rights and freedoms of visitors.
type Risk struct {
	Name     string   `json:"name"`
	How      string   `json:"how"` // it comes about, and whom it harms how
	Before   Rating   `json:"before"`
	Measures []string `json:"measures"`
	After    Rating   `json:"after"` // the measures
	Left     string   `json:"left"`  // what remains, and what the owner can do about it
}

// A Rating says how likely a risk is and how much it would harm, on the scales
// that CNIL's method for impact assessments (2018) has for both.
type Rating struct {
	Likelihood Level `json:"likelihood"`
	Severity   Level `json:"severity"`
}

// A Level is one of four, rising.
type Level string

const (
	negligible  Level = "negligible"
	limited     Level = "limited"
	significant Level = "significant"
	maximum     Level = "maximum"
)

func assess(r *Report) Assessment {
	return Assessment{
		Draft: true, Description: description(r), Necessity: necessity(r), Risks: risks(r), Decisions: decisions(r),
	}
}

func description(r *Report) []string {
	return []string{
		fmt.Sprintf("The site shows lists out of a catalog of %s items. On its pages a script fetches that catalog, which is the same for everybody, and an engine puts lists in order in the visitor's own browser.", thousands(r.Site.Items)),
		"What the order may depend on is divided into purposes; the record above lists them with every field that each looks at. Before a visitor chooses, nothing is on that keeps anything. Each purpose is switched on and off by itself.",
		"Events (what was looked at, put into the basket, bought, liked, dismissed, told, shown) are kept in the browser's own storage for as long as the retention table says. They are used by the engine in the page and shown to the visitor. No server receives, holds or can ask for them.",
		"A score is a sum of what each event and each circumstance says, so that an explanation is the computation itself. Nothing but the order of lists depends on it: no price, no access, no decision about a person.",
		"This is profiling in the sense of GDPR Art. 4(4): preferences are inferred from behaviour. It is carried out on the visitor's device, under the visitor's control. It is not automated decision-making with legal or similarly significant effects in the sense of Art. 22.",
		"Whoever decides that a page runs this decides on purposes and means and is the controller, although the data never reach it.",
	}
}

func necessity(r *Report) []string {
	return []string{
		"The aim, lists that suit a visitor, needs some knowledge of the visitor. It does not need that anybody else has it; so the computation was moved to where the data are, which is the mildest means that reaches the aim (Art. 25, data protection by design).",
		"Each purpose is useful by itself and can be refused by itself; the site works without all of them, and then shows lists in the same order to everybody.",
		"Fields are coarse where coarse ones do: a continent instead of a place, a kind of site instead of an address, a size class instead of a size. No identifier of a person or device is used.",
		fmt.Sprintf("Storage is limited by purpose, by number, and by the age of the choice: a choice lasts %s, and from half of that on ever less is kept.", count(float64(r.Consent.Renew), "day")),
		"Consent is asked for with equal weight for yes and no, can be given for each purpose, is withdrawn as easily as given, and has a receipt that names the exact words that were shown. Silence is a no, and so is Global Privacy Control.",
		"Access (Art. 15), erasure (Art. 17), restriction (Art. 18), portability (Art. 20) and objection (Art. 21) are exercised by the visitor alone, at once, in the page. The controller could not serve such a request otherwise, as it holds no data (Art. 11).",
	}
}

// risks are rated with this catalog and these rules in mind.
func risks(r *Report) []Risk {
	return []Risk{
		{
			Name:   "Other scripts of the same page read what is kept",
			How:    "A script from elsewhere that the site includes (advertising, statistics, chat), or one that an attacker brought in, has the rights of the page. It can read the storage, call Privet, and send away what somebody looked at and bought.",
			Before: Rating{significant, significant},
			Measures: []string{
				"Catalog texts are never run as code, so that a catalog brings no script in.",
				"Privet runs under a strict Content-Security-Policy: script-src 'self' 'wasm-unsafe-eval', and connect-src of the catalog's address alone.",
				"Little is there to be read: limited in number and time, and without any identifier.",
			},
			After: Rating{limited, significant},
			Left:  "No script in a page is protected from another one. The owner decides which scripts run beside Privet, and whether a policy keeps them from sending.",
		},
		{
			Name:   "Somebody else at the same device sees it",
			How:    "On a shared or a public computer lists, explanations and the view of what is known tell the next person what the last one looked at: a present, an illness, a plan.",
			Before: Rating{significant, limited},
			Measures: []string{
				"All but the purpose that keeps nothing are off until somebody at this browser switches them on.",
				"One event, one purpose or everything is deleted at once, in every tab.",
				"What is kept for a visit alone goes half an hour after it, and a visitor can have everything go then.",
				"A tab can be made a guest's, which shows and keeps nothing, and everything can be paused.",
			},
			After: Rating{limited, limited},
			Left:  "Whoever allows more than the visit on a shared device, and leaves it so, leaves traces. The owner can keep such items out by calling them sensitive.",
		},
		{
			Name:   "Old bytes stay on the disk",
			How:    "A browser's storage engine overwrites deleted records only when it tidies up. Until then somebody with the device and the tools could find them in its files.",
			Before: Rating{limited, limited},
			Measures: []string{
				"Events and choices are written encrypted. A withdrawal that deletes something throws their key away.",
				"The database itself is deleted when nothing is left in it, and without a choice nothing is ever written.",
			},
			After: Rating{negligible, limited},
			Left:  "The key lies in the same files, and a discarded one goes as they are tidied up, which is the browser's matter. Encryption of the disk by the operating system protects all of it.",
		},
		pictures(r),
		{
			Name:   "Requests tell that something is kept",
			How:    "The script that stores is loaded only where something is stored. Where the browser's cache does not have it, the request for it tells the server that this visitor allowed something.",
			Before: Rating{significant, negligible},
			Measures: []string{
				"It tells one bit, never what; in exchange, visitors who allowed nothing never load code that could store anything.",
				"The file is the same for everybody and stays in the browser's cache.",
			},
			After: Rating{limited, negligible},
			Left:  "Accepted here. A site that minds names the script on every page, in a link with rel=modulepreload: then everybody asks for it.",
		},
		sensitive(r),
		bubble(r),
		{
			Name:   "An owner's wish is taken for a visitor's taste",
			How:    "Rules pin, lift or bury items. A visitor who believes that a list mirrors their own interests may be led by somebody else's.",
			Before: Rating{significant, limited},
			Measures: []string{
				"Rules are part of the public catalog, and the explanation of an item names the rule that moved it.",
				fmt.Sprintf("This catalog has %s; this report lists what each does.", count(float64(len(r.Owner.Rules)), "rule")),
			},
			After: Rating{limited, negligible},
			Left:  "Rules have the names that the owner gives them: they should say what they do.",
		},
		{
			Name:   "A yes that was not free or not informed",
			How:    "Visitors click away what is in their way, or do not understand what they allow. Processing would then rest on no valid consent.",
			Before: Rating{significant, limited},
			Measures: []string{
				"Yes and no have equal weight, each purpose has its own switch, and all that keep something are off at first.",
				"Every purpose says in plain words what it looks at, why, what it is good for, where that is kept, how long, and what refusing deletes.",
				"The browser's own signal is heard first, and a choice has to be renewed.",
			},
			After: Rating{limited, negligible},
			Left:  "The owner places the question and can style it. It must stay a question.",
		},
		{
			Name:   "A wrong picture of somebody",
			How:    "A present for somebody else, a child at the keyboard, a slip of the finger: lists then follow what does not belong to the visitor, or show again what hurts.",
			Before: Rating{significant, negligible},
			Measures: []string{
				"Every item says why it is there; the reason can be forgotten on the spot, exactly as if it had never been, and an interest can be muted.",
				"A dismissed item does not come back until the visitor changes that.",
			},
			After: Rating{limited, negligible},
			Left:  "It takes a visitor's act. Time does the rest: what is old counts less and is deleted.",
		},
		{
			Name:   "The public catalog tells on customers",
			How:    "What goes with what is learned from what people did. A pair that one customer bought could be read out of the published file.",
			Before: Rating{limited, limited},
			Measures: []string{
				"No pair that fewer people share than the floor says is published (5 by default), and no id of a person is written.",
				"Items that rules call sensitive are taken out before anything is learned.",
			},
			After: Rating{negligible, limited},
			Left:  "The files of events from which the catalog is built lie with the owner, as before. They are not part of this record.",
		},
		{
			Name:   "The files are changed on their way",
			How:    "Whoever controls the place that the scripts come from can hand out one that sends away what is kept.",
			Before: Rating{limited, significant},
			Measures: []string{
				"The engine, the catalog, the texts and the trend are used only with the digests that the manifest names.",
				"The engine is built from its sources to the same bytes by anybody; its SHA-256 is in this report.",
			},
			After: Rating{limited, significant},
			Left:  "The first script and the manifest are trusted. A fixed version with the attribute integrity in the page, served from the site's own address, closes most of that.",
		},
	}
}

func pictures(r *Report) Risk {
	risk := Risk{
		Name:   "What is recommended can be told from the pictures",
		How:    "A page that loads a picture for each item of a list tells the server that has the pictures which items were recommended to whom, by network address and time. From that somebody can infer what the visitor likes.",
		Before: Rating{significant, significant},
		Measures: []string{
			"Texts are loaded whole and by everybody, so that titles and prices tell nothing.",
			"Pictures that every visitor loads, or one file with all of them, tell nothing; Privet's demo shop draws its own.",
		},
		After: Rating{significant, limited},
		Left:  fmt.Sprintf("%s of %s items of this catalog have a picture. The owner decides whether each is loaded by itself, and how long the server's log is kept.", thousands(r.Site.Pictures), thousands(r.Site.Items)),
	}
	if r.Site.Pictures == 0 {
		risk.After = Rating{negligible, limited}
		risk.Left = "No item of this catalog has a picture of its own. That stays so only as long as the site's pages add none."
	}
	return risk
}

func sensitive(r *Report) Risk {
	risk := Risk{
		Name:   "Items that tell of health, belief, sexuality or politics",
		How:    "Interest in some items lets a special category of personal data be inferred (GDPR Art. 9), which whoever sees the list then knows too.",
		Before: Rating{limited, significant},
		Measures: []string{
			"A rule sensitive takes items out: no event about them is kept, they say nothing of a visitor, and nothing learned shows them. They are not offered as interests.",
		},
	}
	if n := r.Owner.Sensitive.Items; n > 0 {
		risk.After = Rating{negligible, significant}
		risk.Left = fmt.Sprintf("The rules call %s sensitive. Whether that is all of them only somebody who knows the items can say: the categories and interests below are to be read with that in mind.", count(float64(n), "item"))
	} else {
		risk.After = Rating{limited, significant}
		risk.Left = "No rule calls an item sensitive. Either there is none of the kind, or a rule is missing: the categories and interests below are to be read with that in mind."
	}
	return risk
}

func bubble(r *Report) Risk {
	v := r.Owner.Variety
	risk := Risk{
		Name:   "Lists get narrower and narrower",
		How:    "Who is shown what they liked likes what they are shown. Choice becomes less without anybody deciding so, and suppliers who are not shown are not found.",
		Before: Rating{significant, limited},
		Measures: []string{
			fmt.Sprintf("Lists are mixed by %d %%; a visitor can have anything from %d to %d %%.", v.Usual, v.Least, v.Most),
			"What is old counts less, and what was shown often and passed over can be made to give way by a rule.",
			"Everything that is personal can be switched off, and the list that everybody sees is then there.",
		},
		After: Rating{limited, negligible},
		Left:  "Whether lists stay broad shows over time; privet eval --audit measures how attention is spread.",
	}
	if r.Owner.Explore > 0 {
		risk.Measures = append(risk.Measures, fmt.Sprintf("Where a visitor allows prediction, lists now and then try something else, by %.2g standard deviations of what was learned.", r.Owner.Explore))
	}
	if v.Usual == 0 {
		risk.After = Rating{significant, negligible}
		risk.Left = "The owner asks for no variety: at 0 % lists are in the order of their scores. The setting variety of the rules changes that. " + risk.Left
	}
	return risk
}

func decisions(r *Report) []string {
	all := []string{
		"Whether an impact assessment is required at all (Art. 35(1), (3) and (4)): the supervisory authority's list says for which processing it is. Where there is a data protection officer, their advice is to be sought (Art. 35(2)), and where appropriate the views of visitors (Art. 35(9)).",
		"Whether looking at the moment without consent is right here. Nothing of it is kept or leaves the page; the EDPB's Guidelines 2/2023 on Art. 5(3) of the ePrivacy Directive discuss local processing, and national law applies. A site that wants to ask first loads Privet only after an answer.",
		"Which other scripts run in the same pages, what they can send where, and which Content-Security-Policy holds them.",
		"How pictures are loaded, and what the site's own servers and those in front of them log for how long.",
		"Which items are sensitive, as a rule of the catalog.",
		"Whether children are addressed (Art. 8), and what follows from it.",
		fmt.Sprintf("Whether %s is right for how long a choice lasts.", count(float64(r.Consent.Renew), "day")),
		"That the catalog is built from what customers did: this is processing of its own, on the owner's machines, with a legal basis, a retention and an entry in the record of its own.",
		"Where the pages for visitors are published, and that they are linked from where the question is asked.",
		"When this is looked at again (Art. 35(11)): at the latest when a purpose, the rules or the catalog's kinds of items change.",
		"Whether what is left of the risks is acceptable. Where a high risk is left, the supervisory authority is to be consulted first (Art. 36).",
	}
	if len(r.Missing) > 0 {
		all = append([]string{"Who the controller is, how to reach it, and who its data protection officer is, where there is one: what is missing is marked."}, all...)
	}
	return all
}
