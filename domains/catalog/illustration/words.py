"""Guesses what to draw from the words of a product's title, type or tags."""

import re

FALLBACK = "box"

# The nouns of each kind, singular; a noun of two words beats its last word.
_NOUNS = {
    "tshirt": "t-shirt tshirt tee tee-shirt tank tank-top jersey top vest camisole longsleeve polo",
    "shirt": "shirt blouse overshirt button-down flannel tunic pyjama pajama",
    "sweater": "sweater jumper pullover knit knitwear sweatshirt hoodie hoody crewneck turtleneck",
    "cardigan": "cardigan kimono shrug wrap",
    "jacket": "jacket coat parka anorak raincoat blazer gilet windbreaker fleece outerwear poncho bomber",
    "trousers": "trouser trousers pant pants jean jeans chino legging jogger sweatpant overall dungaree",
    "shorts": "short shorts trunks swimwear brief boxer",
    "skirt": "skirt kilt",
    "dress": "dress gown romper jumpsuit sundress robe bathrobe",
    "hat": "hat fedora panama trilby sunhat",
    "cap": "cap baseball-cap snapback visor",
    "beanie": "beanie bobble-hat toque woolly-hat",
    "scarf": "scarf shawl snood bandana pashmina",
    "gloves": "glove mitten mitt",
    "socks": "sock hosiery tights",
    "belt": "belt suspender",
    "sunglasses": "sunglasses glasses eyewear spectacle goggle",
    "umbrella": "umbrella parasol",
    "boots": "boot wellington welly galosh",
    "sneakers": "sneaker trainer shoe footwear running-shoe plimsoll",
    "loafers": "loafer derby oxford brogue moccasin slipper heel pump ballerina clog",
    "sandals": "sandal flip-flop slide espadrille",
    "backpack": "backpack rucksack daypack knapsack",
    "tote": "tote tote-bag shopper shopping-bag carrier",
    "duffel": "duffel duffle weekender holdall gym-bag suitcase luggage",
    "satchel": "satchel handbag bag purse crossbody clutch briefcase messenger messenger-bag pouch",
    "wallet": "wallet cardholder card-holder billfold",
    "mug": "mug cup espresso-cup teacup coffee-cup",
    "bowl": "bowl dish ramekin",
    "plate": "plate saucer platter dinnerware crockery tableware tray",
    "teapot": "teapot tea tea-set",
    "vase": "vase pitcher jug flower bouquet",
    "planter": "planter plant plant-pot flowerpot flower-pot pot succulent cactus seed",
    "kettle": "kettle coffee coffee-maker percolator",
    "pan": "pan skillet wok frying-pan griddle",
    "casserole": "casserole dutch-oven saucepan stockpot cocotte cookware",
    "knife": "knife cleaver blade",
    "board": "cutting-board chopping-board serving-board breadboard cheese-board",
    "jar": "jar canister container jam honey spice sauce",
    "carafe": "carafe decanter wine oil vinegar juice",
    "tumbler": "tumbler glass glassware drinkware",
    "apron": "apron",
    "spoons": "spoon spatula utensil ladle cutlery fork",
    "chair": "chair bench",
    "armchair": "armchair recliner easy-chair",
    "sofa": "sofa couch settee loveseat daybed futon",
    "table": "table desk",
    "stool": "stool footstool ottoman pouf",
    "drawers": "drawer dresser nightstand cabinet sideboard chest wardrobe cupboard",
    "shelf": "shelf shelves bookcase bookshelf shelving rack",
    "lamp": "lamp light lighting",
    "pendant": "pendant-lamp pendant-light chandelier ceiling-light",
    "bedding": "bedding bed duvet sheet quilt bedspread bedlinen pillowcase mattress comforter linen",
    "cushion": "cushion pillow",
    "blanket": "blanket throw plaid",
    "towel": "towel bath-mat washcloth flannel-cloth tea-towel",
    "rug": "rug carpet mat doormat runner",
    "basket": "basket hamper crate",
    "candle": "candle taper tealight diffuser incense",
    "soap": "soap shampoo-bar bar",
    "dispenser": "lotion shampoo cream serum cleanser moisturizer moisturiser conditioner skincare cosmetic "
    "hand-wash body-wash perfume fragrance essential-oil face-oil beard-oil balm",
    "mirror": "mirror",
    "clock": "clock",
    "frame": "frame print poster art artwork painting wall-art picture photograph canvas-print",
    "tent": "tent tarp shelter yurt",
    "flask": "flask bottle water-bottle thermos drinking-bottle",
    "lantern": "lantern torch flashlight headlamp",
    "sleepingbag": "sleeping-bag bedroll sleeping-mat sleeping-pad",
    "snowboard": "snowboard ski skateboard surfboard longboard splitboard",
    "wateringcan": "watering-can",
    "trowel": "trowel spade secateur garden-tool shovel rake",
    "notebook": "notebook journal diary planner notepad stationery sketchbook",
    "book": "book novel cookbook magazine",
    "card": "gift-card giftcard voucher greeting-card postcard",
    "necklace": "necklace pendant chain locket bracelet bangle anklet jewellery jewelry choker",
    "earrings": "earring stud hoop",
    "ring": "ring signet",
    "watch": "watch wristwatch timepiece chronograph",
    "box": "box gift gift-set bundle",
}
_KIND_BY_NOUN = {noun.replace("-", " "): kind for kind, nouns in _NOUNS.items() for noun in nouns.split()}
_PARTS = re.compile(r"[,;|/\n]+")
_ASIDE = re.compile(r"\b(?:with|in|for|of|and|from|by)\b|[(&+\u2013\u2014]")
_WORD = re.compile(r"[a-z]+")


def kind_for(text: str) -> str:
    """The kind that suits the text best, `FALLBACK` when no noun in it is known.

    The first part that names a thing decides (parts end at commas, semicolons, bars, slashes and lines), so
    write the most telling first: title, type, tags. Within a part the last noun counts, as in "boot socks",
    and what comes before "with", "in", "for" and the like counts before what follows.
    """
    for part in _PARTS.split(text.lower()):
        for phrase in _ASIDE.split(part):
            kind = _head(_WORD.findall(phrase.replace("t-shirt", "tshirt")))
            if kind:
                return kind
    return FALLBACK


def _head(words: list[str]) -> str | None:
    for end in range(len(words), 0, -1):
        for start in (end - 2, end - 1):
            if start >= 0 and (kind := _lookup(" ".join(words[start:end]))):
                return kind
    return None


def _lookup(noun: str) -> str | None:
    for form in (noun, noun.removesuffix("s"), noun.removesuffix("es"), noun.removesuffix("ies") + "y"):
        if form in _KIND_BY_NOUN:
            return _KIND_BY_NOUN[form]
    return _KIND_BY_NOUN.get(noun.removesuffix("ves") + "fe") or _KIND_BY_NOUN.get(
        noun.removesuffix("ves") + "f"
    )
