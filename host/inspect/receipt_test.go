package inspect

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"privet/host/notice"
	"privet/wasm"
)

func encoded(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// made is a receipt as a page makes one, without a signature.
func made(t testing.TB) map[string]any {
	words, err := notice.Hash("en")
	require.NoError(t, err)
	engine := sha256.Sum256(wasm.Engine)
	var doc map[string]any
	require.NoError(t, json.Unmarshal([]byte(`{
  "@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#", "pd": "https://w3id.org/dpv/pd#", "privet": "urn:privet:terms#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "tech": "https://w3id.org/dpv/tech#", "dpv:hasPurpose": {"@type": "@id"}},
  "@type": "dpv:ConsentReceipt",
  "dct:identifier": "urn:uuid:6f6b9d1e-7d3a-4c35-9a5d-0c0ff0b6a001",
  "dct:conformsTo": "https://w3id.org/dpv/schema/dpv-27560#receipt",
  "dct:created": "2026-11-27T09:46:18.123Z",
  "dpv:hasRecordOfActivity": {
    "@type": "dpv:ConsentRecord",
    "dct:identifier": "urn:uuid:6f6b9d1e-7d3a-4c35-9a5d-0c0ff0b6a002",
    "dct:conformsTo": "https://w3id.org/dpv/schema/dpv-27560#record",
    "dpv:hasDataSubject": "dpv:User",
    "dpv:hasDataController": {"@id": "https://shop.example", "dct:title": "Hearth & Hollow"},
    "dpv:hasNotice": {"@type": "dpv:ConsentNotice", "dct:language": "en", "privet:sha256": "`+words+`"},
    "dpv:hasConsentControl": "dpv:WithdrawConsent",
    "dpv:hasRight": ["eu-gdpr:A7-3", "eu-gdpr:A17"],
    "dpv:hasProcess": [
      {"@type": "dpv:Process", "dct:identifier": "context", "dcat:version": 1, "dct:title": "This moment",
       "dpv:hasPurpose": "dpv:UserInterfacePersonalisation", "dpv:hasPersonalData": ["pd:DeviceBased", "pd:Language"],
       "dpv:hasConsentStatus": {"@type": "dpv:ConsentGiven", "dpv:isIndicatedAtTime": "2026-11-27T09:46:18.123Z",
         "dpv:isIndicatedBy": "dpv:DataSubject", "dpv:hasIndicationMethod": "privet",
         "dpv:hasDuration": {"@type": "dpv:UntilTimeDuration", "rdf:value": "2027-05-26T09:46:18.123Z"}},
       "dpv:hasRecipient": "dpv:DataSubject"},
      {"@type": "dpv:Process", "dct:identifier": "history", "dcat:version": 1, "dct:title": "Earlier visits",
       "dpv:hasPurpose": "dpv:ProvidePersonalisedRecommendations", "dpv:hasPersonalData": ["pd:BrowsingBehaviour"],
       "dpv:hasLegalBasis": "dpv:Consent",
       "dpv:hasConsentStatus": {"@type": "dpv:ConsentWithdrawn", "dpv:isIndicatedAtTime": "2026-11-27T09:46:18.123Z",
         "dpv:isIndicatedBy": "dpv:DataSubject", "dpv:hasIndicationMethod": "privet"},
       "dpv:hasStorageCondition": [{"@type": "dpv:StorageLocation", "dpv:hasLocation": "tech:Device"},
         {"@type": "dpv:StorageDuration", "dpv:hasDuration": "P180D"}],
       "dpv:hasRecipient": "dpv:DataSubject"}
    ]
  },
  "privet:engine": "`+hex.EncodeToString(engine[:])+`",
  "privet:signal": "gpc",
  "privet:deleted": {"before": {"events": 12, "history": 12, "session": 3}, "after": {"events": 3, "history": 0, "session": 3}}
}`), &doc))
	return doc
}

// unsigned is a receipt of a page without a secure context.
func unsigned(t testing.TB) string {
	text, err := json.Marshal(made(t))
	require.NoError(t, err)
	return string(text)
}

// newKey makes a key and its JSON Web Key, with what a browser adds to one.
func newKey(t testing.TB) (*ecdsa.PrivateKey, map[string]any) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	point, err := key.PublicKey.Bytes()
	require.NoError(t, err)
	return key, map[string]any{"kty": "EC", "crv": "P-256", "x": encoded(point[1:33]), "y": encoded(point[33:]), "ext": true, "key_ops": []any{"verify"}}
}

// signedBy signs a document as a page does.
func signedBy(t testing.TB, doc map[string]any, key *ecdsa.PrivateKey, public map[string]any) map[string]any {
	doc = maps.Clone(doc)
	doc[proof] = map[string]any{"publicKey": public}
	message, err := signed(doc)
	require.NoError(t, err)
	hash := sha256.Sum256(message)
	r, s, err := ecdsa.Sign(rand.Reader, key, hash[:])
	require.NoError(t, err)
	signature := append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	doc[proof] = map[string]any{"publicKey": public, "signature": encoded(signature)}
	return doc
}

func TestFile_receipt(t *testing.T) {
	key, public := newKey(t)
	content, err := json.MarshalIndent(signedBy(t, made(t), key, public), "", "\t")
	require.NoError(t, err)
	print := thumbprint(public["x"].(string), public["y"].(string))
	valid := time.Date(2027, 5, 26, 9, 46, 18, 123e6, time.UTC)
	text, err := told(t, content, Options{Now: valid.Add(-time.Millisecond)})
	require.NoError(t, err)
	require.Equal(t, `receipts: 1
  signed with the key `+print+`: 1

receipt 1: urn:uuid:6f6b9d1e-7d3a-4c35-9a5d-0c0ff0b6a001
  signature  signed with the key `+print+`
  site       https://shop.example "Hearth & Hollow"
  made       2026-11-27 09:46:18
  shown      the English texts of this version, in en
  engine     that of this version
  signal     Global Privacy Control was on, and the choice went before
  purpose    consent    of                   by           asked in  holds                      version  kept for  uses
  "context"  given      2026-11-27 09:46:18  DataSubject  "privet"  until 2027-05-26 09:46:18  1        no time   DeviceBased, Language
  "history"  withdrawn  2026-11-27 09:46:18  DataSubject  "privet"  -                          1        P180D     BrowsingBehaviour
  deleted    before  after
  "events"   12      3
  "history"  12      0
  "session"  3       3
`, text)
	text, err = told(t, content, Options{Now: valid})
	require.NoError(t, err)
	require.Contains(t, text, "until 2027-05-26 09:46:18, which has passed  ")
}

func TestFile_receiptOfAnotherVersion(t *testing.T) {
	other := strings.Repeat("0a", 32)
	doc := made(t)
	doc["privet:engine"] = other
	at(doc, record, "dpv:hasNotice").(map[string]any)["privet:sha256"] = other
	content, err := json.Marshal(doc)
	require.NoError(t, err)
	text, err := told(t, content, Options{})
	require.NoError(t, err)
	require.Contains(t, text, "shown      texts of another version, in en\n")
	require.Contains(t, text, "engine     that of another version, "+other+"\n")
	require.Contains(t, text, "signature  not signed\n")
}

// A site that asks by texts of its own, where no catalog could be loaded.
func TestFile_receiptOfASite(t *testing.T) {
	doc := made(t)
	delete(doc, "privet:engine")
	at(doc, record).(map[string]any)["dpv:hasNotice"] = map[string]any{"@type": "dpv:ConsentNotice"}
	content, err := json.Marshal(doc)
	require.NoError(t, err)
	text, err := told(t, content, Options{})
	require.NoError(t, err)
	require.Contains(t, text, "shown      texts of the site's own\n")
	require.Contains(t, text, "engine     none\n")
}

func TestFile_receipts(t *testing.T) {
	key, public := newKey(t)
	otherKey, otherPublic := newKey(t)
	forged := signedBy(t, made(t), key, public)
	forged["dct:created"] = "2026-11-27T09:46:18.124Z"
	all := []any{
		signedBy(t, made(t), key, public), signedBy(t, made(t), key, public), signedBy(t, made(t), otherKey, otherPublic),
		made(t), forged, 7,
	}
	content, err := json.Marshal(all)
	require.NoError(t, err)
	text, err := told(t, content, Options{})
	require.EqualError(t, err, "file: 2 of 6 receipts do not verify")
	for _, part := range []string{
		"receipts: 6\n", "  not signed: 2\n", "  signature not valid: 1\n",
		"  signed with the key " + thumbprint(public["x"].(string), public["y"].(string)) + ": 2\n",
		"  signed with the key " + thumbprint(otherPublic["x"].(string), otherPublic["y"].(string)) + ": 1\n",
		"receipt 5: urn:uuid:6f6b9d1e-7d3a-4c35-9a5d-0c0ff0b6a001\n  privet:proof.signature: it does not fit: the receipt or its key is not what was signed\n",
		"receipt 6: not signed; its structure is wrong\n  got number, want object\n",
	} {
		require.Contains(t, text, part)
	}

	// The same inside an export: what follows from a receipt is the same everywhere.
	inside := strings.Replace(export, `"receipts":[]`, `"receipts":`+string(content), 1)
	exported, err := told(t, []byte(inside), Options{})
	require.EqualError(t, err, "file: 2 of 6 receipts do not verify")
	require.True(t, strings.HasSuffix(exported, "\n\n"+text), exported)
}

// Each bit that is turned over, in what was signed, in the key and in the
// signature, makes a receipt that does not verify.
func TestVerify_everyBitCounts(t *testing.T) {
	key, public := newKey(t)
	doc := signedBy(t, made(t), key, public)
	_, err := verify(doc)
	require.NoError(t, err)
	message, err := signed(doc)
	require.NoError(t, err)
	point, err := publicKey(public["x"].(string), public["y"].(string))
	require.NoError(t, err)
	signature, err := fromBase64(text(doc, proof, "signature"), 64)
	require.NoError(t, err)
	require.True(t, fits(point, message, signature))
	for i := range message {
		message[i] ^= 1 << (i % 8)
		require.False(t, fits(point, message, signature), "byte %d of the message", i)
		message[i] ^= 1 << (i % 8)
	}
	for i := range 8 * len(signature) {
		signature[i/8] ^= 1 << (i % 8)
		require.False(t, fits(point, message, signature), "bit %d of the signature", i)
		signature[i/8] ^= 1 << (i % 8)
	}
	coordinates, err := point.Bytes()
	require.NoError(t, err)
	for i := range 8 * 64 {
		turned := bytes.Clone(coordinates[1:])
		turned[i/8] ^= 1 << (i % 8)
		other, err := publicKey(encoded(turned[:32]), encoded(turned[32:]))
		require.True(t, err != nil || !fits(other, message, signature), "bit %d of the key", i)
	}
}

func TestVerify_refuses(t *testing.T) {
	key, public := newKey(t)
	_, otherPublic := newKey(t)
	for name, c := range map[string]struct {
		change func(doc, proof, key map[string]any)
		want   string
	}{
		"another member": {func(doc, _, _ map[string]any) { doc["privet:note"] = "" }, "it does not fit"},
		"a member less":  {func(doc, _, _ map[string]any) { delete(doc, "privet:signal") }, "it does not fit"},
		"key attribute":  {func(_, _, key map[string]any) { key["ext"] = false }, "it does not fit"},
		"other key":      {func(_, proof, _ map[string]any) { proof["publicKey"] = otherPublic }, "it does not fit"},
		"no point":       {func(_, _, key map[string]any) { key["x"] = encoded(make([]byte, 32)) }, "publicKey: x and y are no point of the curve P-256"},
		"short key":      {func(_, _, key map[string]any) { key["y"] = "AAAA" }, "publicKey: it is not 32 bytes in base64url without padding"},
		"no signature":   {func(_, proof, _ map[string]any) { delete(proof, "signature") }, "signature: it is not 64 bytes"},
		"zero":           {func(_, proof, _ map[string]any) { proof["signature"] = encoded(make([]byte, 64)) }, "it does not fit"},
		"padding":        {func(_, proof, _ map[string]any) { proof["signature"] = proof["signature"].(string) + "==" }, "signature: it is not 64 bytes"},
		"trailing bits": {func(_, proof, _ map[string]any) {
			s := proof["signature"].(string)
			proof["signature"] = s[:85] + string(s[85]+1) // the last letter has two bits alone
		}, "signature: it is not 64 bytes"},
		"bulk": {func(doc, _, _ map[string]any) { doc["privet:note"] = strings.Repeat("a", maxReceipt) }, "bytes are more than 65536: this is no receipt"},
	} {
		t.Run(name, func(t *testing.T) {
			doc := signedBy(t, made(t), key, maps.Clone(public))
			p := maps.Clone(doc[proof].(map[string]any))
			k := maps.Clone(p["publicKey"].(map[string]any))
			p["publicKey"], doc[proof] = k, p
			c.change(doc, p, k)
			_, err := verify(doc)
			require.ErrorContains(t, err, c.want)
		})
	}
}

// The example of RFC 7515, appendix A.3: a signature in the same form, over other bytes.
func TestFits_publishedSignature(t *testing.T) {
	key, err := publicKey("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0")
	require.NoError(t, err)
	message := []byte("eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ")
	signature, err := fromBase64("DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q", 64)
	require.NoError(t, err)
	require.True(t, fits(key, message, signature))
}

// The key and its thumbprint that RFC 9449 has in sections 4.1 and 6.1.
func TestThumbprint_published(t *testing.T) {
	require.Equal(t, "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I",
		thumbprint("l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs", "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA"))
}

// The example of RFC 8785, section 3.2.2, with the outcome of 3.2.4.
func TestSigned_published(t *testing.T) {
	var doc map[string]any
	require.NoError(t, json.Unmarshal([]byte(`{
		"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
		"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
		"literals": [null, true, false]
	}`), &doc))
	canonical, err := signed(doc)
	require.NoError(t, err)
	require.Equal(t, `{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`, string(canonical))
}

func TestCheck_structure(t *testing.T) {
	require.Empty(t, check(made(t)).wrong)
	notice := `"dpv:hasNotice"`
	for name, c := range map[string]struct{ old, new, want string }{
		"type":            {`"dpv:ConsentReceipt"`, `"dpv:Receipt"`, `@type: value must be 'dpv:ConsentReceipt'`},
		"context":         {`"dpv":"https://w3id.org/dpv#"`, `"dpv":"urn:x"`, `@context.dpv: value must be 'https://w3id.org/dpv#'`},
		"member missing":  {`"dct:created"`, `"dct:Created"`, `missing property 'dct:created'`},
		"notice missing":  {notice, `"dpv:notice"`, `dpv:hasRecordOfActivity: missing property 'dpv:hasNotice'`},
		"identifier":      {`urn:uuid:6f6b9d1e`, `urn:uuid:6f6b9d1`, `dct:identifier: 'urn:uuid:6f6b9d1-`},
		"time":            {`"2026-11-27T09:46:18.123Z"`, `"27.11.2026"`, `dct:created: '27.11.2026' is not valid date-time`},
		"controller":      {`"https://shop.example"`, `"shop"`, `dpv:hasRecordOfActivity.dpv:hasDataController.@id: 'shop' is not valid uri`},
		"hash":            {`"privet:sha256":"`, `"privet:sha256":"0`, `dpv:hasRecordOfActivity.dpv:hasNotice.privet:sha256: '0`},
		"status":          {`"dpv:ConsentGiven"`, `"dpv:ConsentUnknown"`, `dpv:hasRecordOfActivity.dpv:hasProcess[0].dpv:hasConsentStatus.@type: value must be one of`},
		"version":         {`"dcat:version":1`, `"dcat:version":1.5`, `dpv:hasRecordOfActivity.dpv:hasProcess[0].dcat:version: got number, want integer`},
		"no duration":     {`"dpv:hasDuration":{"@type":"dpv:Until`, `"dpv:duration":{"@type":"dpv:Until`, `dpv:hasRecordOfActivity.dpv:hasProcess[0].dpv:hasConsentStatus: missing property 'dpv:hasDuration'`},
		"language alone":  {`"privet:sha256"`, `"privet:digest"`, `dpv:hasRecordOfActivity.dpv:hasNotice: `},
		"duration":        {`"P180D"`, `"180 days"`, `dpv:hasRecordOfActivity.dpv:hasProcess[1].dpv:hasStorageCondition[1].dpv:hasDuration: '180 days' is not valid duration`},
		"count":           {`"events":12`, `"events":-1`, `privet:deleted.before.events: minimum: got -1, want 0`},
		"signal":          {`"privet:signal":"gpc"`, `"privet:signal":"dnt"`, `privet:signal: value must be 'gpc'`},
		"valid not after": {`"2027-05-26T09:46:18.123Z"`, `"2026-11-27T09:46:18.123Z"`, `dpv:hasRecordOfActivity.dpv:hasProcess[0].dpv:hasConsentStatus: it ends before it begins`},
		"purpose twice":   {`"dct:identifier":"context"`, `"dct:identifier":"history"`, `dpv:hasRecordOfActivity.dpv:hasProcess[1].dct:identifier: "history" stands twice`},
		"withdrawn, kept": {`"history":0`, `"history":2`, `privet:deleted.after.history: 2 are left of what was withdrawn`},
		"null proof":      {`"privet:engine"`, `"privet:proof":null,"privet:engine"`, `privet:proof: got null, want object`},
	} {
		t.Run(name, func(t *testing.T) {
			text := unsigned(t)
			require.Contains(t, text, c.old)
			var doc any
			require.NoError(t, json.Unmarshal([]byte(strings.Replace(text, c.old, c.new, 1)), &doc))
			r := check(doc)
			require.Len(t, r.wrong, 1)
			require.Contains(t, r.wrong[0], c.want)
			require.False(t, r.ok())
		})
	}
}
