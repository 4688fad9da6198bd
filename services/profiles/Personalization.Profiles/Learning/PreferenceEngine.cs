using System.Globalization;
using Personalization.Profiles.Carts;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Lists;
using Personalization.Profiles.Purchases;
using Personalization.Profiles.Reading;
using Personalization.Profiles.Sessions;
using Personalization.Profiles.State;
using Personalization.Profiles.Views;

namespace Personalization.Profiles.Learning;

/// <summary>
/// The learning of preferences, pure: a state and an event in, a state out. Any order of the same events of the last 30 days
/// gives the same preferences, because everything learned is a sum over sets.
/// </summary>
public static class PreferenceEngine
{
    public const string ViewedNeverBought = "viewed_never_bought";

    private const double DayMs = 86_400_000;

    /// <summary>Learns one event. A known event id or order line changes nothing.</summary>
    public static LearnOutcome Learn(ShopperState state, Interaction interaction, LearningRules rules)
    {
        var eventHash = StableHash.Of(interaction.EventId);
        if (IsKnown(state, interaction, eventHash))
        {
            return new LearnOutcome { State = state, Duplicate = true, SessionId = interaction.SessionId ?? "" };
        }

        var at = interaction.Timestamp.ToUnixTimeMilliseconds();
        var (session, sessions) = SessionLedger.Touch(state.Sessions, interaction.SessionId, at, $"s-{eventHash:x16}", rules.Options);
        var turn = new LearningTurn(state, rules.Options, at);
        var learned = Signal(state with { Sessions = sessions }, interaction, eventHash, rules, turn);
        var sums = turn.Finish();
        var after = learned.State with
        {
            Scale = sums.Scale,
            Categories = sums.Categories,
            Attributes = sums.Attributes,
            Brands = sums.Brands,
            AttributedSum = sums.AttributedSum,
            Products = sums.Products,
            Seen = state.Seen.Add(eventHash),
            Events = state.Events + (Teaches(interaction) ? 1 : 0),
            NewestAt = Math.Max(state.NewestAt, at),
            UpdatedAt = Math.Max(state.UpdatedAt, interaction.ReceivedAt.ToUnixTimeMilliseconds()),
        };
        if (interaction.ProductId is { } touched && RecentTouches.Counts(interaction.Type))
        {
            after = after with { Recent = RecentTouches.Add(after.Recent, new RecentTouch(touched, interaction.Type, at), rules.Options) };
        }

        return learned with
        {
            State = LearningTurn.Trimmed(after, rules.Options),
            SessionId = session,
            PreferencesChanged = turn.Changed,
        };
    }

    /// <summary>Everything a page needs of the shopper, read at a time.</summary>
    public static ShopperContext Read(ShopperState state, DateTimeOffset now, LearningOptions options) => ContextReader.Read(state, now, options);

    /// <summary>True when the event was learned before, by its id or by its order line.</summary>
    public static bool IsKnown(ShopperState state, Interaction interaction) => IsKnown(state, interaction, StableHash.Of(interaction.EventId));

    private static bool IsKnown(ShopperState state, Interaction interaction, ulong eventHash) =>
        state.Seen.Contains(eventHash)
        || (interaction is { Type: InteractionTypes.Purchase, OrderId: not null, ProductId: { } product } && state.Orders.Knows(product, LineHash(interaction, eventHash)));

    private static ulong LineHash(Interaction purchase, ulong eventHash) =>
        purchase.OrderId is { } order ? StableHash.Of(order, purchase.LineId ?? purchase.ProductId ?? "") : eventHash;

    private static bool Teaches(Interaction interaction) => interaction.Type switch
    {
        InteractionTypes.Scroll => interaction.ProductId is not null || interaction.Shown.Count > 0,
        InteractionTypes.Purchase or InteractionTypes.AddToCart or InteractionTypes.QuantityIncrease or InteractionTypes.SaveForLater or InteractionTypes.RemoveFromCart
            or InteractionTypes.Click or InteractionTypes.ViewDetails or InteractionTypes.Dwell or InteractionTypes.Returned => interaction.ProductId is not null,
        _ => false,
    };

    private static LearnOutcome Signal(ShopperState state, Interaction interaction, ulong eventHash, LearningRules rules, LearningTurn turn)
    {
        if (interaction is { ListId: not null, ProductId: not null } && IsEngagement(interaction.Type))
        {
            state = ClickedFromList(state, interaction, turn);
        }

        return interaction.Type switch
        {
            InteractionTypes.Scroll => Scrolled(state, interaction, rules, turn),
            _ when interaction.ProductId is null => new LearnOutcome { State = state },
            InteractionTypes.Purchase => Purchased(state, interaction, eventHash, rules, turn),
            InteractionTypes.Dwell => Dwelled(state, interaction, rules, turn),
            InteractionTypes.ViewDetails => Viewed(state, interaction, rules, turn),
            InteractionTypes.AddToCart => Plain(state, interaction, SignalKeys.AddToCart, rules, turn),
            InteractionTypes.QuantityIncrease => Plain(state, interaction, SignalKeys.QuantityIncrease, rules, turn),
            InteractionTypes.SaveForLater => Plain(state, interaction, SignalKeys.SaveForLater, rules, turn),
            InteractionTypes.RemoveFromCart => Plain(state, interaction, SignalKeys.RemoveFromCart, rules, turn),
            InteractionTypes.Click => Plain(state, interaction, SignalKeys.ClickProduct, rules, turn),
            InteractionTypes.Returned => Plain(state, interaction, SignalKeys.Returned, rules, turn),
            _ => new LearnOutcome { State = state },
        };
    }

    private static bool IsEngagement(string type) => type is InteractionTypes.Click or InteractionTypes.ViewDetails or InteractionTypes.AddToCart or InteractionTypes.Purchase;

    private static LearnOutcome Plain(ShopperState state, Interaction interaction, string kind, LearningRules rules, LearningTurn turn)
    {
        var at = interaction.Timestamp.ToUnixTimeMilliseconds();
        var weight = rules.Weights[kind];
        turn.Teach(interaction.ProductId, interaction.Product, turn.Scale.Amount(weight, at), 1, at);
        return new LearnOutcome { State = state, Kind = kind, Strength = weight };
    }

    private static LearnOutcome Purchased(ShopperState state, Interaction interaction, ulong eventHash, LearningRules rules, LearningTurn turn)
    {
        var at = interaction.Timestamp.ToUnixTimeMilliseconds();
        var product = interaction.ProductId!;
        var line = new PurchaseLine(
            at,
            LineHash(interaction, eventHash),
            interaction.Quantity is > 0 and var quantity ? (double)quantity : 1,
            (double)(interaction.Price ?? interaction.Product?.Price ?? 0),
            interaction.Currency ?? interaction.Product?.Currency ?? "",
            string.Equals(interaction.PurchaseKind, "subscription", StringComparison.OrdinalIgnoreCase));
        var before = state.Orders.Lines(product);
        var kind = PurchaseSignal.KindOf(line, before.AsSpan(), rules.Options);
        var keepFrom = Math.Max(state.NewestAt, at) - (long)(rules.Options.OrderDays * DayMs);
        var orders = state.Orders.Add(product, line, keepFrom, rules.Options.OrderLines);

        // A line older than what is kept still counts, as the first of those that are.
        var after = orders.Lines(product);
        var known = after.Length > before.Length ? before : [];
        var sum = after.Length > before.Length
            ? PurchaseSignal.Sum(after, rules, turn.Scale) - PurchaseSignal.Sum(known, rules, turn.Scale)
            : turn.Scale.Amount(rules.Weights[kind], at);
        turn.Teach(product, interaction.Product, sum, 1, at);
        state = TakeBackNeverBought(state, interaction, rules, turn) with { Orders = orders, Cart = CartRules.Bought(state.Cart, product, at) };
        return new LearnOutcome { State = state, Kind = kind, Strength = rules.Weights[kind] };
    }

    private static ShopperState TakeBackNeverBought(ShopperState state, Interaction purchase, LearningRules rules, LearningTurn turn)
    {
        var product = purchase.ProductId!;
        if (!state.Candidates.TryGetValue(product, out var watch))
        {
            return state;
        }

        if (NeverBoughtSignal.TaughtAt(watch, rules.Options) is { } came)
        {
            turn.Teach(product, watch.Names ?? NameSet.Of(purchase.Product), -turn.Scale.Amount(rules.Weights[SignalKeys.ViewedNeverBought], came), -1, came);
        }

        return state with { Candidates = state.Candidates.Remove(product) };
    }

    private static LearnOutcome Viewed(ShopperState state, Interaction interaction, LearningRules rules, LearningTurn turn)
    {
        var product = interaction.ProductId!;
        var plain = Plain(state, interaction, SignalKeys.ViewDetails, rules, turn);
        if (state.Orders.Has(product) || rules.Options.NeverBoughtCandidates == 0)
        {
            return plain;
        }

        var before = state.Candidates.GetValueOrDefault(product, ProductWatch.None);
        var at = interaction.Timestamp.ToUnixTimeMilliseconds();
        var views = NeverBoughtSignal.Add(before.Views, ViewSpan.At(SessionHash(interaction.SessionId), at), rules.Options);
        if (views == before.Views)
        {
            return plain;
        }

        var was = NeverBoughtSignal.TaughtAt(before, rules.Options);
        var came = NeverBoughtSignal.At(views, rules.Options);
        var weight = rules.Weights[SignalKeys.ViewedNeverBought];
        var names = interaction.Product is null && before.Names is { } known ? known : NameSet.Of(interaction.Product);
        if (was != came && was is { } then)
        {
            turn.Teach(product, before.Names ?? names, -turn.Scale.Amount(weight, then), -1, at);
        }

        if (was != came && came is { } now)
        {
            turn.Teach(product, names, turn.Scale.Amount(weight, now), 1, at);
        }

        var watch = new ProductWatch(views, came, was is not null && was == came ? before.Names ?? names : names);
        return plain with
        {
            State = plain.State with { Candidates = NeverBoughtSignal.Bounded(state.Candidates.SetItem(product, watch), rules.Options) },
            Derived = was is null && came is { } derivedAt
                ? new DerivedSignal($"vnb-{StableHash.Of(interaction.EventId, product).ToString("x16", CultureInfo.InvariantCulture)}", ViewedNeverBought, SignalKeys.ViewedNeverBought, weight, derivedAt)
                : null,
        };
    }

    private static LearnOutcome Dwelled(ShopperState state, Interaction interaction, LearningRules rules, LearningTurn turn)
    {
        if (interaction.TimeOnPage is not { } seconds || DwellSignal.StepOf((float)seconds, rules.Weights) is not { } step)
        {
            return new LearnOutcome { State = state };
        }

        var product = interaction.ProductId!;
        var at = interaction.Timestamp.ToUnixTimeMilliseconds();
        var before = state.Dwells.GetValueOrDefault(product, []);
        var view = new DwellView(ViewSpan.At(SessionHash(interaction.SessionId), at), [new DwellMark(at, (float)seconds)]);
        var after = DwellSignal.Add(before, view, rules);
        var was = DwellSignal.Of(before, rules, turn.Scale);
        var now = DwellSignal.Of(after, rules, turn.Scale);
        turn.Teach(product, interaction.Product, now.Sum - was.Sum, now.Evidence - was.Evidence, at);
        return new LearnOutcome
        {
            State = state with { Dwells = DwellSignal.Bounded(state.Dwells.SetItem(product, DwellSignal.Trim(after)), Math.Max(state.NewestAt, at), rules.Options) },
            Kind = step.Key,
            Strength = Math.Round(now.Weight - was.Weight, 6),
        };
    }

    private static LearnOutcome Scrolled(ShopperState state, Interaction interaction, LearningRules rules, LearningTurn turn)
    {
        var weight = rules.Weights[SignalKeys.DisplayedButScrolled];
        if (interaction.ListId is { } listId)
        {
            var hash = StableHash.Of(listId);
            var (list, counted) = ScrollSignal.Scroll(state.Lists.GetValueOrDefault(hash, ListMemory.Empty), interaction, weight, turn);
            state = state with { Lists = state.Lists.SetItem(hash, list) };
            return counted ? Counted(state) : new LearnOutcome { State = state };
        }

        // Without a list id nothing can be told apart later: the event is a list of its own.
        var (_, any) = ScrollSignal.Scroll(ListMemory.Empty, interaction, weight, turn);
        return any ? Counted(state) : new LearnOutcome { State = state };

        LearnOutcome Counted(ShopperState after) => new() { State = after, Kind = SignalKeys.DisplayedButScrolled, Strength = weight };
    }

    private static ShopperState ClickedFromList(ShopperState state, Interaction interaction, LearningTurn turn)
    {
        var hash = StableHash.Of(interaction.ListId!);
        var list = ScrollSignal.Click(
            state.Lists.GetValueOrDefault(hash, ListMemory.Empty),
            interaction.ProductId!,
            interaction.Product,
            interaction.Timestamp.ToUnixTimeMilliseconds(),
            turn);
        return state with { Lists = state.Lists.SetItem(hash, list) };
    }

    private static uint SessionHash(string? sessionId) => sessionId is null ? 0 : Math.Max(1, StableHash.Short(sessionId));
}
