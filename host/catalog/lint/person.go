package lint

import (
	"regexp"
	"slices"
	"strings"
)

// people are words for people, and for what tells who they are, folded.
var people = set(
	"customer", "user", "username", "client", "buyer", "seller", "vendor", "author", "owner", "contact", "visitor", "member", "reviewer",
	"email", "mail", "phone", "telephone", "tel", "mobile", "fax", "address", "surname", "lastname", "firstname", "fullname",
	"birthday", "birthdate", "dob", "passport", "ssn", "iban",
	"kunde", "kundin", "kundenname", "kundennummer", "benutzer", "benutzername", "nutzer", "kaufer", "verkaufer", "verkaeufer", "verkaufername",
	"autor", "autorin", "ansprechpartner", "vorname", "nachname", "geburtsdatum", "telefon", "handy", "anschrift", "besitzer",
	"utilisateur", "acheteur", "vendeur", "auteur", "prenom", "courriel", "adresse",
	"cliente", "usuario", "comprador", "vendedor", "propietario", "apellido", "apellidos", "correo", "telefono", "movil", "direccion",
	"utilizador", "proprietario", "sobrenome", "telefone", "telemovel", "celular", "endereco",
	"عميل", "زبون", "مستخدم", "مشتري", "بائع", "مؤلف", "هاتف", "جوال", "بريد",
)

// trailing are words that say what of somebody a column holds: seller_name.
var trailing = set("id", "ids", "name", "names", "no", "nr", "num", "number", "code", "hash", "key", "email", "phone", "address")

var hump = regexp.MustCompile(`(\p{Ll})(\p{Lu})`)

// namesPeople tells whether a column's name is one of people: seller_name and
// customerId are, customer_rating and user_manual are not.
func namesPeople(column string) bool {
	parts := words(hump.ReplaceAllString(column, "$1 $2"))
	if len(parts) == 0 {
		return false
	}
	if people[parts[len(parts)-1]] || people[strings.Join(parts, "")] {
		return true
	}
	last := slices.IndexFunc(parts, func(part string) bool { return trailing[part] })
	return last > 0 && people[parts[last-1]] && len(slices.DeleteFunc(parts[last:], func(part string) bool { return trailing[part] })) == 0
}
