using System.Globalization;
using Personalization.Decisions.Features;

namespace Personalization.Decisions.Imports;

/// <summary>Vowpal Wabbit's `cb_adf` text: one action a line, `action:cost:probability` before the bar of the one taken, `shared` first, a blank line between decisions.</summary>
public static class VwTextLog
{
    private const string Shared = "shared";

    public static ForeignLog Read(IEnumerable<string> lines)
    {
        var reader = new Reader();
        foreach (var line in lines)
        {
            reader.Take(line);
        }

        reader.Close();
        return new ForeignLog(reader.Decisions, reader.Unlabelled, reader.Faults);
    }

    private sealed class Reader
    {
        private readonly List<IReadOnlyList<Feature>> _actions = [];
        private IReadOnlyList<Feature> _context = [];
        private (int Action, double Cost, double Propensity)? _label;
        private bool _bad;
        private int _line;

        public List<ForeignDecision> Decisions { get; } = [];

        public List<ImportFault> Faults { get; } = [];

        public int Unlabelled { get; private set; }

        public void Take(string line)
        {
            _line++;
            if (string.IsNullOrWhiteSpace(line))
            {
                Close();
                return;
            }

            var bar = line.IndexOf('|', StringComparison.Ordinal);
            if (bar < 0)
            {
                Fault("features", "have no '|' before them; write `label | feature feature:value`");
                return;
            }

            var label = line[..bar].Trim();
            var features = Features(line[bar..]);
            if (label == Shared)
            {
                _context = features;
                return;
            }

            _actions.Add(features);
            if (label.Length > 0)
            {
                ReadLabel(label);
            }
        }

        public void Close()
        {
            if (_actions.Count > 0 && !_bad)
            {
                if (_label is { } label)
                {
                    Decisions.Add(new ForeignDecision
                    {
                        Context = _context,
                        Actions = [.. _actions],
                        Chosen = label.Action,
                        Cost = label.Cost,
                        Propensity = label.Propensity,
                    });
                }
                else
                {
                    Unlabelled++;
                }
            }

            (_context, _label, _bad) = ([], null, false);
            _actions.Clear();
        }

        private void ReadLabel(string label)
        {
            var parts = label.Split(' ')[0].Split(':');
            if (parts.Length == 3
                && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var cost) && double.IsFinite(cost)
                && double.TryParse(parts[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var propensity) && propensity is > 0 and <= 1)
            {
                _label = (_actions.Count - 1, cost, propensity);
                return;
            }

            Fault("label", "is none; write `action:cost:probability` with a probability above 0 and at most 1");
        }

        private void Fault(string field, string why)
        {
            Faults.Add(new ImportFault(_line, field, why));
            _bad = true;
        }

        private static List<Feature> Features(string text)
        {
            List<Feature> features = [];
            var space = "";
            foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (word[0] == '|')
                {
                    space = word.Length > 1 ? word[1..] + "." : "";
                    continue;
                }

                var colon = word.LastIndexOf(':');
                var value = 1.0;
                var name = colon > 0 && double.TryParse(word.AsSpan(colon + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)
                    ? word[..colon]
                    : word;
                features.Add(new Feature(space + name, name.Length == word.Length ? 1 : value));
            }

            return features;
        }
    }
}
