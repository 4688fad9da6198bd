namespace Personalization.Evaluation.Data;

/// <summary>Numbers names in the order they are met.</summary>
internal sealed class Numbering
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<string> _names = [];

    public int Count => _names.Count;

    public string this[int number] => _names[number];

    public int Of(string name)
    {
        if (!_numbers.TryGetValue(name, out var number))
        {
            _numbers.Add(name, number = _names.Count);
            _names.Add(name);
        }

        return number;
    }
}
