using Microsoft.Extensions.Options;
using Personalization.Storefront.Api.Options;

namespace Personalization.Storefront.Api.Parts;

/// <summary>Profiles, as this process knows it: one judgement of whether it is there, whichever call showed it.</summary>
internal sealed class ProfilesPart(IOptions<BudgetOptions> options, TimeProvider time)
{
    public BudgetedPart Part { get; } = new(options.Value, time);
}
