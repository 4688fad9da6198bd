using Microsoft.Extensions.Options;
using Personalization.Abstractions.Naming;
using Personalization.Storefront.Api.Options;
using Personalization.Storefront.Api.Telemetry;

namespace Personalization.Storefront.Api.Parts;

/// <summary>Profiles, as this process knows it: one judgement of whether it is there, whichever call showed it.</summary>
internal sealed class ProfilesPart
{
    public ProfilesPart(IOptions<BudgetOptions> options, IShopperPort port, StorefrontInstruments instruments, TimeProvider time)
    {
        Part = new BudgetedPart(options.Value, time, waitedFor => instruments.Overran(AppIds.Profiles, waitedFor), port.AskAsync);
        instruments.Watch(AppIds.Profiles, () => !Part.IsAway);
    }

    public BudgetedPart Part { get; }
}
