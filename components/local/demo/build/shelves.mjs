// Where goods of The Complete Journey stand among the categories of Open Food Facts, so that both halves are one shop.

const DAIRY = ['dairies'];
const SALTY = ['salty snacks', 'appetizers'];
const CRISPS = [...SALTY, 'chips and fries', 'crisps'];
const CEREALS = ['plant-based foods', 'cereals and potatoes', 'cereals and their products'];
const PRODUCE = ['plant-based foods', 'fruits and vegetables based foods'];
const DRINKS = ['beverages'];
const FROZEN_MEALS = ['meals', 'frozen foods'];

/** First match wins; matched against `DEPARTMENT|CATEGORY|TYPE` as in the source. */
const SHELVES = [
  [/\|(?:SOY\/RICE MILK|SOY BEVERAGE)/, ['dairy substitutes', 'milk substitutes', 'beverages', 'plant-based beverages', 'plant milks']],
  [/NON-DAIRY CHEESE/, ['dairy substitutes']],
  [/MEAT ALTERNATIVES|\|TOFU/, ['plant-based foods', 'meat analogues']],
  [/\|(?:.*\bYOGURT\b.*)$/, [...DAIRY, 'fermented foods', 'fermented milk products', 'yogurts']],
  [/FLUID MILK PRODUCTS\|.*(?:CHOCOLATE|FLAVORED) MILK/, [...DAIRY, 'milks', 'flavoured milks', 'chocolate milks']],
  [/FLUID MILK PRODUCTS\|.*MILK/, [...DAIRY, 'milks']],
  [/MILK BY-PRODUCTS\|.*COTTAGE CHEESE/, [...DAIRY, 'cheeses']],
  [/MILK BY-PRODUCTS/, [...DAIRY, 'creams']],
  [/\|CHEESES?\|/, [...DAIRY, 'cheeses']],
  [/ICE CREAM\/MILK\/SHERBTS|FROZEN NOVELTIES|FRZN NOVELTIES/, ['desserts', 'frozen foods', 'frozen desserts', 'ice creams and sorbets', 'ice creams']],
  [/POTATO CHIPS|POTATO\/TORT CHIPS/, [...CRISPS, 'potato crisps', 'chips']],
  [/TORTILLA\/NACHO CHIPS|TORTILLA CHIPS|CORN CHIPS/, [...CRISPS, 'corn chips', 'chips']],
  [/PRETZELS/, [...SALTY, 'pretzels']],
  [/POPCORN/, [...SALTY, 'popcorn']],
  [/BAG SNACKS|WAREHOUSE SNACKS/, SALTY],
  [/SNACK NUTS/, ['nuts and their products', 'salty snacks', 'nuts']],
  [/CRACKERS/, [...SALTY, 'crackers']],
  [/COOKIES/, ['sugary snacks', 'biscuits and cakes', 'biscuits', 'cookies']],
  [/CANDY.*CHOC|CHOC.*CANDY/, ['sugary snacks', 'confectioneries', 'chocolates']],
  [/CANDY/, ['sugary snacks', 'confectioneries', 'candies']],
  [/BAKED SWEET GOODS|PASTRY\|(?:CAKES|BREAKFAST SWEETS|PIES)/, ['sugary snacks', 'biscuits and cakes', 'cakes']],
  [/COLD CEREAL|HOT CEREAL/, ['breakfasts', ...CEREALS, 'breakfast cereals']],
  [/DRY NOODLES\/PASTA/, [...CEREALS, 'pastas']],
  [/BAKED BREAD|PASTRY\|(?:BREAD|ROLLS)|FROZEN BREAD/, [...CEREALS, 'breads']],
  [/\|RICE /, [...CEREALS, 'rices']],
  [/BEANS - CANNED/, ['canned foods', 'legumes and their products', 'legumes']],
  [/VEGETABLES - SHELF STABLE/, ['canned foods', ...PRODUCE, 'vegetables based foods', 'canned vegetables']],
  [/FRUIT - SHELF STABLE/, ['canned foods', ...PRODUCE, 'fruits based foods']],
  [/SOFT DRINKS/, [...DRINKS, 'carbonated drinks', 'sodas']],
  [/WATER - CARBONATED/, [...DRINKS, 'waters']],
  [/JUICE/, [...DRINKS, 'fruit based beverages', 'juices and nectars']],
  [/COFFEE(?!.*CREAMER)/, [...DRINKS, 'hot beverages', 'coffees']],
  [/\|TEAS?\b/, [...DRINKS, 'hot beverages', 'teas']],
  [/ISOTONIC|POWDER\/CRYSTL DRINK/, DRINKS],
  [/\|SOUP\|/, ['meals', 'soups']],
  [/PASTA SAUCE|\|MEXICAN.*SAUCE|SPAGHETTI SAUCE/, ['sauces', 'tomato sauces', 'pasta sauces']],
  [/HOT SAUCE/, ['condiments', 'sauces', 'hot sauces']],
  [/BBQ SAUCE/, ['condiments', 'sauces', 'barbecue sauces']],
  [/CATSUP|KETCHUP/, ['condiments', 'sauces', 'ketchup']],
  [/MUSTARD/, ['condiments', 'sauces', 'mustards']],
  [/MAYONNAISE/, ['sauces', 'mayonnaises']],
  [/SALAD DRESSINGS/, ['sauces', 'salad dressings']],
  [/CONDIMENTS\/SAUCES|DRY SAUCES/, ['condiments', 'sauces']],
  [/SPICES/, ['condiments', 'spices']],
  [/PEANUT BUTTER/, ['spreads', 'plant-based spreads', 'nut butters', 'peanut butters']],
  [/PNT BTR\/JELLY\/JAMS/, ['spreads', 'sweet spreads', 'jams']],
  [/SYRUP/, ['sweeteners', 'syrups']],
  [/PICKLE/, ['pickles']],
  [/MARGARINES|\|BUTTER\b/, ['fats', 'spreadable fats']],
  [/\|.*\bOILS?\b/, ['fats', 'vegetable fats', 'vegetable oils']],
  [/\|EGGS\|/, ['farming products', 'eggs']],
  [/FROZEN PIZZA|FRZN PIZZA/, [...FROZEN_MEALS, 'pizzas pies and quiches']],
  [/FROZEN MEAT\/MEAT DINNERS|FRZN MEAT|FRZN MEAT\/MEAT DINNERS/, FROZEN_MEALS],
  [/(?:FROZEN|FRZN) (?:VEGETABLE|POTATOES)/, ['frozen foods', ...PRODUCE, 'vegetables based foods']],
  [/^MEAT\|(?:CHICKEN|TURKEY)|^DELI\|CHICKEN/, ['meats', 'poultries']],
  [/^MEAT\|PORK/, ['meats', 'pork']],
  [/^MEAT\|/, ['meats']],
  [/^MEAT-PCKGD\||DELI\|DELI MEATS/, ['meats', 'prepared meats']],
  [/^SEAFOOD/, ['seafood', 'fishes']],
  [/^PRODUCE\|(?:APPLES|BERRIES|CITRUS|GRAPES|MELONS|PEARS|STONE FRUIT|TROPICAL FRUIT|VALUE ADDED FRUIT|BANANAS)/, [...PRODUCE, 'fruits based foods', 'fruits']],
  [/^PRODUCE\|(?!POPCORN)/, [...PRODUCE, 'vegetables based foods', 'fresh vegetables']],
];

const UNLIKE_FOOD = /^(?:DRUG GM\|(?!CANDY)|COSMETICS|FLORAL|GARDEN|NUTRITION\|.*VITAMIN)|PET|DOG FOODS|CAT FOOD|CAT LITTER|DETERGENT|HOUSEHOLD/;

/** The categories of Open Food Facts that a product of the source belongs to; none where that is not plain. */
export function shelvesOf(row) {
  const place = `${row.department}|${row.product_category}|${row.product_type}`;
  return UNLIKE_FOOD.test(place) ? [] : SHELVES.find(([pattern]) => pattern.test(place))?.[1] ?? [];
}
