using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Api.Rules;

/// <summary>The weights and options in force. A turn takes them once.</summary>
internal sealed class LearningRulesSource
{
    private LearningRules _current = LearningRules.Default;

    public LearningRules Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }
}
