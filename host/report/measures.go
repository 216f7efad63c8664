package report

// A Measure is something that protects visitors, and where Privet's sources show
// that it is so. Nothing is listed that they do not show.
type Measure struct {
	Name  string `json:"name"`
	What  string `json:"what"`
	Limit string `json:"limit,omitempty"` // what it does not do
	Proof Proof  `json:"proof"`
}

// A Proof is a place in Privet's sources: a test by its name, or code by a piece of it.
type Proof struct {
	File string `json:"file"`
	Says string `json:"says"`
}

var measures = []Measure{
	{
		Name:  "The engine can reach nothing",
		What:  "The WebAssembly module that ranks imports nothing. It computes on what it is handed, and can open no connection, read no clock, storage or page.",
		Limit: "The script that hands it the visitor's events runs in the page and can do what any script of the page can.",
		Proof: Proof{"web/test/vectors.node.test.mjs", "the module imports nothing"},
	},
	{
		Name:  "Nothing about a visitor is sent",
		What:  "Every visitor's browser asks for the same files. What two visitors of opposite tastes send on the same path through a site is compared byte for byte.",
		Limit: "The site's own pages and pictures are the site's: which of them a browser asks for, a server sees.",
		Proof: Proof{"web/test/egress.test.mjs", "two visitors of opposite tastes send the same bytes"},
	},
	{
		Name:  "Nothing is written without a choice",
		What:  "Before a visitor allows something that has to be kept there is no database, no cookie and nothing else in the browser's storage, and the script that could store something is not even loaded.",
		Proof: Proof{"web/test/privacy.test.mjs", "without consent nothing is written, and nothing but the announced files is asked for, not even what could store something"},
	},
	{
		Name:  "What is refused has no weight",
		What:  "The engine computes as if events of a purpose that is not allowed had never happened: the results are the same bytes.",
		Proof: Proof{"engine/property_test.go", "TestPurpose_deniedHasNoInfluence"},
	},
	{
		Name:  "Doubt counts as no",
		What:  "A record of choices that is damaged, or that a newer version wrote, allows nothing.",
		Proof: Proof{"web/test/damage.test.mjs", "a database of a newer version is left as it is, and allows nothing"},
	},
	{
		Name:  "Withdrawal deletes",
		What:  "What was kept for a purpose alone is deleted when it is refused, at once and in every open tab. A tab that has not yet heard of it keeps nothing more.",
		Limit: "The files in which a browser keeps its storage may hold old bytes until the browser clears them out.",
		Proof: Proof{"web/test/privacy.test.mjs", "revoking deletes at once in every tab, and what is kept for another purpose stays"},
	},
	{
		Name:  "Forgetting is exact",
		What:  "All that is known of a visitor is computed anew from the events that are kept. Without an event everything is, bit for bit, as if it had never happened.",
		Proof: Proof{"engine/property_test.go", "TestForget_asIfItNeverHappened"},
	},
	{
		Name: "Sealed storage",
		What: "Events and choices lie in IndexedDB encrypted, by AES-GCM with 256 bits, under a key that no script can read out. When a withdrawal deletes something, " +
			"the key is thrown away and what stays is sealed with a new one, so that old bytes in the browser's files say nothing without the old key.",
		Limit: "The key lies in the same browser and its files, where a discarded one may stay as old bytes too. Scripts of the same page can use it, and so can " +
			"whoever can start the browser. Receipts are not sealed, and where a page is not served by https nothing is.",
		Proof: Proof{"web/src/cipher.ts", `generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"])`},
	},
	{
		Name:  "Choices are documented",
		What:  "Every choice makes a receipt with the fields of ISO/IEC TS 27560 in the terms of the W3C Data Privacy Vocabulary, signed with a key made in the browser. A withdrawal's has counts of what was kept before and after.",
		Limit: "Only the visitor has it. The signature shows that nobody changed it since, not who signed.",
		Proof: Proof{"web/src/receipt.ts", `"@type": "dpv:ConsentReceipt"`},
	},
	{
		Name:  "Consent ends",
		What:  "A choice counts for a limited time. From half of that on, ever less is kept of what it allowed; in the end nothing, and the visitor is asked again.",
		Proof: Proof{"web/test/consent.units.test.mjs", "an event is kept as long as its purpose says, and the less the older the consent is"},
	},
	{
		Name:  "The browser's own no",
		What:  "Global Privacy Control counts as a refusal: nobody asks, and nothing is written, unless the visitor chooses otherwise here.",
		Proof: Proof{"web/test/demo.test.mjs", "where the browser says no for its visitor, nobody asks, nothing is written, and whoever comes to choose may"},
	},
	{
		Name:  "Only what is coarse",
		What:  "Of the moment are used: part of the day, kind of device, size class of the window, language, kind of site that led here and never its address, continent of the clock's time zone. What is not allowed is not read.",
		Proof: Proof{"web/test/units.test.mjs", "the context says how things are, and no more"},
	},
	{
		Name:  "Bounded memory",
		What:  "At most 4,096 events are kept, and of what was shown the newest 1,024. What was kept for one visit alone goes half an hour after its last event.",
		Proof: Proof{"web/test/tabs.test.mjs", "a full log gives up its oldest events, in the storage too"},
	},
	{
		Name:  "Sensitive items leave no trace",
		What:  "Where the owner's rules call an item sensitive, nothing a visitor does with it is kept or counted, and nothing learned shows it.",
		Limit: "Only for items that a rule names.",
		Proof: Proof{"web/test/rules.test.mjs", "what a visitor does with a sensitive item is not kept"},
	},
	{
		Name:  "Files are checked",
		What:  "The engine, the catalog, the texts and the trend are used only where their bytes have the SHA-256 that the manifest names.",
		Limit: "The manifest and the scripts themselves come as any script of the site does.",
		Proof: Proof{"web/src/release.ts", "integrity: `sha256-${sha256}`"},
	},
	{
		Name:  "Requests that identify nobody",
		What:  "These files and the manifest are asked for without cookies and without the address of the page.",
		Limit: "Scripts are loaded as any script of the site is: where they come from its own address, its cookies go along.",
		Proof: Proof{"web/src/fetch.ts", `credentials: "omit"`},
	},
	{
		Name:  "An edge that knows nobody",
		What:  "What serves these files answers everybody with the same bytes, reads and sets no cookie, uses no query, and writes no log.",
		Limit: "For files served by privet serve or its worker; another web server, or a network in front of it, has its own habits.",
		Proof: Proof{"host/edge/handler_test.go", "TestHandler"},
	},
	{
		Name:  "Catalog text is never code",
		What:  "Titles and other texts of items are shown as text, and addresses that are no web addresses are left out.",
		Proof: Proof{"web/test/slot.test.mjs", "texts that attack become text, and addresses that attack are left out"},
	},
	{
		Name:  "A catalog that tells on nobody",
		What:  "What fewer than 20 people did with an item changes no byte of the catalog, and no pair of items that fewer than 5 people share is published, unless privet build was told otherwise by --min-visitors and --min-support. Ids of people are used to count and are not written.",
		Proof: Proof{"host/catalog/forgotten_test.go", "TestBuild_tellsNothingOfFew"},
	},
	{
		Name:  "Access and portability without asking",
		What:  "A visitor sees every event that is kept, takes a copy of all of it, and sees for each item of a list what put it there, in parts that add up to its score.",
		Proof: Proof{"web/test/center.test.mjs", "the privacy centre hands out a copy, deletes by purpose, and follows other tabs"},
	},
}
