package generate

// A category is one shelf of the shop and the words its titles are made of.
type category struct {
	name, code string
	items      int      // how many items stand on the shelf
	nouns      []string // what the things are called
	sets       []string // titles of sets: %s is motif or colour
	key        string   // the attribute that values belong to
	values     []string // "brass", "glass" …
	low, high  int      // price range in pence
	weight     int      // how much of the traffic the shelf draws
	consumable bool     // bought again after a month
}

// A style is a taste: visitors are drawn to one or two of them, and every item has one.
type style struct {
	name      string
	colours   []string
	motifs    []string
	suppliers []string
}

var styles = []style{
	{"Coastal", []string{"Navy", "White", "Seafoam", "Sand"}, []string{"Harbour", "Anchor", "Seashell", "Driftwood", "Lighthouse", "Gull", "Sailboat"}, []string{"Pier & Quay", "Saltmarsh Trading"}},
	{"Country", []string{"Cream", "Sage", "Duck Egg", "Red"}, []string{"Hen", "Gingham", "Wheatsheaf", "Farmhouse", "Orchard", "Cottage", "Hare"}, []string{"Barn Lane", "Hedgerow Home"}},
	{"Scandi", []string{"White", "Grey", "Black", "Birch"}, []string{"Fjord", "Pine", "Reindeer", "Nordic Star", "Hygge", "Lumi", "Aspen"}, []string{"Nordlys", "Hus & Fjell"}},
	{"Botanical", []string{"Green", "Olive", "Ivory", "Moss"}, []string{"Fern", "Eucalyptus", "Monstera", "Wildflower", "Ivy", "Meadow", "Palm Leaf"}, []string{"Kew Road Goods", "Leaf & Stem"}},
	{"Vintage", []string{"Rose", "Cream", "Antique Gold", "Lilac"}, []string{"Rose Garden", "Paisley", "Regency", "Lace", "Cameo", "Parisian", "Damask"}, []string{"Attic Finds", "Maison Perrin"}},
	{"Retro", []string{"Red", "Mustard", "Turquoise", "Orange"}, []string{"Polka Dot", "Diner", "Jukebox", "Atomic", "Camper Van", "Pin-Up", "Retro Spot"}, []string{"Route 62", "Dot & Dash"}},
	{"Boho", []string{"Terracotta", "Ochre", "Plum", "Teal"}, []string{"Moroccan", "Mandala", "Kilim", "Marrakesh", "Sunburst", "Macramé", "Peacock"}, []string{"Souk & Sol", "Wander Trading"}},
	{"Woodland", []string{"Brown", "Forest Green", "Rust", "Berry"}, []string{"Fox", "Owl", "Badger", "Acorn", "Toadstool", "Hedgehog", "Squirrel"}, []string{"Acorn & Oak", "Little Copse"}},
}

var (
	metals   = []string{"brass", "copper", "zinc", "iron", "tin"}
	ceramics = []string{"stoneware", "porcelain", "enamel", "earthenware"}
	cloths   = []string{"cotton", "linen", "wool", "velvet"}
	woods    = []string{"oak", "beech", "bamboo", "mango wood"}
	papers   = []string{"recycled paper", "kraft paper", "foil", "cotton paper"}
	scents   = []string{"lavender", "fig", "sandalwood", "vanilla", "orange blossom", "sea salt"}
)

// categories are the shelves, in no particular order.
var categories = []category{
	{"Lanterns", "LAN", 72, []string{"Lantern", "Storm Lantern", "Hanging Lantern", "Hurricane Lamp", "Garden Lantern"}, []string{"Set of 2 %s Lanterns", "%s Paper Lantern Trio"}, "material", metals, 695, 4200, 12, false},
	{"Candles", "CAN", 78, []string{"Candle", "Pillar Candle", "Scented Candle", "Travel Candle", "Candle in a Jar"}, []string{"Box of 6 %s Dinner Candles", "Pack of 12 %s T-Lights"}, "scent", scents, 295, 2400, 14, true},
	{"Candle Holders", "HOL", 66, []string{"T-Light Holder", "Candlestick", "Hurricane Vase", "Candle Plate", "Votive"}, []string{"Set of 3 %s T-Light Holders", "Pair of %s Candlesticks"}, "material", metals, 350, 2800, 9, false},
	{"Fairy Lights", "FAI", 56, []string{"Fairy Lights", "String Lights", "Light Garland", "Light Curtain"}, []string{"%s Battery Lights, 20 Bulbs", "%s Festoon Lights, 10 m"}, "power", []string{"battery", "solar", "mains", "USB"}, 795, 3900, 7, false},
	{"Lamps", "LAM", 58, []string{"Table Lamp", "Desk Lamp", "Lampshade", "Bedside Lamp", "Night Light"}, []string{"Pair of %s Bedside Lamps"}, "material", metals, 1450, 8900, 5, false},
	{"Mugs", "MUG", 84, []string{"Mug", "Espresso Cup", "Travel Mug", "Latte Mug", "Cup and Saucer"}, []string{"Set of 4 %s Mugs", "Pair of %s Hug Mugs"}, "material", ceramics, 495, 3200, 14, false},
	{"Teapots", "TEA", 60, []string{"Teapot", "Tea for One", "Tea Cosy", "Tea Strainer", "Milk Jug"}, []string{"%s Tea Set for 2", "%s Teapot and 2 Cups"}, "material", ceramics, 650, 5400, 7, false},
	{"Plates & Bowls", "PLA", 74, []string{"Side Plate", "Dinner Plate", "Cereal Bowl", "Serving Bowl", "Platter"}, []string{"Set of 4 %s Bowls", "Set of 6 %s Plates"}, "material", ceramics, 550, 4800, 8, false},
	{"Glassware", "GLA", 62, []string{"Tumbler", "Wine Glass", "Carafe", "Gin Glass", "Decanter"}, []string{"Set of 6 %s Tumblers", "Pair of %s Champagne Flutes"}, "glass", []string{"recycled", "crystal", "tinted", "etched"}, 450, 4500, 6, false},
	{"Cake Stands", "CAK", 54, []string{"Cake Stand", "2 Tier Cake Stand", "Cake Dome", "Cupcake Stand", "Cake Server"}, []string{"%s Afternoon Tea Stand, 3 Tier"}, "material", ceramics, 895, 4900, 7, false},
	{"Baking", "BAK", 80, []string{"Cookie Cutter", "Mixing Bowl", "Rolling Pin", "Cake Tin", "Loaf Tin"}, []string{"Pack of 60 %s Cake Cases", "%s Baking Kit for Children"}, "material", []string{"steel", "beech", "silicone", "tin"}, 225, 2600, 9, false},
	{"Napkins", "NAP", 56, []string{"Paper Napkins", "Table Runner", "Placemat", "Napkin Rings", "Doilies"}, []string{"Pack of 20 %s Napkins", "Set of 4 %s Placemats"}, "material", papers, 195, 1800, 8, true},
	{"Kitchen Tools", "KIT", 78, []string{"Wooden Spoon", "Chopping Board", "Utensil Pot", "Kitchen Scales", "Timer", "Colander"}, []string{"Set of 5 %s Kitchen Tools"}, "material", woods, 395, 4200, 8, false},
	{"Tea Towels & Aprons", "TOW", 64, []string{"Tea Towel", "Apron", "Oven Glove", "Double Oven Glove", "Child's Apron"}, []string{"Set of 3 %s Tea Towels"}, "material", cloths, 595, 2900, 7, false},
	{"Jars & Tins", "JAR", 68, []string{"Storage Jar", "Biscuit Tin", "Tea Caddy", "Bread Bin", "Spice Rack"}, []string{"Set of 3 %s Storage Tins", "Set of 6 %s Spice Jars"}, "material", metals, 550, 4400, 8, false},
	{"Cushions", "CUS", 82, []string{"Cushion", "Bolster", "Floor Cushion", "Seat Pad", "Cushion Cover"}, []string{"Pair of %s Cushion Covers"}, "material", cloths, 895, 4500, 11, false},
	{"Throws", "THR", 56, []string{"Throw", "Blanket", "Quilt", "Picnic Blanket", "Bedspread"}, []string{"%s Throw with Tassels"}, "material", cloths, 1900, 9900, 6, false},
	{"Rugs & Doormats", "RUG", 54, []string{"Doormat", "Rug", "Runner", "Bath Mat", "Half-Moon Mat"}, []string{"%s Rug, 120 × 180 cm"}, "material", []string{"coir", "jute", "cotton", "wool"}, 995, 11900, 5, false},
	{"Clocks", "CLO", 58, []string{"Wall Clock", "Alarm Clock", "Mantel Clock", "Station Clock", "Kitchen Clock"}, []string{"%s Pendulum Clock, Large"}, "material", metals, 995, 6900, 5, false},
	{"Mirrors & Frames", "MIR", 66, []string{"Photo Frame", "Mirror", "Hand Mirror", "Multi Frame", "Box Frame"}, []string{"Set of 3 %s Photo Frames"}, "material", woods, 495, 7900, 6, false},
	{"Signs & Hooks", "SIG", 72, []string{"Wall Hook", "Door Sign", "Coat Rack", "Chalkboard", "Metal Sign", "Key Rack"}, []string{"Set of 4 %s Wall Hooks"}, "material", metals, 325, 3400, 7, false},
	{"Vases", "VAS", 66, []string{"Vase", "Bud Vase", "Jug Vase", "Posy Vase", "Floor Vase"}, []string{"Trio of %s Bud Vases"}, "material", ceramics, 495, 5200, 7, false},
	{"Plant Pots", "POT", 72, []string{"Plant Pot", "Planter", "Hanging Planter", "Herb Pot", "Window Box"}, []string{"Set of 3 %s Herb Pots"}, "material", []string{"terracotta", "zinc", "stoneware", "rattan"}, 395, 4600, 9, false},
	{"Garden Tools", "GAR", 68, []string{"Watering Can", "Hand Trowel", "Garden Kneeler", "Plant Markers", "Seed Tin", "Garden Twine"}, []string{"%s Potting Set, 3 Tools"}, "material", []string{"steel", "ash", "copper", "canvas"}, 350, 3800, 8, false},
	{"Bird Houses", "BIR", 52, []string{"Bird House", "Bird Feeder", "Bird Bath", "Nesting Box", "Bee Hotel"}, []string{"Pair of %s Fat Ball Feeders"}, "material", woods, 695, 4200, 5, false},
	{"Bags", "BAG", 84, []string{"Tote Bag", "Lunch Bag", "Shopper", "Wash Bag", "Picnic Bag", "Foldaway Bag"}, []string{"Set of 3 %s Storage Bags"}, "material", cloths, 295, 3600, 12, false},
	{"Jewellery", "JEW", 76, []string{"Necklace", "Bracelet", "Earrings", "Brooch", "Ring Dish", "Charm"}, []string{"%s Jewellery Gift Set"}, "metal", []string{"silver", "gold plated", "copper", "beaded"}, 495, 5900, 8, false},
	{"Cards & Gift Wrap", "WRA", 88, []string{"Greeting Card", "Wrapping Paper", "Gift Bag", "Gift Tags", "Notebook", "Ribbon"}, []string{"Pack of 8 %s Note Cards", "Pack of 10 %s Postcards"}, "material", papers, 150, 1400, 11, true},
	{"Toys & Games", "TOY", 78, []string{"Jigsaw", "Spinning Top", "Soft Toy", "Building Blocks", "Skittles", "Playing Cards"}, []string{"%s Dominoes in a Tin", "Set of 6 %s Crayons"}, "material", []string{"wooden", "felt", "cotton", "card"}, 295, 3900, 9, false},
	{"Christmas", "XMA", 92, []string{"Bauble", "Wreath", "Stocking", "Advent Calendar", "Tree Topper", "Nutcracker", "Garland"}, []string{"Set of 6 %s Baubles", "Box of 8 %s Crackers"}, "material", []string{"glass", "felt", "wood", "foil"}, 295, 3900, 9, false},
}

// shelfPairs say which shelf follows which: who looks at a teapot goes on to mugs.
var shelfPairs = [][2]string{
	{"Lanterns", "Candles"}, {"Candle Holders", "Candles"}, {"Teapots", "Mugs"}, {"Mugs", "Tea Towels & Aprons"},
	{"Cake Stands", "Napkins"}, {"Baking", "Cake Stands"}, {"Cushions", "Throws"}, {"Plant Pots", "Garden Tools"},
	{"Vases", "Plant Pots"}, {"Christmas", "Cards & Gift Wrap"}, {"Toys & Games", "Cards & Gift Wrap"}, {"Plates & Bowls", "Glassware"},
	{"Kitchen Tools", "Jars & Tins"}, {"Bird Houses", "Garden Tools"}, {"Fairy Lights", "Lanterns"},
}

// lifts are how a moment changes what is looked at.
var lifts = []Lift{
	{"daypart=morning", "Mugs", 3}, {"daypart=morning", "Kitchen Tools", 2}, {"daypart=afternoon", "Toys & Games", 3},
	{"daypart=evening", "Candles", 3}, {"daypart=evening", "Jewellery", 2}, {"daypart=night", "Fairy Lights", 4},
	{"device=phone", "Jewellery", 2}, {"device=phone", "Bags", 2}, {"device=desktop", "Rugs & Doormats", 3}, {"device=desktop", "Lamps", 2},
	{"season=winter", "Christmas", 8}, {"season=autumn", "Christmas", 3}, {"season=winter", "Throws", 2},
	{"season=spring", "Garden Tools", 4}, {"season=spring", "Plant Pots", 3}, {"season=summer", "Bird Houses", 2}, {"season=summer", "Lanterns", 2},
}
