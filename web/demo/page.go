package demo

import (
	"fmt"
	"html/template"
	"net/url"
	"slices"
	"strings"
)

// pages draws the shop's pages.
type pages struct {
	shop      *shop
	assets    assets
	templates map[string]*template.Template // by view.kind
}

// A view is what a template gets. Its texts are data: html/template escapes them.
type view struct {
	kind     string // the template that draws it
	Shop     *shop
	Assets   assets
	Title    string // of the document; empty on the home page
	Category string // name of the category that the page belongs to, or empty
	Here     string // address that the navigation marks as the present one

	Rows    []row
	Trend   *row // what is wanted these days, where the shop has more than one row of things
	Shelves []shelfCard
	Detail  *detail
	Pager   *pager
	Count   string    // how many items a list has in all
	Window  []picture // what stands in the shop window
}

// A row is a heading and some items below it. A browser may fill it anew by
// <privet-slot>; then From and Without say which items are not its to show.
type row struct {
	Title   string
	More    string // address of all of them, or empty
	Cards   []card
	Within  string // attribute that all items of the list have, "category=Lanterns", or empty
	From    int    // items of the list that other pages show before these
	Without string // ids of items that another row shows, separated by spaces
}

// A card is an item in a row or a list.
type card struct {
	ID, Address, Title, Price string
	Picture                   drawn
}

// drawn is a picture and the sprite that it is drawn from.
type drawn struct {
	picture
	Sprite string
}

// A shelfCard is a category in the list of categories.
type shelfCard struct {
	Name, Address string
	Count         int
	Picture       drawn
}

// A detail is all that an item's page says.
type detail struct {
	card
	Supplier, Category, CategoryAddress string
	Facts                               []fact
}

// A fact is a tag: "material=brass", or a plain word, which has no name.
type fact struct{ Name, Value string }

// A pager links the pages of a list.
type pager struct {
	Number, Of     int
	Previous, Next string // addresses, or empty
}

func newPages(s *shop, a assets) (*pages, error) {
	p := &pages{shop: s, assets: a, templates: map[string]*template.Template{}}
	for _, kind := range []string{"home", "shelf", "shelves", "item", "missing"} {
		t, err := template.ParseFS(embedded, "templates/layout.html", "templates/parts.html", "templates/"+kind+".html")
		if err != nil {
			return nil, err
		}
		p.templates[kind] = t.Lookup("layout.html")
	}
	return p, nil
}

func (p *pages) view(kind, title, here string) view {
	return view{kind: kind, Shop: p.shop, Assets: p.assets, Title: title, Here: here}
}

// rowLength is how many items a row of the home page has: two lines of four, or one line to push on a phone.
const rowLength = 8

// trendLength is how many items the row of trending ones has.
const trendLength = 4

func (p *pages) home() view {
	v := p.view("home", "", "/")
	v.Count = count(len(p.shop.Items), "thing", "things")
	v.Window = p.window(6)
	v.Rows = []row{{Title: "Best sellers", More: "/all", Cards: p.cards(popular(p.shop.all(), rowLength, -1))}}
	if len(p.shop.Items) >= rowLength+trendLength {
		next := p.shop.all()[rowLength : rowLength+trendLength] // until the browser knows better
		v.Trend = &row{Title: "Trending", Cards: p.cards(next), Without: ids(v.Rows[0].Cards)}
	}
	v.Shelves = p.shelfCards()
	if len(v.Shelves) > 12 {
		v.Shelves = v.Shelves[:12] // the rest are one link away
	}
	if c, next := p.secondShelf(); c != nil {
		v.Rows = append(v.Rows, row{Title: "Popular in " + c.Name, More: "/c/" + c.Slug, Cards: p.cards(next)})
	}
	return v
}

// secondShelf finds the category that has the four most popular items after those of the first rows.
func (p *pages) secondShelf() (best *category, four []int) {
	for _, c := range p.shop.Categories {
		next := slices.DeleteFunc(slices.Clone(c.Items), func(i int) bool { return i < rowLength+trendLength })
		if len(next) >= 4 && (best == nil || next[3] < four[3]) {
			best, four = c, next[:4]
		}
	}
	return best, four
}

func (p *pages) shelves() view {
	v := p.view("shelves", "All categories", "/c")
	v.Shelves = p.shelfCards()
	return v
}

// shelf is page number, from 1, of a list at address base.
func (p *pages) shelf(c *category, base string, number int) view {
	title := c.Name
	if number > 1 {
		title = fmt.Sprintf("%s, page %d", c.Name, number)
	}
	v := p.view("shelf", title, base)
	from := (number - 1) * perPage
	list := row{Title: c.Name, From: from, Cards: p.cards(c.Items[from:min(from+perPage, len(c.Items))])}
	if c.Slug != "" {
		v.Category, list.Within = c.Name, "category="+c.Name
	}
	v.Rows = []row{list}
	v.Count = count(len(c.Items), "item", "items")
	v.Pager = &pager{Number: number, Of: max(1, (len(c.Items)+perPage-1)/perPage)}
	switch number {
	case 1:
	case 2:
		v.Pager.Previous = base
	default:
		v.Pager.Previous = fmt.Sprintf("%s/%d", base, number-1)
	}
	if number < v.Pager.Of {
		v.Pager.Next = fmt.Sprintf("%s/%d", base, number+1)
	}
	return v
}

func (p *pages) detail(index int) view {
	it := p.shop.Items[index]
	v := p.view("item", it.Title, "")
	v.Category = it.Category
	d := &detail{card: p.card(index), Supplier: it.Supplier, Category: it.Category}
	for _, tag := range it.Tags {
		name, value, named := strings.Cut(tag, "=")
		if !named {
			name, value = "", tag
		}
		d.Facts = append(d.Facts, fact{name, value})
	}
	// What else may please: the same shelf, or without one what everybody likes.
	near := p.shop.all()
	for _, c := range p.shop.Categories {
		if c.Name == it.Category {
			d.CategoryAddress, v.Here = "/c/"+c.Slug, "/c/"+c.Slug
			near = c.Items
		}
	}
	v.Detail = d
	shelf := p.cards(popular(near, 4, index))
	v.Rows = []row{
		{Title: "Goes with it", More: d.CategoryAddress, Cards: shelf},
		{Title: "Bought together", Cards: shelf}, // holds the row's room; the browser knows what is
	}
	return v
}

func (p *pages) notFound() view { return p.view("missing", "Not here", "") }

func (p *pages) card(index int) card {
	it := p.shop.Items[index]
	return card{
		ID: it.ID, Address: "/i/" + url.PathEscape(it.ID), Title: it.Title, Price: p.shop.price(it.Price),
		Picture: drawn{pictureOf(it), p.assets.Motifs},
	}
}

func (p *pages) cards(indices []int) []card {
	cards := make([]card, len(indices))
	for i, index := range indices {
		cards[i] = p.card(index)
	}
	return cards
}

// ids lists the cards' ids as an attribute of <privet-slot> does.
func ids(cards []card) string {
	list := make([]string, len(cards))
	for i, c := range cards {
		list[i] = c.ID
	}
	return strings.Join(list, " ")
}

func (p *pages) shelfCards() []shelfCard {
	var cards []shelfCard
	for _, c := range p.shop.Categories {
		shown := pictureOf(p.shop.Items[c.Items[0]])
		if named := motif(singular(c.Name)); named != "" {
			shown.Motif = named // the shelf's own name says best what stands on it
		}
		cards = append(cards, shelfCard{c.Name, "/c/" + c.Slug, len(c.Items), drawn{shown, p.assets.Motifs}})
	}
	return cards
}

// window chooses up to n popular items that look different and can stand on a shelf.
func (p *pages) window(n int) []picture {
	var chosen []picture
	seen := map[string]bool{}
	for _, it := range p.shop.Items {
		shown := pictureOf(it)
		if len(chosen) == n {
			break
		}
		if standing[shown.Motif] && !seen[shown.Motif] {
			seen[shown.Motif] = true
			chosen = append(chosen, shown)
		}
	}
	return chosen
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	digits := fmt.Sprint(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits + " " + many
}
