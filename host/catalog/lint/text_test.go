package lint

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEmails(t *testing.T) {
	for text, want := range map[string][]string{
		"anna@example.org":                         {"anna@example.org"},
		"write to Anna.B+x@mail.example.co.uk, ok": {"Anna.B+x@mail.example.co.uk"},
		"jürgen@müller.example or b@c.de":          {"jürgen@müller.example", "b@c.de"},
		"mailto:anna_b@example.museum.":            {"anna_b@example.museum"},

		"":                           nil,
		"2 @ 5.00":                   nil,
		"lamp@2x.png":                nil,
		"img/lamp@1.5x.webp":         nil,
		"@brand.official":            nil,
		"https://x.org/@anna.b/post": nil,
		"maps/@48.85,2.29,15z":       nil,
		"flickr.com/12345678@N00/":   nil,
		"npm left-pad@1.3.0":         nil,
		"anna@example":               nil,
		"Café @ Home.":               nil,
		"tasting@8":                  nil,
	} {
		require.Equal(t, want, emails(text), text)
	}
}

// Numbers that are nobody's: those that regulators keep for fiction, and public
// services of states.
func TestPhones(t *testing.T) {
	for text, want := range map[string][]string{
		"+44 20 7946 0958":                    {"+44 20 7946 0958"},
		"call us: +49 (30) 18 17 0 today":     {"+49 (30) 18 17 0"},
		"+44 20 7946 0958 24/7":               {"+44 20 7946 0958"},
		"0049 30 2270 3200":                   {"0049 30 2270 3200"},
		"+33.1.40.63.60.00":                   {"+33.1.40.63.60.00"},
		"(212) 555-0123":                      {"(212) 555-0123"},
		"Tel. 030/2270 3200":                  {"030/2270 3200"},
		"Tél : 01 40 63 60 00":                {"01 40 63 60 00"},
		"Teléfono: 0912 345 678":              {"0912 345 678"},
		"phone 212-555-0123":                  {"212-555-0123"},
		"هاتف: 0112345678":                    {"0112345678"},
		"+1 212 555 0123 or +55 11 2345-6789": {"+1 212 555 0123", "+55 11 2345-6789"},

		"":                                      nil,
		"9783161484100":                         nil, // ISBN
		"ISBN 978-3-16-148410-0":                nil,
		"4006381333931":                         nil, // EAN
		"0012345678905":                         nil, // UPC with zeros before it
		"00012345678905":                        nil,
		"Poster 50x70":                          nil,
		"Rug 120 x 180 cm":                      nil,
		"Trousers 36 38 40 42 44 46 48":         nil,
		"2026-11-27 09:46:18":                   nil,
		"27.11.2026 - 24.12.2026":               nil,
		"1990 1991 1992 1993":                   nil,
		"order 536365-2010-12-01":               nil,
		"12.50 / 13.50 / 14.50":                 nil,
		"+1.50 +2.00 +2.50":                     nil,
		"Lenses +1.25/1.50/1.75/2.00":           nil,
		"Vitamin D +10000000 IU":                nil,
		"2+10 20 30 40 50":                      nil,
		"iPhone 14 128GB 2023":                  nil,
		"Phone case 360 for iPhone 12 13 14 15": nil,
		"Mobile 4G 2020 2021":                   nil,
		"Fax paper 210 x 297 mm 100 sheets":     nil,
		"part 212-555-0123":                     nil,
		"SKU 030-2270-3200":                     nil,
		"Handy 2 in 1 tool 2000 mAh 0.5 m":      nil,
		"24/7/365 1000000 hours":                nil,
		"Handy 01 / 02 / 03 in 2024 2025":       nil,
	} {
		require.Equal(t, want, phones(text), text)
	}
}

// Accounts as the registry of ISO 13616 has them for examples.
func TestIBANs(t *testing.T) {
	for text, want := range map[string][]string{
		"DE89370400440532013000":                          {"DE89370400440532013000"},
		"GB29 NWBK 6016 1331 9268 19":                     {"GB29 NWBK 6016 1331 9268 19"},
		"pay FR14 2004 1010 0505 0001 3M02 606 (BNP).":    {"FR14 2004 1010 0505 0001 3M02 606"},
		"NO9386011117947":                                 {"NO9386011117947"},
		"MT84MALT011000012345MTLCAST001S":                 {"MT84MALT011000012345MTLCAST001S"},
		"DE89370400440532013000,GB29NWBK60161331926819":   {"DE89370400440532013000", "GB29NWBK60161331926819"},
		"DE89 3704 0044 0532 0130 00 BIC COBADEFFXXX 123": {"DE89 3704 0044 0532 0130 00"},

		"":                            nil,
		"DE88370400440532013000":      nil, // check digits
		"DE8937040044053201300":       nil, // too short
		"DE893704004405320130001":     nil, // too long
		"XDE89370400440532013000":     nil,
		"DE89-3704-0044-0532-0130-00": nil,
		"de89370400440532013000":      nil,
		"ZZ89370400440532013000":      nil,
		"LA12 3456 7890 1234":         nil,
		"DE89370400440532":            nil,
		"GB29 NWBK 6016":              nil,
	} {
		require.Equal(t, want, ibans(text), text)
	}
}

// Numbers that card schemes and payment services publish for tests.
func TestCards(t *testing.T) {
	for text, want := range map[string][]string{
		"4111111111111111":      {"4111111111111111"},
		"4111 1111 1111 1111":   {"4111 1111 1111 1111"},
		"5555-5555-5555-4444":   {"5555-5555-5555-4444"},
		"2223003122003222":      {"2223003122003222"},
		"card 378282246310005.": {"378282246310005"},
		"3782 822463 10005":     {"3782 822463 10005"},
		"6011111111111117":      {"6011111111111117"},
		"3530111333300000":      {"3530111333300000"},
		"3056 930902 5904":      {"3056 930902 5904"},
		"6212345678901265":      {"6212345678901265"},

		"":                           nil,
		"4111111111111112":           nil, // check digit
		"9783161484100":              nil, // ISBN
		"4006381333931":              nil, // EAN of Germany, which begins as Visa does
		"40063813339310":             nil,
		"30569309025904":             nil, // GTIN of 14 digits, or a card that is not in groups
		"36485954240671":             nil,
		"490154203237518":            nil, // IMEI
		"0.5251956676347125":         nil,
		"-0.4111111111111111":        nil,
		"4111111111111111.5":         nil,
		"A4111111111111111":          nil,
		"1005006123456789":           nil,
		"1700000000000":              nil, // milliseconds since 1970
		"2026112709461812":           nil,
		"4111 1111 1111":             nil,
		"41111111111111111111":       nil,
		"(01)04006381333931(21)1234": nil,
	} {
		found, _ := cards(text)
		require.Equal(t, want, found, text)
	}
	_, wrong := cards("4111111111111112 and 4111111111111113")
	require.Equal(t, 2, wrong)
}

func TestSessionOf(t *testing.T) {
	for address, want := range map[string]string{
		"https://x.org/a?PHPSESSID=abc":                       "PHPSESSID=abc",
		"https://x.org/a;jsessionid=12AB?x=1":                 "jsessionid=12AB",
		"item/a?colour=red&gclid=Cj0KCQ":                      "gclid=Cj0KCQ",
		"item/a?utm_source=mail&_ga=2.1":                      "_ga=2.1",
		"item/a?user_id=123456":                               "user_id=123456",
		"item/a?sid=9f3c2a1b8d7e6f5a":                         "sid=9f3c2a1b8d7e6f5a",
		"item/a?session=6f6b9d1e-7d3a-4c35-9a5d-0c0ff0b6a001": "session=6f6b9d1e-7d3a-4c35-9a5d-0c0ff0b6a001",
		"https://anna:secret@x.org/a":                         "anna:secret@",

		"": "", "item/a": "",
		"item/a?colour=red&size=50x70":                   "",
		"item/a?user=v2026112709461812":                  "",
		"https://x.org/a?gl=DE&hl=en":                    "",
		"item/a?sid=12":                                  "",
		"item/a?session=morning":                         "",
		"item/a?user=guide":                              "",
		"item/a?user=2024":                               "",
		"manual?user=user-guide-windows-11-edition-2024": "",
		"https://x.org/a?variant=40123456789012":         "",
		"https://x.org/img?alt=media&token=2f9e4a8b-1111-4222-8333-abcdefabcdef": "",
		"https://x.org/a?v=9f3c2a1b8d7e6f5a":                                     "",
		"https://x.org/@anna/a":                                                  "",
		"https://x.org/a?gclid=":                                                 "",
		"://?":                                                                   "",
	} {
		require.Equal(t, want, sessionOf(address), address)
	}
}

func TestIsSession(t *testing.T) {
	for id, want := range map[string]bool{
		"session-9f3c2a1b8d7e6f5a": true, "user_123456": true, "visitor:6f6b9d1e-7d3a-4c35-9a5d-0c0ff0b6a001": true,
		"eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UifQ.DtEhU3ljbEg8L38V": true,
		"85123A": false, "6f6b9d1e-7d3a-4c35-9a5d-0c0ff0b6a001": false, "user-guide-for-windows-11-2024": false, "customer-2024": false, "visit-100234": false,
		"session-lamp": false, "USER-1": false, "4006381333931": false,
	} {
		require.Equal(t, want, isSession(id), id)
	}
}

func TestNamesPeople(t *testing.T) {
	for column, want := range map[string]bool{
		"customer": true, "customer_id": true, "CustomerID": true, "sellerName": true, "seller_name": true, "author": true, "Author": true,
		"email": true, "contact_email": true, "phone": true, "Telefon": true, "billing address": true, "user": true, "owner": true,
		"Verkäufer": true, "Kundennummer": true, "Vorname": true, "prénom": true, "vendedor": true, "teléfono": true, "عميل": true, "first name": true,

		"": false, "id": false, "title": false, "name": false, "brand_name": false, "product_id": false, "customer_rating": false,
		"user_manual": false, "user_manual_url": false, "userRating": false, "orig_id": false, "nombre": false, "phone_case": false,
		"colour": false, "number": false, "item_feature_0": false, "authority": false, "address_book_size": false, "mailbox": false,
	} {
		require.Equal(t, want, namesPeople(column), column)
	}
}
