package lint

import (
	"net/url"
	"regexp"
	"strings"
)

var (
	// sessionKeys are parameters of addresses that say whose visit or click it
	// was, whatever the value; in small letters, without - and _ inside.
	sessionKeys = set("phpsessid", "jsessionid", "aspsessionid", "cfid", "cftoken",
		"gclid", "gbraid", "wbraid", "dclid", "fbclid", "msclkid", "ttclid", "twclid", "yclid", "igshid", "lifatid",
		"_ga", "_gl", "_hsenc", "mceid", "mkttok", "veroid")
	// personKeys are those that do where the value looks like a token or a number
	// of many: a shop may have other uses for the word.
	personKeys = set("sid", "session", "sessionid", "sess", "user", "userid", "username", "login", "visitor", "visitorid",
		"customer", "customerid", "email", "emailhash", "mail", "phone", "msisdn")
	// sessionID are ids of items that say what they are.
	sessionID = regexp.MustCompile(`(?i)^(?:sess|session|visitor|user|customer)[-_:.](.+)$`)
	webToken  = regexp.MustCompile(`^eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+$`) // a JSON Web Token
	uuid      = regexp.MustCompile(`(?i)^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$`)
)

func set(words ...string) map[string]bool {
	s := map[string]bool{}
	for _, w := range words {
		s[w] = true
	}
	return s
}

// sessionOf returns the part of an address that says whose visit it comes from,
// "sid=…", or "".
func sessionOf(address string) string {
	if !strings.ContainsAny(address, "?;@") {
		return ""
	}
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	if u.User != nil {
		return u.User.String() + "@"
	}
	query := strings.FieldsFunc(u.RawQuery, func(r rune) bool { return r == '&' || r == ';' })
	_, parameters, _ := strings.Cut(u.Path, ";") // page;jsessionid=…
	for _, pair := range append(query, parameters) {
		key, value, _ := strings.Cut(pair, "=")
		if value == "" {
			continue
		}
		key = strings.ToLower(key)
		name := separators.Replace(key)
		if sessionKeys[key] || sessionKeys[name] || personKeys[name] && isToken(value) {
			return pair
		}
	}
	return ""
}

// isToken tells whether a value was given out by a machine, to one of many: a
// UUID, letters and digits mixed without a word's end, or a long number.
func isToken(value string) bool {
	if uuid.MatchString(value) {
		return true
	}
	numbers := digits(value)
	if numbers == len(value) {
		return numbers >= 6
	}
	letters := 0
	for i := range len(value) {
		if c := value[i] | 0x20; c >= 'a' && c <= 'z' {
			letters++
		}
	}
	return letters+numbers == len(value) && len(value) >= 16 && letters >= 4 && numbers >= 4
}

// isSession tells whether an item's id is that of a session or a person.
func isSession(id string) bool {
	match := sessionID.FindStringSubmatch(id)
	return match != nil && isToken(match[1]) || webToken.MatchString(id)
}
