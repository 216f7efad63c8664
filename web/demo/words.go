package demo

import "strings"

// A vocabulary is a name and the words that ask for it: "word, word pair, word".
type vocabulary struct{ name, words string }

var (
	motifOf, vagueOf     = invert(motifWords), invert(vagueWords)
	paletteOf, patternOf = invert(paletteWords), invert(patternWords)
)

// invert gives the name that a word asks for. Its keys are as singular writes words.
func invert(table []vocabulary) map[string]string {
	inverted := map[string]string{}
	for _, line := range table {
		for word := range strings.SplitSeq(line.words, ", ") {
			inverted[strings.Join(singular(word), " ")] = line.name
		}
	}
	return inverted
}

// motifWords names the files of motifs/, and what each can stand for.
var motifWords = []vocabulary{
	{"apron", "apron, glove, oven glove"},
	{"bag", "bag, tote, shopper, shopping bag, lunch bag, jumbo bag, storage bag, tote bag, rucksack, backpack, sack"},
	{"basket", "basket, hamper, wicker, laundry"},
	{"bauble", "bauble, nutcracker, cracker"},
	{"bell", "bell"},
	{"bird", "bird, dove, hen, chick, chicken, duck, owl, cockerel, parrot, swallow, robin, feeder, bird feeder"},
	{"blanket", "blanket, throw, quilt, bedspread, bed"},
	{"bottle", "bottle, diffuser, decanter, carafe, vinegar"},
	{"bowl", "bowl, dish, colander, bird bath, mixing bowl"},
	{"box", "box, chest, cabinet, drawer, crate, bread bin, bin, tidy, caddy stand, lunch box"},
	{"bracelet", "bracelet, bangle, ring, charm, napkin ring"},
	{"bunting", "bunting, garland, flag, banner, streamer, paper chain, chain"},
	{"butterfly", "butterfly, brooch, dragonfly, moth, bee, bee hotel"},
	{"cakestand", "cakestand, cake stand, cupcake stand, tea stand, cake dome, stand"},
	{"candle", "candle, candlestick, taper, incense, dinner candle"},
	{"card", "card, postcard, envelope, invite, invitation, stationery, note card, stamp, sticker, calendar, advent calendar"},
	{"clock", "clock, watch, timer, kitchen timer"},
	{"cup", "cup, teacup, saucer, coffee, tea set, espresso"},
	{"cupcake", "cake, cupcake, muffin, baking, cake case, cookie, biscuit, cutter, baking kit"},
	{"cushion", "cushion, pillow, bolster, pad, cover, bean, pouffe, stool"},
	{"cutlery", "cutlery, spoon, fork, knife, server, utensil, spatula, whisk, kitchen tool, spice"},
	{"doll", "doll, dolly, babushka, fairy, angel, ballerina"},
	{"earrings", "earring"},
	{"egg", "egg, easter"},
	{"fairylights", "light, string light, fairy light, festoon, light curtain, light garland"},
	{"flower", "flower, rose, daisy, bloom, blossom, sunflower, tulip, poppy, marker, magnolia"},
	{"frame", "frame, photo, picture, album, canvas"},
	{"gift", "gift, present, gift box"},
	{"glass", "glass, tumbler, flute, wine glass, goblet, drinking, straw, champagne"},
	{"heart", "wooden heart, felt heart, sweetheart"},
	{"hook", "hook, hanger, rack, rail, peg, knob, key rack, key ring, wall hook, coat rack, doorknob, keyring"},
	{"hotwater", "hot water, water bottle, warmer, hand warmer"},
	{"house", "house, birdhouse, bird house, nesting box, hotel, doorstop, castle, teepee, playhouse"},
	{"jar", "jar, jam, storage jar, spice jar, preserve, honey, pickle, spice rack"},
	{"jug", "jug, pitcher, milk jug, jug vase, creamer"},
	{"kitchen", "pan, saucepan, casserole, pot set, cookware, scale"},
	{"lamp", "lamp, lampshade, chandelier, night light"},
	{"lantern", "lantern, lantern light"},
	{"magnet", "magnet, fridge"},
	{"mirror", "mirror"},
	{"mug", "mug, beaker, hug mug"},
	{"necklace", "necklace, pendant, jewellery, jewelry, choker, locket"},
	{"notebook", "notebook, book, journal, diary, sketchbook, memo, organiser, planner, passport"},
	{"paperlantern", "paper lantern, chinese lantern"},
	{"pencil", "pencil, pen, crayon, chalk, paint, marker pen, ruler, eraser, rubber, sharpener"},
	{"plant", "plant, planter, herb, pot, plant pot, window box, cactus, fern, hanging planter"},
	{"plate", "plate, tray, platter, coaster, placemat, side plate, board, chopping board"},
	{"purse", "purse, wallet, pouch, wash bag, make up"},
	{"puzzle", "puzzle, jigsaw, game, domino, playing card, skittle, dice, ludo"},
	{"rabbit", "rabbit, bunny, hare, cat"},
	{"rollingpin", "rolling pin, pastry"},
	{"rug", "rug, mat, doormat, runner, bath mat, table runner"},
	{"scarf", "scarf, shawl, hat, sock, legging, slipper"},
	{"sign", "sign, plaque, blackboard, chalkboard, notice, metal sign, door sign, hanging sign"},
	{"soap", "soap, lotion, bath, shampoo, hand cream, balm, plaster"},
	{"star", "snowflake, topper, tree topper"},
	{"stocking", "stocking"},
	{"stormlantern", "storm lantern, hurricane lamp, railway lantern"},
	{"suitcase", "suitcase, luggage, case, trunk, lunch, tool box"},
	{"tealight", "tealight, t light, tea light, light holder, votive, nightlight, candle holder, holder"},
	{"teapot", "teapot, kettle, tea, cosy, strainer, teatime"},
	{"teddy", "teddy, bear, soft toy, dog, baby, fox, badger, toy"},
	{"tin", "tin, caddy, canister, cake tin, loaf tin, tea caddy, biscuit tin, seed tin, storage tin, bucket, pail"},
	{"towel", "towel, tea towel, flannel, napkin, tablecloth, serviette, doily"},
	{"train", "train, car, spinning top, rocket, spaceboy, soldier, robot, circus, boat, tractor, van"},
	{"tree", "tree, pine, fir"},
	{"trowel", "trowel, tool, potting, spade, kneeler"},
	{"umbrella", "umbrella, parasol"},
	{"vase", "vase, bud vase, posy vase, bouquet, posy, lavender"},
	{"watering", "watering, watering can, can, hose"},
	{"wrap", "wrap, wrapping, wrapping paper, ribbon, gift tag, tag, tape, twine, roll, reel, sewing, knitting"},
	{"wreath", "wreath"},
}

// vagueWords name a motif where nothing in the text is more of a thing: a "Christmas mug" is a mug.
var vagueWords = []vocabulary{
	{"basket", "storage"},
	{"bauble", "christmas, xmas, ornament"},
	{"bottle", "oil"},
	{"bunting", "decoration, party"},
	{"cakestand", "tier"},
	{"card", "letter"},
	{"cupcake", "sweet, chocolate"},
	{"doll", "girl"},
	{"earrings", "drop"},
	{"flower", "floral, petal"},
	{"frame", "art, print, block"},
	{"gift", "kit, set, cube"},
	{"heart", "heart, love, wedding, valentine"},
	{"house", "home, cottage, building"},
	{"kitchen", "kitchen"},
	{"lamp", "shade, bedside"},
	{"necklace", "crystal, bead"},
	{"plant", "seed"},
	{"rabbit", "mouse"},
	{"sign", "message"},
	{"soap", "bathroom"},
	{"star", "star"},
	{"suitcase", "travel"},
	{"towel", "tissue"},
	{"train", "top"},
	{"trowel", "garden, gardening"},
	{"umbrella", "rain"},
	{"wrap", "paper, craft"},
}

// paletteWords are words for colours, and for stuffs that have one.
var paletteWords = []vocabulary{
	{"red", "red, ruby, crimson, scarlet, berry, cherry, strawberry, retrospot, poppy"},
	{"pink", "pink, rose, fuschia, fuchsia, blush, coral"},
	{"terracotta", "terracotta, orange, rust, copper, apricot, peach, fox"},
	{"mustard", "mustard, yellow, ochre, gold, golden, brass, lemon, amber, honey"},
	{"green", "green, forest, olive, moss, fern, sage, lime, jade, ivy, emerald, leaf"},
	{"mint", "mint, seafoam, eucalyptus, duck, aqua"},
	{"teal", "teal, turquoise, peacock"},
	{"blue", "blue, sky, denim, sapphire, anchor, harbour"},
	{"navy", "navy, midnight, indigo"},
	{"plum", "plum, purple, lilac, lavender, violet, amethyst, mauve"},
	{"cream", "cream, ivory, white, sand, lace, pearl, alabaster"},
	{"grey", "grey, gray, silver, zinc, steel, pewter, iron"},
	{"ink", "black, charcoal, slate, onyx"},
	{"brown", "brown, birch, wood, wooden, oak, beech, bamboo, mango, antique, chocolate, rattan, wicker"},
}

var patternWords = []vocabulary{
	{"dots", "dot, spot, polka, polkadot, retrospot, spotty, spotted, dotty"},
	{"stripes", "stripe, striped, ticking, deckchair, stripey"},
	{"check", "gingham, check, checked, tartan, patchwork, plaid"},
	{"hearts", "heart, sweetheart, love"},
	{"stars", "star, snowflake, nordic"},
	{"blooms", "flower, floral, daisy, bloom, blossom, botanical, rose, wildflower, meadow, paisley, cherry"},
}

// standing are the motifs that can stand on a shelf of the shop window; the others hang, fly or lie.
var standing = map[string]bool{
	"bag": true, "basket": true, "bird": true, "bottle": true, "bowl": true, "box": true, "cakestand": true, "candle": true,
	"clock": true, "cup": true, "cupcake": true, "doll": true, "gift": true, "glass": true, "house": true, "jar": true,
	"jug": true, "kitchen": true, "lamp": true, "lantern": true, "mirror": true, "mug": true, "pencil": true, "plant": true,
	"rabbit": true, "soap": true, "stormlantern": true, "suitcase": true, "tealight": true, "teapot": true, "teddy": true, "tin": true,
	"train": true, "vase": true, "watering": true,
}
