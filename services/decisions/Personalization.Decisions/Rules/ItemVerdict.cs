using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Rules;

/// <summary>What rules make of one item of one slot.</summary>
public sealed class ItemVerdict(DecideItem item)
{
    private readonly List<Rule> _took = [];
    private readonly List<Rule> _pins = [];
    private readonly List<Rule> _caps = [];

    public DecideItem Item { get; } = item;

    /// <summary>Whether it may be shown.</summary>
    public bool Eligible { get; private set; } = true;

    /// <summary>Added to what the model expects of it.</summary>
    public double Boost { get; private set; }

    /// <summary>The rules that had a say.</summary>
    public IReadOnlyList<Rule> Rules => _took;

    /// <summary>How often it may be shown.</summary>
    public IReadOnlyList<Rule> Caps => _caps;

    internal IReadOnlyList<Rule> PinnedBy => _pins;

    internal void Close(bool isFull) => Eligible &= !isFull;

    internal void Take(Rule rule, bool about)
    {
        if (about != (rule.Definition.Effect != RuleEffects.Only))
        {
            return;
        }

        _took.Add(rule);
        switch (rule.Definition.Effect)
        {
            case RuleEffects.Exclude or RuleEffects.Only:
                Eligible = false;
                break;
            case RuleEffects.Boost:
                Boost += rule.Definition.Boost ?? 0;
                break;
            case RuleEffects.Pin:
                _pins.Add(rule);
                break;
            default:
                _caps.Add(rule);
                break;
        }
    }
}
