namespace Personalization.Search.Text;

/// <summary>
/// Words for the same thing, of general knowledge: spellings of both sides of the Atlantic, words that retail uses beside each other, abbreviations. Only what a shopper
/// would take for the other without asking; wider and narrower words are no synonyms.
/// </summary>
internal static class SynonymGroups
{
    /// <summary>A group a line, its words and phrases between commas.</summary>
    private const string Text = """
        yogurt, yoghurt, yogourt
        eggplant, aubergine, brinjal
        zucchini, courgette
        cilantro, coriander leaves
        arugula, rocket salad, rucola
        shrimp, prawn
        chickpea, garbanzo, garbanzo bean, chick pea
        scallion, green onion, spring onion
        bell pepper, capsicum, sweet pepper
        beet, beetroot
        rutabaga, swede turnip
        sweet corn, sweetcorn
        okra, ladyfinger, lady finger, bhindi
        curd, dahi
        ghee, clarified butter
        chili, chilli, chile
        catsup, ketchup
        mayonnaise, mayo
        ground beef, minced beef, beef mince, hamburger meat
        oatmeal, porridge oats, rolled oats
        powdered sugar, icing sugar, confectioners sugar
        all purpose flour, plain flour
        whole wheat, wholewheat, wholemeal
        whole grain, wholegrain
        soda, soft drink, carbonated drink
        sparkling water, carbonated water, fizzy water, seltzer
        soy, soya
        soy milk, soya milk, soymilk
        plant based, plantbased
        decaf, decaffeinated
        barbecue, barbeque, bbq
        veggie, vegetable
        gluten free, glutenfree, without gluten, no gluten
        sugar free, sugarless, no sugar, without sugar
        fat free, nonfat, non fat, no fat
        low fat, lowfat
        lactose free, without lactose, dairy free
        doughnut, donut
        omelette, omelet
        licorice, liquorice
        whisky, whiskey
        hummus, houmous, humus
        pita, pitta
        candy, sweets
        popsicle, ice lolly, ice pop
        cotton candy, candy floss
        sauerkraut, pickled cabbage
        garbage bag, trash bag, bin bag, bin liner
        toilet paper, bath tissue, toilet tissue, toilet roll
        paper towel, kitchen roll, kitchen towel
        dish soap, washing up liquid, dishwashing liquid
        laundry detergent, washing powder
        fabric softener, fabric conditioner
        diaper, nappy, nappies
        pacifier, soother
        stroller, pushchair, pram
        crib, cot bed
        tissue, kleenex
        deodorant, antiperspirant
        sunscreen, sun cream, sunblock, sun lotion
        toothpaste, tooth paste
        moisturizer, moisturiser
        cell phone, mobile phone, cellphone, smartphone
        television, tv, tv set
        refrigerator, fridge
        vacuum cleaner, hoover
        flashlight, torch
        earphone, earbud, in ear headphone
        usb stick, memory stick, flash drive, thumb drive, pen drive, usb drive
        power bank, external battery, portable charger
        hard drive, hard disk, hdd
        solid state drive, ssd
        video camera, camcorder
        mouse pad, mouse mat
        notebook computer, laptop, notebook pc
        personal computer, pc
        desktop computer, desktop pc
        wifi, wi fi, wireless lan
        television remote, remote control
        loudspeaker, speaker
        cable, cord
        printer ink, ink cartridge
        photo camera, digital camera
        couch, sofa
        faucet, water tap
        closet, wardrobe
        comforter, duvet
        curtain, drape
        garbage can, trash can, dustbin
        sneaker, trainers, running shoe
        trousers, pants
        sweater, jumper, pullover
        tshirt, t shirt, tee shirt
        swimsuit, bathing suit, swimwear
        handbag, purse
        hoodie, hooded sweatshirt
        raincoat, rain jacket
        eyeglasses, spectacles, eye glasses
        pajamas, pyjamas
        jewelry, jewellery
        christmas, xmas
        color, colour
        gray, grey
        flavor, flavour
        fiber, fibre
        liter, litre
        kilogram, kg, kilo
        gram, gm
        pound, lb, lbs
        ounce, oz
        aluminum, aluminium
        tire, tyre
        center, centre
        gift wrap, wrapping paper
        birthday, bday
        kids, children
        bicycle, bike
        motorcycle, motorbike
        """;

    /// <summary>Each group by the stems of its phrases.</summary>
    public static IReadOnlyList<IReadOnlyList<string[]>> Stemmed { get; } =
    [
        .. Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(group => (IReadOnlyList<string[]>)[.. group.Split(',').Select(phrase => Tokenizer.Words(phrase).Select(word => Tokenizer.Stem(word)).ToArray())]),
    ];
}
